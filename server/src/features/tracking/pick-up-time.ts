import { LRUCache } from 'lru-cache';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { OrdersApi, VehicleOrder } from '../orders/index.ts';

/** Clocks of phones and servers differ; a minute before the pick-up the vehicle stood where the goods were. */
const CLOCK_SLACK_MS = 60_000;

/** Enough for all orders that the vehicles reporting to one process have on board. */
const REMEMBERED = 20_000;

/** When an order's goods came on board. What a vehicle did before that is the business of others. */
export type PickUpTime = (ctx: TenantCtx, orderId: string) => Promise<Date | undefined>;

/** When the order was picked up, by the clock of who did it; undefined before that. */
export function pickedUpAt(order: Pick<VehicleOrder, 'timeline'>): Date | undefined {
  const entry = order.timeline.find(({ type }) => type === 'order.picked_up');
  return entry?.occurredAt ?? entry?.at;
}

/** Whether a position of this device time belongs to goods picked up at `pickUp`. */
export const isSincePickUp = (pickUp: Date | undefined, deviceTime: Date): boolean =>
  pickUp !== undefined && deviceTime.getTime() >= pickUp.getTime() - CLOCK_SLACK_MS;

/** Remembers the answer in this process, since an order is picked up only once. */
export function createPickUpTime(orders: Pick<OrdersApi, 'get'>): PickUpTime {
  const known = new LRUCache<string, Date>({ max: REMEMBERED });
  return async (ctx, orderId) => {
    const key = `${ctx.tenantId}:${orderId}`;
    const remembered = known.get(key);
    if (remembered) return remembered;
    const order = await orders.get(ctx, orderId);
    const at = order ? pickedUpAt(order) : undefined;
    if (at) known.set(key, at);
    return at;
  };
}
