import { bulkChanges } from '../../platform/http/bulk-changes.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { productPatch } from './catalog.model.ts';
import { presentProduct } from './catalog.present.ts';
import { aProduct } from './create-product.ts';

/** Adds and changes up to 500 products, each judged by itself; the good ones take effect together, in one transaction. */
export async function bulkProducts(deps: CatalogDeps, ctx: Ctx, { items }: InputOf<'bulkProducts'>['body']) {
  const done = await bulkChanges(ctx, items, {
    operation: 'bulkProducts',
    make: (input) => aProduct(deps, ctx, input),
    insertAll: (products) => deps.products.insertAll(ctx, products),
    amend: (id, { ifMatch, patch }) =>
      deps.products.amend(ctx, id, { ifMatch, patch: productPatch(patch), at: deps.now() }),
    show: (product) => ({ product: presentProduct(product) }),
  });
  if (done.changed) await deps.invalidate(ctx, ['products']);
  return { items: done.items };
}
