import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { listedStatus, type Product } from './catalog.model.ts';
import type { ProductFilter } from './catalog.repo.ts';

/** What can be ordered, newest first; clients do not find what was withdrawn, also when they ask for it. */
export async function listProducts(
  deps: CatalogDeps,
  ctx: Ctx,
  query: ListQuery & ProductFilter,
): Promise<ListPage<Product>> {
  const status = listedStatus(ctx.actor.role, query.status);
  if (status === 'none') return { data: [], ...(query.count ? { total: 0 } : {}) };
  const byType = query.transportType === undefined ? {} : { transportType: query.transportType };
  return deps.products.page(ctx, query, { ...byType, ...status });
}
