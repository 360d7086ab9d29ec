import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { listedStatus, type Product } from './catalog.model.ts';
import type { ProductFilter } from './catalog.repo.ts';
import type { CatalogDeps } from './index.ts';

/** What can be ordered, newest first; clients do not find what was withdrawn. */
export async function listProducts(
  deps: CatalogDeps,
  ctx: Ctx,
  query: ListQuery & Pick<ProductFilter, 'transportType'>,
): Promise<ListPage<Product>> {
  const byType = query.transportType === undefined ? {} : { transportType: query.transportType };
  return deps.products.page(ctx, query, { ...byType, ...listedStatus(ctx.actor.role) });
}
