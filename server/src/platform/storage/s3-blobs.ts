import { Readable } from 'node:stream';
import type { ListMultipartUploadsOutput, S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '../config/env.ts';
import { limits } from '../config/limits.ts';
import type { TenantCtx } from '../db/tenant-collection.ts';
import { ServiceUnavailable } from '../http/errors.ts';
import { type BlobStore, blobKey } from './blob-store.ts';
import { tallied } from './tally.ts';

/** Every key begins with a tenant; a bucket may hold other things beside. */
const OUR_KEYS = 'ten_';

/** Loaded with the first use: a process without S3 starts without its two hundred modules. */
async function load(settings: S3Settings) {
  const [s3, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client: S3Client = new s3.S3Client({
    region: settings.region,
    forcePathStyle: settings.forcePathStyle,
    ...(settings.endpoint ? { endpoint: settings.endpoint } : {}),
    requestHandler: { connectionTimeout: limits.storage.s3ConnectMs, socketTimeout: limits.storage.s3SilentMs },
  });
  return { ...s3, Upload, client };
}

/**
 * Blobs in a bucket. Who we are is found the SDK's way (environment, profile, role of the instance). An object is there
 * whole or not at all; parts of one that was never completed are given up when its source fails, and found by the sweep
 * when this process dies (a rule of the bucket that aborts incomplete uploads does the same).
 */
export function createS3Blobs(settings: S3Settings): BlobStore {
  let loading: ReturnType<typeof load> | undefined;
  const s3 = () => {
    loading ??= load(settings);
    return loading;
  };
  const Bucket = settings.bucket;

  return {
    async put(ctx, id, source, { contentType }) {
      const { Upload, client } = await s3();
      const tally = tallied(source);
      const upload = new Upload({
        client,
        params: {
          Bucket,
          Key: blobKey(ctx, id),
          Body: Readable.from(tally.bytes, { highWaterMark: 1 }),
          ContentType: contentType,
        },
        partSize: limits.storage.partBytes,
        // One after the other: each part under way stands in memory.
        queueSize: 1,
      });
      try {
        await upload.done();
        return tally.sum();
      } catch (error) {
        throw tally.failure() ?? unavailable(error);
      }
    },
    async read(ctx, id, range) {
      const { client, GetObjectCommand } = await s3();
      const Range = range && `bytes=${range.start}-${range.end}`;
      const asked = new GetObjectCommand({ Bucket, Key: blobKey(ctx, id), ...(Range ? { Range } : {}) });
      try {
        const { Body } = await inTime(ctx, (abortSignal) => client.send(asked, { abortSignal }));
        return Body as Readable; // what the SDK gives in Node
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw unavailable(error);
      }
    },
    async remove(ctx, id) {
      const { client, DeleteObjectCommand } = await s3();
      const asked = new DeleteObjectCommand({ Bucket, Key: blobKey(ctx, id) });
      await inTime(ctx, (abortSignal) => client.send(asked, { abortSignal })).catch((error: unknown) => {
        throw unavailable(error);
      });
    },
    async sweep(before) {
      const { client, ListMultipartUploadsCommand, AbortMultipartUploadCommand } = await s3();
      let given = 0;
      for (let next: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}; next; ) {
        const page: ListMultipartUploadsOutput = await client.send(
          new ListMultipartUploadsCommand({ Bucket, Prefix: OUR_KEYS, ...next }),
        );
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (!Initiated || Initiated >= before) continue;
          await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
          given += 1;
        }
        const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
        next = page.IsTruncated && KeyMarker && UploadIdMarker ? { KeyMarker, UploadIdMarker } : undefined;
      }
      return given;
    },
    indexes: [],
    parts: [
      {
        name: 's3',
        async stop() {
          (await loading)?.client.destroy();
        },
      },
    ],
  };
}

/** Waits for an answer to begin until the deadline; its bytes may take longer. */
async function inTime<T>(ctx: TenantCtx, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ctx.deadline.remainingMs());
  try {
    return await send(late.signal);
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (cause: unknown) =>
  ServiceUnavailable({ reason: 'The store of files does not answer as it should; try again.' }, { cause });
