import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { type NewProduct, newProduct, type Product } from './catalog.model.ts';

/** Adds a product that can be ordered at once. One document: it is there completely or not at all. */
export async function createProduct(deps: CatalogDeps, ctx: Ctx, input: NewProduct): Promise<Product> {
  const product = aProduct(deps, ctx, input);
  await deps.products.insert(ctx, product);
  await deps.invalidate(ctx, ['products']);
  return product;
}

/** A product of this moment with an id of its own, not kept yet. */
export const aProduct = (deps: Pick<CatalogDeps, 'now'>, ctx: Ctx, input: NewProduct): Product =>
  newProduct(firstVersion(ctx, newId('prd'), deps.now()), input);
