import type { Document } from 'mongodb';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { PACE_WINDOW_MS, RETENTION_DAYS, type VehiclePoint } from './tracking.model.ts';

/** A point in the history (`_id` `<tenantId>:<vehicleId>:<device time>`) or a current position (`<tenantId>:<vehicleId>`). */
export interface PointDocument extends VehiclePoint {
  readonly _id: string;
  readonly tenantId: string;
  /** When the tenant's retention ends for it, counted from when it reached us. */
  readonly expiresAt: Date;
}

export const HISTORY = 'positions';
export const CURRENT = 'vehicle_positions';
const DAY_MS = 24 * 3_600_000;

/** More points than a device reports in ten minutes at one a second. */
const MOST_POINTS = 1_000;

/**
 * The history needs no index beside its key: the key begins with the vehicle and goes on with the time, so a trail is a
 * range of keys. What retention promises holds for a vehicle's last position as well.
 */
export const positionsIndexes: readonly CollectionIndexes[] = [HISTORY, CURRENT].map((collection) => ({
  collection,
  indexes: [{ name: 'expires', key: { expiresAt: 1 }, expireAfterSeconds: 0, serves: ['ttl'] }],
}));

/** Device times from the first to the last, both included. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export type PositionsRepo = ReturnType<typeof createPositionsRepo>;

export function createPositionsRepo(mongo: Mongo) {
  const history = tenantCollection<PointDocument>(mongo.db, HISTORY);
  const current = tenantCollection<PointDocument>(mongo.db, CURRENT);

  const key = (ctx: TenantCtx, vehicleId: string, at: number) => history.key(ctx, `${vehicleId}:${timeKey(at)}`);
  /** The newest points of a time, as a range of keys. */
  const during = (ctx: TenantCtx, vehicleId: string, { from, to }: Span, atMost: number) => ({
    filter: { _id: { $gte: key(ctx, vehicleId, from.getTime()), $lte: key(ctx, vehicleId, to.getTime()) } },
    options: { sort: { _id: -1 as const }, limit: atMost },
  });
  /** The ten minutes that end with `until`. */
  const recent = (ctx: TenantCtx, vehicleId: string, until: Date) =>
    during(ctx, vehicleId, { from: new Date(until.getTime() - PACE_WINDOW_MS), to: until }, MOST_POINTS);
  /** The document of a point that is kept for so many days. */
  const kept = (ctx: TenantCtx, _id: string, point: VehiclePoint, days: number): PointDocument => ({
    _id,
    tenantId: ctx.tenantId,
    ...point,
    expiresAt: new Date(point.recordedAt.getTime() + days * DAY_MS),
  });

  return {
    /** Stores the points that are not there yet, for so many days; answers how many were new. */
    addToHistory: (ctx: TenantCtx, points: readonly VehiclePoint[], days = RETENTION_DAYS): Promise<number> =>
      history.insertNew(
        ctx,
        points.map((point) => kept(ctx, key(ctx, point.vehicleId, point.deviceTime.getTime()), point, days)),
      ),

    /**
     * Makes the point the vehicle's current position if its device time is later; answers what is current then. One
     * atomic step: of many reports at once the latest stays, in whatever order they come.
     */
    async moveTo(ctx: TenantCtx, point: VehiclePoint, days = RETENTION_DAYS): Promise<VehiclePoint> {
      const _id = current.key(ctx, point.vehicleId);
      const write = () => current.update(ctx, { _id }, laterOf(kept(ctx, _id, point, days)), { upsert: true });
      try {
        return (await write()) ?? point;
      } catch (error) {
        // Two first reports of a vehicle met; now there is a position to compare with.
        if (isDuplicateKey(error)) return (await write()) ?? point;
        throw error;
      }
    },

    current: (ctx: TenantCtx, vehicleId: string): Promise<VehiclePoint | null> => current.get(ctx, vehicleId),

    /** Where these vehicles are, in no order; without those that were never heard of. */
    currentOf: (ctx: TenantCtx, vehicleIds: readonly string[]): Promise<VehiclePoint[]> =>
      current.find(
        ctx,
        { _id: { $in: vehicleIds.map((id) => current.key(ctx, id)) } },
        { limit: Math.max(1, vehicleIds.length) },
      ),

    /** The vehicle's points of the ten minutes that end with `until`, oldest first. */
    async trail(ctx: TenantCtx, vehicleId: string, until: Date): Promise<VehiclePoint[]> {
      const { filter, options } = recent(ctx, vehicleId, until);
      return (await history.find(ctx, filter, options)).reverse();
    },

    /** The newest points of the vehicle from one device time to another, both included, oldest first. */
    async between(ctx: TenantCtx, vehicleId: string, span: Span, atMost: number): Promise<VehiclePoint[]> {
      const { filter, options } = during(ctx, vehicleId, span, atMost);
      return (await history.find(ctx, filter, options)).reverse();
    },

    /** The plan of `between`, for the test that holds it against the key. */
    explainBetween(ctx: TenantCtx, vehicleId: string, span: Span, atMost: number): Promise<Document> {
      const { filter, options } = during(ctx, vehicleId, span, atMost);
      return history.explain(ctx, filter, options);
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
