import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { createDocumentsRepo, documentsIndexes } from './documents.repo.ts';
import { documentsRoutes } from './documents.routes.ts';
import { eraseDocuments } from './erase-documents.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { unknownProofs } from './unknown-proofs.ts';

/** What others may ask of documents. */
export interface DocumentsApi {
  /** Which of these ids are no proofs of this order: pictures that were uploaded to it as a signature or a photo. */
  unknownProofs(ctx: Ctx, orderId: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Takes names and bytes from an order's documents, for good; how many there were. */
  erase(ctx: TenantCtx, orderId: string): Promise<number>;
}

export interface DocumentsFeature extends Feature {
  readonly api: DocumentsApi;
  readonly daily: DailyTask;
}

/** Files that belong to an order: waybills, proofs of delivery, invoices. */
export function documentsFeature(
  platform: Platform,
  { orders, blobs }: Pick<DocumentsDeps, 'orders' | 'blobs'>,
): DocumentsFeature {
  const repo = createDocumentsRepo(platform.mongo, platform.pager);
  const deps: DocumentsDeps = { repo, blobs, orders, now: platform.now };
  return {
    routes: documentsRoutes(deps),
    indexes: documentsIndexes,
    api: {
      unknownProofs: (ctx, orderId, ids) => unknownProofs(deps, ctx, orderId, ids),
      erase: (ctx, orderId) => eraseDocuments(deps, ctx, orderId),
    },
    daily: { name: 'documents.sweep-uploads', run: (now) => sweepUploads(deps, now) },
  };
}
