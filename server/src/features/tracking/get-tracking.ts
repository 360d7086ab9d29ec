import type { Ctx, Role } from '../../platform/http/context.ts';
import type { TrackingSnapshot } from '../../platform/http/contract.types.gen.ts';
import { isUnderWay, type OrderDocument, type OrderStatus } from '../orders/index.ts';
import { etaFrom } from './eta-of.ts';
import { presentVisits } from './geofence-present.ts';
import { isSincePickUp, pickedUpAt } from './pick-up-time.ts';
import { presentLive } from './stale.ts';
import { streamOf } from './stream-of.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** The part of a snapshot that says where an order is. */
export type Whereabouts = Pick<TrackingSnapshot, 'position' | 'staleAt' | 'eta'>;

/** Everything a watcher of an order needs to start: 404 unless he may see the order. */
export async function getTracking(deps: TrackingDeps, ctx: Ctx, orderId: string): Promise<TrackingSnapshot> {
  const stream = await streamOf(deps, ctx, `order:${orderId}`);
  const order = await deps.orders.visible(ctx, orderId);
  const { id, reference, status, version, vehicleId } = order;
  return {
    orderId: id,
    reference,
    status,
    version,
    ...(vehicleId ? { vehicleId } : {}),
    ...(await whereaboutsOf(deps, ctx, order)),
    ...presentVisits(order),
    stream,
  };
}

/** Where the order is and when it will be there, as far as the caller's role is shown it; whether he sees the order is not asked. */
export async function whereaboutsOf(deps: TrackingDeps, ctx: Ctx, order: OrderDocument): Promise<Whereabouts> {
  const { vehicleId, status } = order;
  const { role } = ctx.actor;
  const point = vehicleId && showsPosition(role, status) ? await deps.positions.current(ctx, vehicleId) : null;
  if (!point || !isForEyesOf(role, point, order)) return {};
  // The estimate is for goods on board.
  const eta = isUnderWay(status) ? await etaFrom(deps, ctx, point)(order.delivery.coordinates) : undefined;
  return presentLive(point, eta);
}

/** Whoever the goods come from or go to: where their vehicle is before the pick-up and after the end is not their business. */
const isOutside = (role: Role): boolean => role === 'client' || role === 'recipient';

/** Whether somebody with this role sees where the order's vehicle is: clients and recipients from pick-up, the others from assignment, all until the end. */
export const showsPosition = (role: Role, status: OrderStatus): boolean =>
  isUnderWay(status) || (status === 'assigned' && !isOutside(role));

/** Where the vehicle was before the pick-up may be another client's place. */
function isForEyesOf(role: Role, point: VehiclePoint, order: OrderDocument): boolean {
  return !isOutside(role) || isSincePickUp(pickedUpAt(order), point.deviceTime);
}
