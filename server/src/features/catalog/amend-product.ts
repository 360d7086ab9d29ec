import type { Ctx } from '../../platform/http/context.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { type Product, productPatch } from './catalog.model.ts';

/** Changes or withdraws a product by merge patch, if it is still at the version the caller saw. */
export async function amendProduct(
  deps: CatalogDeps,
  ctx: Ctx,
  id: string,
  change: { ifMatch: number | '*' | undefined; patch: Parameters<typeof productPatch>[0] },
): Promise<Product> {
  const product = await deps.products.amend(ctx, id, {
    ifMatch: change.ifMatch,
    patch: productPatch(change.patch),
    at: deps.now(),
  });
  await deps.invalidate(ctx, ['products']);
  return product;
}
