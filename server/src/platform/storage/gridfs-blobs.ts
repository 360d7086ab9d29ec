import { Readable } from 'node:stream';
import { Binary, type Filter, ObjectId } from 'mongodb';
import { limits } from '../config/limits.ts';
import { toAppError } from '../db/errors.ts';
import type { CollectionIndexes } from '../db/index-spec.ts';
import type { Mongo } from '../db/mongo.ts';
import type { TenantCtx } from '../db/tenant-collection.ts';
import { type BlobStore, blobKey } from './blob-store.ts';
import { inPieces } from './pieces.ts';
import { tallied } from './tally.ts';

/** As the specification of GridFS has it, so that its tools read what we wrote. */
interface FileDocument {
  readonly _id: ObjectId;
  readonly length: number;
  readonly chunkSize: number;
  readonly uploadDate: Date;
  /** The blob's key. Several files may bear it, of which one at most is current. */
  readonly filename: string;
  readonly metadata: {
    readonly tenantId: string;
    readonly contentType: string;
    readonly sha256?: string;
    /** These are the bytes that are read. */
    readonly current?: true;
    /** On every file that is not current: since when nobody needs it, or when its writing began. */
    readonly leftSince?: Date;
  };
}

interface ChunkDocument {
  readonly _id: ObjectId;
  readonly files_id: ObjectId;
  readonly n: number;
  readonly data: Binary;
}

const INDEXES: readonly CollectionIndexes[] = [
  {
    collection: 'blobs.files',
    indexes: [
      {
        name: 'current',
        key: { filename: 1 },
        unique: true,
        partialFilterExpression: { 'metadata.current': true },
        serves: ['read', 'put'],
      },
      { name: 'of_key', key: { filename: 1, uploadDate: 1 }, serves: ['remove'] },
      {
        name: 'left',
        key: { 'metadata.leftSince': 1 },
        partialFilterExpression: { 'metadata.leftSince': { $exists: true } },
        serves: ['sweep'],
      },
    ],
  },
  {
    collection: 'blobs.chunks',
    indexes: [{ name: 'piece', key: { files_id: 1, n: 1 }, unique: true, serves: ['read', 'remove', 'sweep'] }],
  },
];

/** On files that are being removed: nothing brings them back, and the sweep ends what died half-way. */
const DOOMED = new Date(0);
const SWEPT_AT_ONCE = 100;

/**
 * Blobs in the database itself, in the format of GridFS.
 *
 * A file is begun before its first piece and removed after its last one, so there is never a piece without a file that
 * leads to it. It is read once it is current, which it becomes in the same transaction in which the former one ceases to
 * be: dying anywhere before that leaves the former bytes, and a file that the sweep finds by its age.
 */
export function createGridfsBlobs(mongo: Mongo, now: () => Date): BlobStore {
  const files = mongo.db.collection<FileDocument>('blobs.files');
  const chunks = mongo.db.collection<ChunkDocument>('blobs.chunks');

  const becomeCurrent = (file: FileDocument, length: number, sha256: string): Promise<void> =>
    mongo.transaction(async (session) => {
      const { _id, filename, metadata } = file;
      await files.updateOne(
        { filename, 'metadata.current': true },
        { $unset: { 'metadata.current': '' }, $set: { 'metadata.leftSince': now() } },
        { session },
      );
      const done = await files.updateOne(
        { _id, 'metadata.leftSince': metadata.leftSince },
        {
          $unset: { 'metadata.leftSince': '' },
          $set: { length, 'metadata.sha256': sha256, 'metadata.current': true },
        },
        { session },
      );
      if (done.matchedCount !== 1) throw new Error(`${filename} was removed while it was written.`);
    });

  /** Removes files for good, pieces first. What is doomed here and dies is found again. */
  const discard = async (which: Filter<FileDocument>): Promise<number> => {
    const options = { maxTimeMS: limits.db.longestMaxTimeMs };
    await files.updateMany(
      which,
      { $unset: { 'metadata.current': '' }, $set: { 'metadata.leftSince': DOOMED } },
      options,
    );
    const { 'metadata.leftSince': _, ...rest } = which;
    for (let removed = 0; ; ) {
      const some = await files
        .find({ ...rest, 'metadata.leftSince': DOOMED }, { projection: { _id: 1 }, limit: SWEPT_AT_ONCE, ...options })
        .toArray();
      if (some.length === 0) return removed;
      const ids = some.map(({ _id }) => _id);
      await chunks.deleteMany({ files_id: { $in: ids } }, options);
      removed += (await files.deleteMany({ _id: { $in: ids } }, options)).deletedCount;
    }
  };

  /** Unless it is current, because a commit whose answer was lost may have happened. */
  const giveUp = async ({ _id, metadata: { leftSince } }: FileDocument): Promise<void> => {
    await discard({ _id, 'metadata.leftSince': leftSince });
    // A sweep that took it for dead has removed the file; what was written since must not stay without one.
    if (!(await files.findOne({ _id }))) await chunks.deleteMany({ files_id: _id });
  };

  return {
    async put(ctx, id, source, { contentType }) {
      const begun = now();
      const file: FileDocument = {
        _id: new ObjectId(),
        length: 0,
        chunkSize: limits.storage.chunkBytes,
        uploadDate: begun,
        filename: blobKey(ctx, id),
        metadata: { tenantId: ctx.tenantId, contentType, leftSince: begun },
      };
      const tally = tallied(source);
      try {
        await files.insertOne(file, within(ctx));
        let n = 0;
        for await (const piece of inPieces(tally.bytes, file.chunkSize)) {
          const data = new Binary(piece);
          await chunks.insertOne({ _id: new ObjectId(), files_id: file._id, n: n++, data }, within(ctx));
        }
        const stored = tally.sum();
        await becomeCurrent(file, stored.bytes, stored.sha256);
        return stored;
      } catch (error) {
        await giveUp(file).catch(() => undefined); // else the sweep does it
        throw tally.failure() ?? toAppError(error);
      }
    },
    async read(ctx, id, range) {
      const key = { filename: blobKey(ctx, id), 'metadata.current': true as const };
      const file = await files.findOne(key, within(ctx)).catch(unavailable);
      if (!file) return undefined;
      const last = file.length - 1;
      const { start, end } = range ?? { start: 0, end: last };
      return Readable.from(piecesOf(file, start, Math.min(end, last)), { objectMode: false });
    },
    async remove(ctx, id) {
      await discard({ filename: blobKey(ctx, id) }).catch(unavailable);
    },
    sweep: (before) => discard({ 'metadata.leftSince': { $lt: before } }),
    indexes: INDEXES,
    parts: [],
  };

  async function* piecesOf({ _id, filename, chunkSize }: FileDocument, start: number, end: number) {
    const [first, last] = [Math.floor(start / chunkSize), Math.floor(end / chunkSize)];
    // The driver's own reader fetches up to 16 MB at once.
    const cursor = chunks.find(
      { files_id: _id, n: { $gte: first, $lte: last } },
      { sort: { n: 1 }, batchSize: limits.storage.chunksAhead, maxTimeMS: limits.db.longestMaxTimeMs },
    );
    let next = first;
    for await (const { n, data } of cursor) {
      if (n !== next) break;
      const begins = n * chunkSize;
      yield data.value().subarray(Math.max(0, start - begins), end - begins + 1);
      next += 1;
    }
    if (next <= last) throw new Error(`Piece ${next} of ${filename} is not there.`);
  }
}

const within = (ctx: TenantCtx) => ({
  maxTimeMS: Math.max(1, Math.min(limits.db.maxTimeMs, ctx.deadline.remainingMs())),
});

const unavailable = (error: unknown) => Promise.reject(toAppError(error));
