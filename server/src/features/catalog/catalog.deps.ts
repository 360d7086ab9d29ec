import type { Platform } from '../../platform/platform.ts';
import type { StartJob } from '../../platform/queue/job-record.ts';
import type { Blobs } from '../../platform/storage/blobs.ts';
import type { ProductsRepo } from './catalog.repo.ts';
import type { ImportBytesRepo } from './import-bytes.repo.ts';
import type { ImportsRepo } from './imports.repo.ts';

/** What the use cases of this feature work with. */
export interface CatalogDeps extends Pick<Platform, 'now' | 'invalidate'>, CatalogNeighbours {
  readonly products: ProductsRepo;
  readonly imports: ImportsRepo;
  readonly bytes: ImportBytesRepo;
}

/** What `app.ts` hands over. */
export interface CatalogNeighbours {
  /** `start` of the jobs' door. */
  readonly startJob: StartJob;
  /** Where files wait for their import. */
  readonly blobs: Blobs;
}
