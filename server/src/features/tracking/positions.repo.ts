import type { Document } from 'mongodb';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { PACE_WINDOW_MS, type VehiclePoint } from './tracking.model.ts';

/** A point in the history (`_id` `<tenantId>:<vehicleId>:<device time>`) or a current position (`<tenantId>:<vehicleId>`). */
export interface PointDocument extends VehiclePoint {
  readonly _id: string;
  readonly tenantId: string;
}

const HISTORY = 'positions';
const CURRENT = 'vehicle_positions';

/** More points than a device reports in ten minutes at one a second. */
const MOST_POINTS = 1_000;

/**
 * The history needs no index beside its key: the key begins with the vehicle and goes on with the time, so a trail is a
 * range of keys. What retention promises holds for a vehicle's last position as well.
 */
export const positionsIndexes = (retentionDays: number): readonly CollectionIndexes[] =>
  [HISTORY, CURRENT].map((collection) => ({
    collection,
    indexes: [
      { name: 'expiry', key: { recordedAt: 1 }, expireAfterSeconds: retentionDays * 24 * 3_600, serves: ['ttl'] },
    ],
  }));

export type PositionsRepo = ReturnType<typeof createPositionsRepo>;

export function createPositionsRepo(mongo: Mongo) {
  const history = tenantCollection<PointDocument>(mongo.db, HISTORY);
  const current = tenantCollection<PointDocument>(mongo.db, CURRENT);

  const key = (ctx: TenantCtx, vehicleId: string, at: number) => history.key(ctx, `${vehicleId}:${timeKey(at)}`);
  /** The ten minutes that end with `until`, as a range of keys. */
  const recent = (ctx: TenantCtx, vehicleId: string, until: Date) => ({
    filter: {
      _id: { $gte: key(ctx, vehicleId, until.getTime() - PACE_WINDOW_MS), $lte: key(ctx, vehicleId, until.getTime()) },
    },
    options: { sort: { _id: -1 as const }, limit: MOST_POINTS },
  });

  return {
    /** Stores the points that are not there yet; answers how many were new. */
    addToHistory: (ctx: TenantCtx, points: readonly VehiclePoint[]): Promise<number> =>
      history.insertNew(
        ctx,
        points.map((point) => ({
          _id: key(ctx, point.vehicleId, point.deviceTime.getTime()),
          tenantId: ctx.tenantId,
          ...point,
        })),
      ),

    /**
     * Makes the point the vehicle's current position if its device time is later; answers what is current then. One
     * atomic step: of many reports at once the latest stays, in whatever order they come.
     */
    async moveTo(ctx: TenantCtx, point: VehiclePoint): Promise<VehiclePoint> {
      const _id = current.key(ctx, point.vehicleId);
      const write = () =>
        current.update(ctx, { _id }, laterOf({ _id, tenantId: ctx.tenantId, ...point }), { upsert: true });
      try {
        return (await write()) ?? point;
      } catch (error) {
        // Two first reports of a vehicle met; now there is a position to compare with.
        if (isDuplicateKey(error)) return (await write()) ?? point;
        throw error;
      }
    },

    current: (ctx: TenantCtx, vehicleId: string): Promise<VehiclePoint | null> => current.get(ctx, vehicleId),

    /** The vehicle's points of the ten minutes that end with `until`, oldest first. */
    async trail(ctx: TenantCtx, vehicleId: string, until: Date): Promise<VehiclePoint[]> {
      const { filter, options } = recent(ctx, vehicleId, until);
      return (await history.find(ctx, filter, options)).reverse();
    },

    /** The plan of `trail`, for the test that holds it against the key. */
    explainTrail(ctx: TenantCtx, vehicleId: string, until: Date): Promise<Document> {
      const { filter, options } = recent(ctx, vehicleId, until);
      return history.explain(ctx, filter, options);
    },
  };
}

/** Milliseconds since 1970, in as many digits as they have until 2286, so that keys sort as times do. */
const timeKey = (ms: number): string => String(ms).padStart(13, '0');

/** Takes the new document where there is none or its device time is later, else leaves everything as it is. */
function laterOf(fresh: PointDocument): Document[] {
  const isLater = { $gt: [fresh.deviceTime, { $ifNull: ['$deviceTime', new Date(-8.64e15)] }] };
  return [{ $replaceWith: { $cond: [isLater, { $literal: fresh }, '$$ROOT'] } }];
}
