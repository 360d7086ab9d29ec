import type { Ctx } from '../../platform/http/context.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import type { Product } from './catalog.model.ts';

/** The products that lines name. */
export interface ResolvedLines {
  /** By id, withdrawn ones included: an order of one is kept for review, not refused. */
  readonly products: ReadonlyMap<string, Product>;
  /** Ids never seen in this tenant, each once, in the order of the lines. */
  readonly unknown: readonly string[];
}

/** Looks up the products of an order's lines, always in MongoDB: an order must not be judged by an old catalog. */
export async function resolveLines(
  deps: Pick<CatalogDeps, 'products'>,
  ctx: Ctx,
  lines: readonly { readonly productId: string }[],
): Promise<ResolvedLines> {
  const ids = [...new Set(lines.map((line) => line.productId))];
  const found = await deps.products.byIds(ctx, ids);
  const products = new Map(found.map((product) => [product.id, product]));
  return { products, unknown: ids.filter((id) => !products.has(id)) };
}
