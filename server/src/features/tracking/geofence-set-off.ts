import { AppError } from '../../platform/errors/app-error.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { VehicleOrder } from '../orders/index.ts';
import { visitsAt } from './geofence-places.ts';
import { isSincePickUp, pickedUpAt } from './pick-up-time.ts';
import type { TrackingDeps } from './tracking.deps.ts';

const NAME = 'tracking.set-off';

/**
 * Moves an order whose vehicle has left the pick-up from picked up to in transit, at the time it left, by the rules that
 * hold for everybody. Asked with each report as long as the order is picked up, so a process that died before the move
 * costs nothing but time; the key makes two at once one. An order that moved meanwhile is left as it is.
 */
export async function setOff(deps: Pick<TrackingDeps, 'orders'>, ctx: Ctx, order: VehicleOrder): Promise<VehicleOrder> {
  const leftAt = visitsAt(order, 'pickup').at(-1)?.leftAt;
  if (order.status !== 'picked_up' || !leftAt || !isSincePickUp(pickedUpAt(order), leftAt)) return order;
  const system: Ctx = { ...ctx, actor: { kind: 'system', id: NAME, role: 'admin' } };
  const move = { to: 'in_transit', occurredAt: leftAt.toISOString() } as const;
  try {
    const moved = await deps.orders.move(system, order, move, `${NAME}:${order.vehicleId}:${leftAt.getTime()}`);
    return { ...moved, vehicleId: order.vehicleId };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    ctx.log.info({ err: error, orderId: order.id }, 'an order that left its pick-up did not set off');
    return order;
  }
}
