import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import type { Product } from './catalog.model.ts';

/** A product, for everyone in the tenant and also when it was withdrawn: orders go on naming it. */
export async function getProduct(deps: CatalogDeps, ctx: Ctx, id: string): Promise<Product> {
  const product = await deps.products.get(ctx, id);
  if (!product) throw NotFound({ what: 'product' });
  return product;
}
