import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import type { RunnableJob } from '../../platform/queue/define-job.ts';
import type { CatalogDeps, CatalogNeighbours } from './catalog.deps.ts';
import { createProductsRepo, productsIndexes } from './catalog.repo.ts';
import { catalogRoutes } from './catalog.routes.ts';
import { createImportBytesRepo, importBytesIndexes } from './import-bytes.repo.ts';
import { importProductsJob } from './import-products.job.ts';
import { createImportsRepo, importsIndexes } from './imports.repo.ts';
import { type ResolvedLines, resolveLines } from './resolve-lines.ts';
import { sweepImports } from './sweep-imports.ts';

/** What other features may ask about products. */
export interface CatalogApi {
  /** The products that lines name, withdrawn ones with their status, and the ids nobody has ever seen. */
  resolveLines(ctx: Ctx, lines: readonly { readonly productId: string }[]): Promise<ResolvedLines>;
}

export interface CatalogFeature extends Feature {
  readonly api: CatalogApi;
  /** For the worker. */
  readonly jobs: readonly RunnableJob[];
  readonly daily: DailyTask;
}

/** What can be ordered. */
export function catalogFeature(
  { mongo, pager, now, invalidate }: Platform,
  { startJob, blobs }: CatalogNeighbours,
): CatalogFeature {
  const products = createProductsRepo(mongo.db, pager);
  const bytes = createImportBytesRepo(mongo);
  const imports = createImportsRepo(mongo, bytes);
  const deps: CatalogDeps = { products, imports, bytes, startJob, blobs, now, invalidate };
  return {
    routes: catalogRoutes(deps),
    jobs: [importProductsJob.with(deps)],
    indexes: [productsIndexes, importsIndexes, importBytesIndexes],
    daily: { name: 'products.sweep-imports', run: (at) => sweepImports(deps, at) },
    api: { resolveLines: (ctx, lines) => resolveLines({ products }, ctx, lines) },
  };
}
