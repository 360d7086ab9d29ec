import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { amendVersioned } from '../../platform/db/versioned.ts';
import type { Vehicle } from './carriers.model.ts';

export const vehiclesIndexes: CollectionIndexes = {
  collection: 'vehicles',
  indexes: [
    { name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listVehicles of staff'] },
    {
      name: 'carrier_newest',
      key: { tenantId: 1, carrierId: 1, createdAt: -1, _id: -1 },
      serves: ['listVehicles by carrierId', 'vehiclesOf'],
    },
  ],
};

/** More than any carrier has; it bounds what one question may bring into memory. */
const MOST_VEHICLES = 10_000;

/** The vehicles of a tenant's carriers. */
export interface VehiclesRepo {
  insert(ctx: TenantCtx, vehicle: Vehicle): Promise<void>;
  insertAll(ctx: TenantCtx, vehicles: readonly Vehicle[]): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Vehicle | null>;
  page(ctx: TenantCtx, query: ListQuery, filter: { readonly carrierId?: string }): Promise<ListPage<Vehicle>>;
  /** Those of these ids that exist. */
  byIds(ctx: TenantCtx, ids: readonly string[]): Promise<Vehicle[]>;
  /** Newest first, at most 10,000. */
  ofCarrier(ctx: TenantCtx, carrierId: string): Promise<Vehicle[]>;
  amend(
    ctx: TenantCtx,
    id: string,
    change: { ifMatch: number | '*' | undefined; patch: object; at: Date },
  ): Promise<Vehicle>;
}

export function createVehiclesRepo(db: Db, pager: Pager): VehiclesRepo {
  const collection = tenantCollection<Vehicle>(db, 'vehicles');

  return {
    insert: (ctx, vehicle) => collection.insert(ctx, vehicle),
    insertAll: (ctx, vehicles) => collection.insertAll(ctx, vehicles),
    get: (ctx, id) => collection.get(ctx, id),
    byIds: (ctx, ids) =>
      collection.find(
        ctx,
        { _id: { $in: ids.map((id) => collection.key(ctx, id)) } },
        { limit: Math.max(1, ids.length) },
      ),
    page: (ctx, query, filter) => listPage({ pager, collection }, ctx, query, { ...filter }),
    ofCarrier: (ctx, carrierId) =>
      collection.find(ctx, { carrierId }, { sort: { createdAt: -1, _id: -1 }, limit: MOST_VEHICLES }),
    amend: (ctx, id, change) => amendVersioned(collection, ctx, { id, what: 'vehicle', ...change }),
  };
}
