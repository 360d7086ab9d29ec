import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { HISTORY, type PointDocument } from './positions.repo.ts';
import type { VehiclePoint } from './tracking.model.ts';

export type AroundRepo = ReturnType<typeof createAroundRepo>;

/** The history around a report, by ranges of its key. */
export function createAroundRepo(mongo: Mongo) {
  const history = tenantCollection<PointDocument>(mongo.db, HISTORY);
  const key = (ctx: TenantCtx, vehicleId: string, at: Date) =>
    history.key(ctx, `${vehicleId}:${String(at.getTime()).padStart(13, '0')}`);

  return {
    /** So many points are read at a time. */
    page: 1_000,
    /** And so many in all: a report that is mixed of today and last month does not read the month. */
    most: 5_000,
    /** The last points before a device time, oldest first. */
    async before(ctx: TenantCtx, vehicleId: string, at: Date, atMost: number): Promise<VehiclePoint[]> {
      const _id = { $gte: key(ctx, vehicleId, new Date(0)), $lt: key(ctx, vehicleId, at) };
      return (await history.find(ctx, { _id }, { sort: { _id: -1 }, limit: atMost })).reverse();
    },
    /** The first points after a device time, or from it on, oldest first. */
    after(ctx: TenantCtx, vehicleId: string, at: Date, { atMost, including }: { atMost: number; including: boolean }) {
      // `;` comes right after the `:` that ends a vehicle in a key.
      const _id = { [including ? '$gte' : '$gt']: key(ctx, vehicleId, at), $lt: history.key(ctx, `${vehicleId};`) };
      return history.find<VehiclePoint>(ctx, { _id }, { sort: { _id: 1 }, limit: atMost });
    },
  };
}
