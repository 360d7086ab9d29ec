import type { Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey, toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { KeysetQuery } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { EventRecord } from '../../platform/events/event.ts';
import type { CommandRecord, OrderDocument, TimelineRecord } from './orders.types.ts';

const newest = { createdAt: -1, _id: -1 } as const;

/** Equality, then sort, then range; the tenant first and the key last. `serves` names the queries of this file. */
export const ordersIndexes: CollectionIndexes = {
  collection: 'orders',
  indexes: [
    { name: 'newest', key: { tenantId: 1, ...newest }, serves: ['list'] },
    { name: 'status_newest', key: { tenantId: 1, status: 1, ...newest }, serves: ['list:status'] },
    { name: 'client_newest', key: { tenantId: 1, clientId: 1, ...newest }, serves: ['list:clientId'] },
    {
      name: 'client_status_newest',
      key: { tenantId: 1, clientId: 1, status: 1, ...newest },
      serves: ['list:clientId+status'],
    },
    { name: 'carrier_newest', key: { tenantId: 1, carrierId: 1, ...newest }, serves: ['list:carrierId'] },
    {
      name: 'carrier_status_newest',
      key: { tenantId: 1, carrierId: 1, status: 1, ...newest },
      serves: ['list:carrierId+status'],
    },
    {
      name: 'driver_newest',
      key: { tenantId: 1, driverId: 1, ...newest },
      partialFilterExpression: { driverId: { $exists: true } },
      serves: ['list:driverId'],
    },
    { name: 'pickup_city_newest', key: { tenantId: 1, 'pickup.cityKey': 1, ...newest }, serves: ['list:pickupCity'] },
    {
      name: 'delivery_city_newest',
      key: { tenantId: 1, 'delivery.cityKey': 1, ...newest },
      serves: ['list:deliveryCity'],
    },
    { name: 'type_newest', key: { tenantId: 1, transportType: 1, ...newest }, serves: ['list:transportType'] },
    { name: 'reference', key: { tenantId: 1, reference: 1 }, unique: true, serves: ['list:reference'] },
    {
      name: 'vehicle_under_way',
      key: { tenantId: 1, vehicleId: 1, status: 1 },
      partialFilterExpression: { vehicleId: { $exists: true } },
      serves: ['underWay'],
    },
    {
      name: 'pending',
      key: { pendingAt: 1 },
      partialFilterExpression: { pendingAt: { $exists: true } },
      serves: ['relay'],
    },
  ],
};

/** What a list shows; timeline, lines, commands and pending events stay where they are. */
export const ROW = {
  id: 1,
  reference: 1,
  status: 1,
  version: 1,
  clientId: 1,
  carrierId: 1,
  vehicleId: 1,
  driverId: 1,
  transportType: 1,
  price: 1,
  createdAt: 1,
  updatedAt: 1,
  'pickup.city': 1,
  'pickup.postcode': 1,
  'pickup.country': 1,
  'pickup.window': 1,
  'delivery.city': 1,
  'delivery.postcode': 1,
  'delivery.country': 1,
  'delivery.window': 1,
} as const satisfies Document;

export type OrderRowDocument = Omit<
  OrderDocument,
  'timeline' | 'commands' | 'pending' | 'lines' | 'issues' | 'sequence' | 'requestHash'
>;

/** What one command does to an order, in one write. */
export interface OrderChange {
  readonly set: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
  readonly timeline: readonly TimelineRecord[];
  readonly events: readonly EventRecord[];
  readonly command: CommandRecord | undefined;
  readonly now: Date;
}

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
    /** Makes the change if the order is still at `version`; null when somebody else was first. */
    change(
      ctx: TenantCtx,
      order: Pick<OrderDocument, '_id' | 'version' | 'status'>,
      change: OrderChange,
    ): Promise<OrderDocument | null> {
      return orders.update(ctx, { _id: order._id, version: order.version, status: order.status }, {
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
    list: (ctx: TenantCtx, filter: Document, at: KeysetQuery) =>
      orders.find<OrderRowDocument>(
        ctx,
        { $and: [filter, at.filter] },
        { sort: at.sort, limit: at.limit, projection: ROW },
      ),
    count: (ctx: TenantCtx, filter: Document, atMost: number) => orders.count(ctx, filter, atMost),
    /** The plan of a list, for the tests that hold it against its index. */
    explainList: (ctx: TenantCtx, filter: Document, at: KeysetQuery) =>
      orders.explain(ctx, { $and: [filter, at.filter] }, { sort: at.sort, limit: at.limit, projection: ROW }),
    /** Orders that this vehicle has on board now. */
    underWay: (ctx: TenantCtx, vehicleId: string) =>
      orders.find<Pick<OrderDocument, 'id' | 'status' | 'version' | 'delivery' | 'clientId'>>(
        ctx,
        { vehicleId, status: { $in: ['picked_up', 'in_transit', 'failed'] } },
        { limit: 200, projection: { id: 1, status: 1, version: 1, 'delivery.coordinates': 1, clientId: 1 } },
      ),
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
