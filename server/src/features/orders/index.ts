import type { EventLog } from '../../platform/events/event-log.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { type Announcement, announce } from './announce.ts';
import { type Erased, eraseOrders } from './erase-orders.ts';
import { getOrder } from './get-order.ts';
import { nearLimits } from './near-limits.ts';
import type { OrdersNeighbours } from './neighbours.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { createOrdersRepo, type OrdersRepo, ordersIndexes } from './orders.repo.ts';
import { ordersRoutes } from './orders.routes.ts';
import type { OrderDocument } from './orders.types.ts';
import { createReferences } from './references.ts';

export type { OrdersNeighbours, Quoted } from './neighbours.ts';
export { isUnderWay, maySee } from './orders.model.ts';
export type { OrderDocument, OrderStatus } from './orders.types.ts';

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
  /** Takes the personal data out of the orders that are over, of the tenant or of one client; may be run again. */
  erase(ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'actor'>, of?: { readonly clientId?: string }): Promise<Erased>;
  underWay: OrdersRepo['underWay'];
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
      erase: (ctx, of) => eraseOrders(deps, ctx, of),
      underWay: repo.underWay,
      vehiclesOfDriver: repo.vehiclesOfDriver,
    },
  };
}
