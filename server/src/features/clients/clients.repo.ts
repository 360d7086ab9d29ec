import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { amendVersioned } from '../../platform/db/versioned.ts';
import type { Client } from './clients.model.ts';

export const clientsIndexes: CollectionIndexes = {
  collection: 'clients',
  indexes: [{ name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listClients'] }],
};

/** The clients of a tenant. */
export interface ClientsRepo {
  insert(ctx: TenantCtx, client: Client): Promise<void>;
  insertAll(ctx: TenantCtx, clients: readonly Client[]): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Client | null>;
  exists(ctx: TenantCtx, id: string): Promise<boolean>;
  page(ctx: TenantCtx, query: ListQuery): Promise<ListPage<Client>>;
  amend(
    ctx: TenantCtx,
    id: string,
    change: { ifMatch: number | '*' | undefined; patch: object; at: Date },
  ): Promise<Client>;
}

export function createClientsRepo(db: Db, pager: Pager): ClientsRepo {
  const collection = tenantCollection<Client>(db, 'clients');

  return {
    insert: (ctx, client) => collection.insert(ctx, client),
    insertAll: (ctx, clients) => collection.insertAll(ctx, clients),
    get: (ctx, id) => collection.get(ctx, id),
    exists: async (ctx, id) => (await collection.get(ctx, id, { _id: 1 })) !== null,
    page: (ctx, query) => listPage({ pager, collection }, ctx, query, {}),
    amend: (ctx, id, change) => amendVersioned(collection, ctx, { id, what: 'client', ...change }),
  };
}
