import type { CreateIndexesOptions } from 'mongodb';
import { ownDatabase } from '../db/mongo.fixtures.ts';
import type { BlobStore } from './blob-store.ts';
import { openBlobs } from './open-blobs.ts';
import { s3Server } from './s3-server.fixtures.ts';

/** A store on a real server of the test's own, and what of it cannot be seen from its front. */
export interface GivenStore {
  readonly blobs: BlobStore;
  /** Pieces that are stored and belong to no blob that is read. */
  left(): Promise<number>;
  /** Ids of blobs that are read, with their tenants. */
  keys(): Promise<string[]>;
  /** The server answers nothing but errors from now on. */
  breakDown(): Promise<void>;
  drop(): Promise<void>;
}

export async function gridfs(now = () => new Date()): Promise<GivenStore> {
  const { mongo, drop } = ownDatabase();
  const blobs = openBlobs({ mongo, now, s3: undefined });
  for (const { collection, indexes } of blobs.indexes) {
    for (const { serves: _, key, ...options } of indexes)
      await mongo.db.collection(collection).createIndex({ ...key }, options as CreateIndexesOptions); // absent options stay absent
  }
  const current = () => mongo.db.collection('blobs.files').find({ 'metadata.current': true }).toArray();
  return {
    blobs,
    async left() {
      const read = (await current()).map(({ _id }) => _id);
      return mongo.db.collection('blobs.chunks').countDocuments({ files_id: { $nin: read } });
    },
    keys: async () => (await current()).map(({ filename }) => String(filename)),
    breakDown: () => mongo.db.client.close(),
    async drop() {
      await mongo.db.client.connect();
      await drop();
    },
  };
}

export async function s3(): Promise<GivenStore> {
  const server = await s3Server();
  // Where the SDK looks first for who we are.
  process.env.AWS_ACCESS_KEY_ID = server.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = server.credentials.secretAccessKey;
  const settings = { bucket: server.bucket, region: 'eu-central-1', endpoint: server.url, forcePathStyle: true };
  const { mongo, drop } = ownDatabase();
  const blobs = openBlobs({ mongo, now: () => new Date(), s3: settings });
  return {
    blobs,
    left: async () => [...server.begun.values()].reduce((parts, { parts: { size } }) => parts + size, 0),
    keys: async () => [...server.objects.keys()],
    breakDown: async () => server.fail(500),
    async drop() {
      for (const part of blobs.parts) await part.stop?.(AbortSignal.timeout(1_000));
      await server.close();
      await drop();
    },
  };
}
