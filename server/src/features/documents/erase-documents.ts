import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { plainName } from './documents.model.ts';

/**
 * Takes names and bytes from the documents of an order; how many there were. What is left says that there was a document
 * of this kind and size. The name goes first: dying in between leaves bytes that nobody can ask for, and a run after it
 * removes them, because all are gone through again. Its order is to be marked as erased before: then no upload follows.
 */
export async function eraseDocuments(
  deps: Pick<DocumentsDeps, 'repo' | 'blobs' | 'now'>,
  ctx: TenantCtx,
  orderId: string,
): Promise<number> {
  const documents = await deps.repo.ofOrder(ctx, orderId);
  for (const document of documents) {
    if (!document.erasedAt)
      await deps.repo.erase(ctx, document, plainName(document.kind, document.contentType), deps.now());
    await deps.blobs.remove(ctx, document.blobId);
  }
  return documents.length;
}
