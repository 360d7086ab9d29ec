import type { Ctx } from '../../platform/http/context.ts';
import { isUnderWay, type OrderStatus, type VehicleOrder } from '../orders/index.ts';
import { type Estimate, isWorthTelling } from './eta.ts';
import { toldOf } from './geofence-places.ts';
import { tellOrRead } from './tell-or-read.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { presentEta } from './tracking.present.ts';

/** Where a delivery has failed, nobody waits for the vehicle until it is tried again. */
const isArriving = (status: OrderStatus): boolean => isUnderWay(status) && status !== 'failed';

/** How often it is judged anew when something else was told of the order meanwhile. */
const TRIES = 3;

/**
 * Tells an arrival as an event of its order, if it is worth one. What was told last stands in the order and changes with
 * the event, so of many processes one tells it. Dying before that leaves it to the next position.
 */
export async function tellEta(
  deps: Pick<TrackingDeps, 'orders' | 'now'>,
  ctx: Ctx,
  first: VehicleOrder,
  estimate: Estimate,
): Promise<void> {
  let order: VehicleOrder | undefined = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (order?.vehicleId !== first.vehicleId || !isArriving(order.status)) return;
    const now = deps.now();
    const told = toldOf(order);
    if (!isWorthTelling(told.eta, estimate, now)) return;
    const { at } = estimate;
    const announcements = [{ type: 'order.eta_changed', data: { eta: presentEta(estimate) } }];
    order = await tellOrRead(deps, ctx, order, { record: { ...told, eta: { at, toldAt: now } }, announcements });
  }
}
