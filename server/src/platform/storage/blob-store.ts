import type { CollectionIndexes } from '../db/index-spec.ts';
import type { TenantCtx } from '../db/tenant-collection.ts';
import type { Part } from '../lifecycle.ts';
import type { Blobs } from './blobs.ts';

/** Blobs, with what their keeping asks for now and then. */
export interface BlobStore extends Blobs {
  /**
   * Removes what attempts left that died before `before`: pieces of blobs that never became whole, and bytes that were
   * replaced. Returns how many attempts those were. Safe to run twice and beside everything else.
   */
  sweep(before: Date): Promise<number>;
  readonly indexes: readonly CollectionIndexes[];
  readonly parts: readonly Part[];
}

/** `<tenantId>/<id>`: a key cannot be built without the tenant, so that nobody reads another one's bytes. */
export function blobKey(ctx: Pick<TenantCtx, 'tenantId'>, id: string): string {
  if (!ctx.tenantId || !id) throw new Error('A blob was asked for without a tenant or an id.');
  return `${ctx.tenantId}/${id}`;
}
