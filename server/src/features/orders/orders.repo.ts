import type { Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey, toAppError } from '../../platform/db/errors.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { KeysetQuery } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { EventRecord } from '../../platform/events/event.ts';
import { announcing } from './announcing.ts';
import type { Erasure } from './erased-order.ts';
import { type PartialRow, rowProjection } from './orders.row.ts';
import type {
  Circle,
  CommandRecord,
  OrderDocument,
  OrderStatus,
  TimelineRecord,
  TrackingRecord,
} from './orders.types.ts';

/** What one command does to an order, in one write. */
export interface OrderChange {
  readonly set: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
  readonly timeline: readonly TimelineRecord[];
  readonly events: readonly EventRecord[];
  readonly command: CommandRecord | undefined;
  readonly now: Date;
}

export { ordersIndexes } from './orders.indexes.ts';

/** What is read of a vehicle's orders; with each of its reports, so no more than those need. */
const VEHICLE_ORDER = {
  id: 1,
  reference: 1,
  status: 1,
  version: 1,
  vehicleId: 1,
  clientId: 1,
  'pickup.coordinates': 1,
  'delivery.coordinates': 1,
  'timeline.type': 1,
  'timeline.at': 1,
  'timeline.occurredAt': 1,
  tracking: 1,
} as const;

/** An order as far as its vehicle's positions concern it; a whole order is one, too, once it has a vehicle. */
export type VehicleOrder = Pick<OrderDocument, 'id' | 'reference' | 'status' | 'version' | 'clientId' | 'tracking'> & {
  readonly vehicleId: string;
  readonly pickup: Pick<OrderDocument['pickup'], 'coordinates'>;
  readonly delivery: Pick<OrderDocument['delivery'], 'coordinates'>;
  readonly timeline: readonly Pick<TimelineRecord, 'type' | 'at' | 'occurredAt'>[];
};

/** Where an order is picked up, or delivered. */
export type End = 'pickup' | 'delivery';

/** The radius by which MongoDB measures, in metres. */
const EARTH_METRES = 6_378_100;

const within = (end: End, { longitude, latitude, metres }: Circle): Document => ({
  [`${end}.coordinates`]: { $geoWithin: { $centerSphere: [[longitude, latitude], metres / EARTH_METRES] } },
});

/** Which index leads to the orders of a circle, and which of their ends are looked at. */
interface ByIndex {
  readonly index: string;
  readonly ends: readonly End[];
}

/** One end is asked for by itself: within an `$or` an index of places gives no bounds. */
const withinOneOf = ({ ends }: ByIndex, filter: Document, circle: Circle): Document => {
  const [first, ...others] = ends.map((end) => within(end, circle));
  return { $and: [filter, others.length === 0 && first ? first : { $or: [first, ...others] }] };
};

/** Whom an order concerns: one of them, or nobody in particular. */
export type Concerned = Partial<Record<'vehicleId' | 'clientId' | 'carrierId', string>>;

/** What tracking shows of an order. */
export type TrackedOrder = Pick<
  OrderDocument,
  'id' | 'reference' | 'status' | 'version' | 'clientId' | 'carrierId' | 'vehicleId' | 'driverId' | 'delivery'
>;
const TRACKED = {
  ...{ id: 1, reference: 1, status: 1, version: 1, clientId: 1, carrierId: 1, vehicleId: 1, driverId: 1 },
  'delivery.coordinates': 1,
};

/** By the index named: left to itself, the database may walk through all that is over to find what is not. */
const trackedBy = (of: Concerned, statuses: readonly OrderStatus[], limit: number) => {
  const filter = { ...of, status: { $in: [...statuses] } };
  const options = { limit, projection: TRACKED };
  // A vehicle's are few, and its index knows no time.
  if (of.vehicleId !== undefined) return { filter, options: { ...options, hint: 'vehicle_under_way' } };
  const whose = of.clientId !== undefined ? 'client_' : of.carrierId !== undefined ? 'carrier_' : '';
  const sort = { createdAt: -1, _id: -1 } as const;
  return { filter, options: { ...options, sort, hint: `${whose}status_newest` } };
};

export type OrdersRepo = ReturnType<typeof createOrdersRepo>;

export function createOrdersRepo(mongo: Mongo) {
  const orders = tenantCollection<OrderDocument>(mongo.db, 'orders');
  const counters = mongo.db.collection<{ _id: string; next: number }>('counters');

  return {
    key: orders.key,
    get: (ctx: TenantCtx, id: string) => orders.get(ctx, id),
    /** Stores the order unless its id is taken; tells which of the two unique keys refused. */
    async insertOnce(ctx: TenantCtx, order: OrderDocument): Promise<'stored' | 'id_taken' | 'reference_taken'> {
      try {
        await orders.insert(ctx, order);
        return 'stored';
      } catch (error) {
        if (isDuplicateKey(error, 'reference')) return 'reference_taken';
        if (isDuplicateKey(error)) return 'id_taken';
        throw error;
      }
    },
    /**
     * Makes the change if the order is still at `version` and no event has taken its number; null when somebody else
     * was first.
     */
    change(
      ctx: TenantCtx,
      order: Pick<OrderDocument, '_id' | 'version' | 'status' | 'sequence'>,
      change: OrderChange,
    ): Promise<OrderDocument | null> {
      const { _id, version, status, sequence } = order;
      return orders.update(ctx, { _id, version, status, sequence }, {
        $set: { ...change.set, updatedAt: change.now },
        ...(change.unset?.length ? { $unset: Object.fromEntries(change.unset.map((field) => [field, ''])) } : {}),
        $inc: { version: 1, sequence: change.events.length },
        // $min, so that an older event that waits keeps its place.
        $min: { pendingAt: change.now },
        $push: {
          timeline: { $each: change.timeline },
          pending: { $each: change.events },
          ...(change.command ? { commands: { $each: [change.command], $slice: -limits.size.orderCommands } } : {}),
        },
      } as Document);
    },
    /** Whole orders, page by page. */
    whole: (ctx: TenantCtx, filter: Document, at: KeysetQuery) =>
      orders.find(ctx, { $and: [filter, at.filter] }, { sort: at.sort, limit: at.limit }),
    /** Writes an erasure, as one more version of the order; nothing when the order is no longer at its version. */
    async erase(ctx: TenantCtx, { _id, version }: OrderDocument, { set, unset }: Erasure, now: Date): Promise<void> {
      const update: Document = {
        $set: { ...set, updatedAt: now },
        // Not the whole list: the relay may be emptying it.
        $unset: { ...Object.fromEntries(unset.map((field) => [field, ''])), 'pending.$[].data.reason': '' },
        $inc: { version: 1 },
      };
      await orders.update(ctx, { _id, version }, update, { projection: { _id: 1 } });
    },
    /** Whether everything that happened to the order stands in the events. */
    async isTold(ctx: TenantCtx, id: string): Promise<boolean> {
      const filter = { _id: orders.key(ctx, id), pendingAt: { $exists: true } };
      return (await orders.findOne(ctx, filter, { projection: { _id: 1 } })) === null;
    },
    /** Says that nothing of an erased order is left anywhere; no version of it, because nobody sees that. */
    async endErasure(ctx: TenantCtx, id: string, at: Date): Promise<void> {
      const update = { $set: { erasureEndedAt: at } };
      await orders.update(ctx, { _id: orders.key(ctx, id) }, update, { projection: { _id: 1 } });
    },
    /** Adds an event that changes nothing else; gives the order's version, undefined when there is no such order. */
    async announce(ctx: TenantCtx, id: string, event: EventRecord, now: Date): Promise<number | undefined> {
      const filter = { _id: orders.key(ctx, id) };
      const told = await orders.update(ctx, filter, announcing([event], now), { projection: { version: 1 } });
      return told?.version;
    },
    /** Adds events and the record of what is told with them, if nobody has told anything since; null when somebody has. */
    announceTracking(
      ctx: TenantCtx,
      { id, vehicleId, status, tracking }: VehicleOrder,
      told: { record: Omit<TrackingRecord, 'revision'>; events: readonly EventRecord[]; now: Date },
    ): Promise<VehicleOrder | null> {
      const filter: Document = {
        _id: orders.key(ctx, id),
        status,
        vehicleId,
        'tracking.revision': tracking?.revision ?? null,
      };
      const record = { ...told.record, revision: (tracking?.revision ?? 0) + 1 };
      const stages = [{ $set: { tracking: { $literal: record } } }, ...announcing(told.events, told.now)];
      return orders.update(ctx, filter, stages, { projection: VEHICLE_ORDER }) as Promise<VehicleOrder | null>; // by its filter and projection
    },
    list: (ctx: TenantCtx, filter: Document, at: KeysetQuery, projection: Document = rowProjection(undefined)) =>
      orders.find<PartialRow>(ctx, { $and: [filter, at.filter] }, { sort: at.sort, limit: at.limit, projection }),
    /** The rows with these keys, in no order, as far as they still are what the filter says. */
    rows: (ctx: TenantCtx, filter: Document, keys: readonly string[], projection: Document) =>
      orders.find<PartialRow>(
        ctx,
        { $and: [filter, { _id: { $in: keys } }] },
        { limit: Math.max(1, keys.length), projection },
      ),
    /** Keys of orders with one of these ends within a circle; by the index named, in no order. */
    keysWithin: (ctx: TenantCtx, by: ByIndex, filter: Document, circle: Circle, limit: number) =>
      orders.find<Pick<OrderDocument, '_id' | 'createdAt'>>(ctx, withinOneOf(by, filter, circle), {
        limit,
        projection: { createdAt: 1 },
        hint: by.index,
      }),
    count: (ctx: TenantCtx, filter: Document, atMost: number) => orders.count(ctx, filter, atMost),
    /** The plan of a list, for the tests that hold it against its index. */
    explainList: (ctx: TenantCtx, filter: Document, at: KeysetQuery, projection: Document = rowProjection(undefined)) =>
      orders.explain(ctx, { $and: [filter, at.filter] }, { sort: at.sort, limit: at.limit, projection }),
    /** The same for a circle. */
    explainWithin: (ctx: TenantCtx, by: ByIndex, filter: Document, circle: Circle, limit: number) =>
      orders.explain(ctx, withinOneOf(by, filter, circle), { limit, projection: { createdAt: 1 }, hint: by.index }),
    /** Orders that this vehicle carries or is to carry. */
    ofVehicle: (ctx: TenantCtx, vehicleId: string) =>
      orders.find<VehicleOrder>(
        ctx,
        { vehicleId, status: { $in: ['assigned', 'picked_up', 'in_transit', 'failed'] } },
        { limit: 200, projection: VEHICLE_ORDER },
      ),
    /** Orders in these statuses as far as tracking shows them: all, or of one client or carrier, newest first; or of one vehicle, in no order. */
    tracked(ctx: TenantCtx, of: Concerned, statuses: readonly OrderStatus[], limit: number) {
      const { filter, options } = trackedBy(of, statuses, limit);
      return orders.find<TrackedOrder>(ctx, filter, options);
    },
    /** The plan of `tracked`, for the test that holds it against its index. */
    explainTracked(ctx: TenantCtx, of: Concerned, statuses: readonly OrderStatus[], limit: number) {
      const { filter, options } = trackedBy(of, statuses, limit);
      return orders.explain(ctx, filter, options);
    },
    /** Vehicles of the orders assigned to a driver that are not over. */
    vehiclesOfDriver: (ctx: TenantCtx, driverId: string) =>
      orders.find<Pick<OrderDocument, 'vehicleId' | 'status'>>(
        ctx,
        { driverId, status: { $in: ['assigned', 'picked_up', 'in_transit', 'failed'] } },
        { sort: { createdAt: -1, _id: -1 }, limit: 50, projection: { vehicleId: 1, status: 1 } },
      ),
    /** Leases the next `count` numbers of a series; a number is never given twice, and may be left out. */
    async leaseNumbers(ctx: TenantCtx, series: string, count: number): Promise<number> {
      const counter = await counters
        .findOneAndUpdate(
          { _id: `${ctx.tenantId}:${series}` },
          { $inc: { next: count } },
          { upsert: true, returnDocument: 'after', maxTimeMS: limits.db.maxTimeMs },
        )
        .catch((error: unknown) => Promise.reject(toAppError(error)));
      return (counter?.next ?? count) - count + 1;
    },
  };
}
