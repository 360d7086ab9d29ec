import type { EventLog } from '../../platform/events/event-log.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { type Announcement, announce } from './announce.ts';
import { announceTracking } from './announce-tracking.ts';
import { type Erased, eraseOrders } from './erase-orders.ts';
import { getOrder } from './get-order.ts';
import { moveOrder } from './move-order.ts';
import { nearLimits } from './near-limits.ts';
import type { OrdersNeighbours } from './neighbours.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { createOrdersRepo, type OrdersRepo, ordersIndexes, type VehicleOrder } from './orders.repo.ts';
import { ordersRoutes } from './orders.routes.ts';
import type { OrderDocument, TrackingRecord, Transition } from './orders.types.ts';
import { createReferences } from './references.ts';

export type { OrdersNeighbours, Quoted } from './neighbours.ts';
export { isFinal, isUnderWay, maySee } from './orders.model.ts';
export type { TrackedOrder, VehicleOrder } from './orders.repo.ts';
export type { OrderDocument, OrderStatus, Place, TrackingRecord, Visit } from './orders.types.ts';

/** What other features may ask of orders. */
export interface OrdersApi {
  /** The order if the caller may see it, else `not_found`. */
  visible(ctx: Ctx, orderId: string): Promise<OrderDocument>;
  /** The order itself, for work that runs for nobody in particular. */
  get(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, orderId: string): Promise<OrderDocument | null>;
  /**
   * Tells something about an order without changing it; inside `ctx.unit` where there is one. Gives the order's version,
   * undefined when there is no such order.
   */
  announce(
    ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'unit' | 'requestId'>,
    orderId: string,
    announcement: Announcement,
  ): Promise<number | undefined>;
  /**
   * Tells what the order's vehicle did, with the record of what is told by then, if nobody has told anything since `seen`;
   * null when somebody has, or the order went on.
   */
  announceTracking(
    ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'requestId'>,
    seen: VehicleOrder,
    told: { readonly record: Omit<TrackingRecord, 'revision'>; readonly announcements: readonly Announcement[] },
  ): Promise<VehicleOrder | null>;
  /** Moves an order for the system, by the same rules as for people; once per key. */
  move(
    ctx: Ctx,
    order: Pick<OrderDocument, 'id' | 'version'>,
    move: Pick<Transition, 'to' | 'occurredAt' | 'reason'>,
    key: string,
  ): Promise<OrderDocument>;
  /** Takes the personal data out of the orders that are over, of the tenant or of one client; may be run again. */
  erase(ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'actor'>, of?: { readonly clientId?: string }): Promise<Erased>;
  ofVehicle: OrdersRepo['ofVehicle'];
  tracked: OrdersRepo['tracked'];
  vehiclesOfDriver: OrdersRepo['vehiclesOfDriver'];
}

/** Transport orders: placed once, moved along their table, told to everyone concerned. */
export function ordersFeature(
  platform: Platform,
  options: { neighbours: OrdersNeighbours; events: EventLog; nudge: () => void },
): Feature & { api: OrdersApi } {
  const repo = createOrdersRepo(platform.mongo);
  const deps: OrdersDeps = {
    ...options.neighbours,
    repo,
    references: createReferences(repo),
    pager: platform.pager,
    events: options.events,
    now: platform.now,
    nearTurns: oneAtATime(nearLimits.waiting),
    nudge: options.nudge,
  };
  return {
    routes: ordersRoutes(deps),
    indexes: [ordersIndexes],
    api: {
      visible: (ctx, orderId) => getOrder(deps, ctx, orderId),
      get: repo.get,
      announce: (ctx, orderId, announcement) => announce(deps, ctx, orderId, announcement),
      announceTracking: (...tracked) => announceTracking(deps, ...tracked),
      move: async (ctx, { id, version }, move, key) =>
        (await moveOrder(deps, ctx, { orderId: id, bodyHash: key, key, ifMatch: version }, move)).order,
      erase: (ctx, of) => eraseOrders(deps, ctx, of),
      ofVehicle: repo.ofVehicle,
      tracked: repo.tracked,
      vehiclesOfDriver: repo.vehiclesOfDriver,
    },
  };
}
