import type { BlobStore } from '../../platform/storage/blob-store.ts';
import type { OrdersApi } from '../orders/index.ts';
import type { DocumentsRepo } from './documents.repo.ts';

export interface DocumentsDeps {
  readonly repo: DocumentsRepo;
  readonly blobs: Pick<BlobStore, 'put' | 'read' | 'remove' | 'sweep'>;
  readonly orders: Pick<OrdersApi, 'visible' | 'get' | 'announce'>;
  readonly now: () => Date;
}
