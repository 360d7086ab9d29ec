import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { amendVersioned } from '../../platform/db/versioned.ts';
import type { Carrier } from './carriers.model.ts';

export const carriersIndexes: CollectionIndexes = {
  collection: 'carriers',
  indexes: [{ name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listCarriers'] }],
};

/** The carriers of a tenant. */
export interface CarriersRepo {
  insert(ctx: TenantCtx, carrier: Carrier): Promise<void>;
  insertAll(ctx: TenantCtx, carriers: readonly Carrier[]): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Carrier | null>;
  page(ctx: TenantCtx, query: ListQuery): Promise<ListPage<Carrier>>;
  amend(
    ctx: TenantCtx,
    id: string,
    change: { ifMatch: number | '*' | undefined; patch: object; at: Date },
  ): Promise<Carrier>;
}

export function createCarriersRepo(db: Db, pager: Pager): CarriersRepo {
  const collection = tenantCollection<Carrier>(db, 'carriers');

  return {
    insert: (ctx, carrier) => collection.insert(ctx, carrier),
    insertAll: (ctx, carriers) => collection.insertAll(ctx, carriers),
    get: (ctx, id) => collection.get(ctx, id),
    page: (ctx, query) => listPage({ pager, collection }, ctx, query, {}),
    amend: (ctx, id, change) => amendVersioned(collection, ctx, { id, what: 'carrier', ...change }),
  };
}
