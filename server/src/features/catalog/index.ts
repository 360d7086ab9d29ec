import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { createProductsRepo, type ProductsRepo, productsIndexes } from './catalog.repo.ts';
import { catalogRoutes } from './catalog.routes.ts';
import { type ResolvedLines, resolveLines } from './resolve-lines.ts';

/** What the use cases of this feature work with. */
export interface CatalogDeps extends Pick<Platform, 'now' | 'invalidate'> {
  readonly products: ProductsRepo;
}

/** What other features may ask about products. */
export interface CatalogApi {
  /** The products that lines name, withdrawn ones with their status, and the ids nobody has ever seen. */
  resolveLines(ctx: Ctx, lines: readonly { readonly productId: string }[]): Promise<ResolvedLines>;
}

export interface CatalogFeature extends Feature {
  readonly api: CatalogApi;
}

/** What can be ordered. */
export function catalogFeature({ mongo, pager, now, invalidate }: Platform): CatalogFeature {
  const products = createProductsRepo(mongo.db, pager);
  return {
    routes: catalogRoutes({ products, now, invalidate }),
    indexes: [productsIndexes],
    api: { resolveLines: (ctx, lines) => resolveLines({ products }, ctx, lines) },
  };
}
