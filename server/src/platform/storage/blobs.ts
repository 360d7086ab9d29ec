import type { Readable } from 'node:stream';
import type { TenantCtx } from '../db/tenant-collection.ts';

/** What is known of bytes that were stored. */
export interface StoredBlob {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A part of a blob; both ends count, from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes of a tenant by id: GridFS by default, S3 by setting. Not a record: what a blob means stands in a document that names it. */
export interface Blobs {
  /**
   * Stores what `source` gives, as it comes; resolves when all of it is durable. When `source` fails, nothing is stored
   * and its error is thrown. The same id again replaces the bytes whole, so an attempt that died is simply repeated.
   */
  put(
    ctx: TenantCtx,
    id: string,
    source: AsyncIterable<Uint8Array>,
    about: { readonly contentType: string },
  ): Promise<StoredBlob>;
  /** The bytes, or a part of them; undefined when there are none of this id in this tenant. */
  read(ctx: TenantCtx, id: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Removes them; nothing happens when they are not there. */
  remove(ctx: TenantCtx, id: string): Promise<void>;
}
