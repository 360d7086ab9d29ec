import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { amendVersioned } from '../../platform/db/versioned.ts';
import type { Product } from './catalog.model.ts';

export const productsIndexes: CollectionIndexes = {
  collection: 'products',
  indexes: [
    { name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listProducts of staff'] },
    {
      name: 'type_newest',
      key: { tenantId: 1, transportType: 1, createdAt: -1, _id: -1 },
      serves: ['listProducts of staff by transportType'],
    },
    {
      name: 'status_newest',
      key: { tenantId: 1, status: 1, createdAt: -1, _id: -1 },
      serves: ['listProducts of clients', 'listProducts of staff by status'],
    },
    {
      name: 'status_type_newest',
      key: { tenantId: 1, status: 1, transportType: 1, createdAt: -1, _id: -1 },
      serves: ['listProducts of clients by transportType', 'listProducts of staff by status and transportType'],
    },
  ],
};

/** What a list of products may be narrowed to. */
export interface ProductFilter {
  readonly transportType?: string;
  readonly status?: Product['status'];
}

/** The products of a tenant, withdrawn ones included. */
export interface ProductsRepo {
  insert(ctx: TenantCtx, product: Product): Promise<void>;
  insertAll(ctx: TenantCtx, products: readonly Product[]): Promise<void>;
  /** Inserts those whose ids are not there yet. */
  insertNew(ctx: TenantCtx, products: readonly Product[]): Promise<number>;
  get(ctx: TenantCtx, id: string): Promise<Product | null>;
  /** Those of `ids` that exist; an order's lines, so there are few. */
  byIds(ctx: TenantCtx, ids: readonly string[]): Promise<Product[]>;
  page(ctx: TenantCtx, query: ListQuery, filter: ProductFilter): Promise<ListPage<Product>>;
  amend(
    ctx: TenantCtx,
    id: string,
    change: { ifMatch: number | '*' | undefined; patch: object; at: Date },
  ): Promise<Product>;
}

export function createProductsRepo(db: Db, pager: Pager): ProductsRepo {
  const collection = tenantCollection<Product>(db, 'products');

  return {
    insert: (ctx, product) => collection.insert(ctx, product),
    insertAll: (ctx, products) => collection.insertAll(ctx, products),
    insertNew: (ctx, products) => collection.insertNew(ctx, products),
    get: (ctx, id) => collection.get(ctx, id),
    byIds: (ctx, ids) =>
      collection.find(
        ctx,
        { _id: { $in: ids.map((id) => collection.key(ctx, id)) } },
        { limit: Math.max(1, ids.length) },
      ),
    page: (ctx, query, filter) => listPage({ pager, collection }, ctx, query, { ...filter }),
    amend: (ctx, id, change) => amendVersioned(collection, ctx, { id, what: 'product', ...change }),
  };
}
