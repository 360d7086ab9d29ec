import type { S3Settings } from '../config/env.ts';
import type { Mongo } from '../db/mongo.ts';
import type { BlobStore } from './blob-store.ts';
import { createGridfsBlobs } from './gridfs-blobs.ts';
import { createS3Blobs } from './s3-blobs.ts';

export interface BlobsDeps {
  readonly mongo: Mongo;
  readonly now: () => Date;
  /** Undefined where MongoDB keeps the bytes. */
  readonly s3: S3Settings | undefined;
}

/** The store that the settings name. What the other one holds is not looked at: whoever changes the setting moves the bytes. */
export const openBlobs = ({ mongo, now, s3 }: BlobsDeps): BlobStore =>
  s3 ? createS3Blobs(s3) : createGridfsBlobs(mongo, now);
