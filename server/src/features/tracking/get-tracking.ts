import type { Ctx, Role } from '../../platform/http/context.ts';
import type { TrackingSnapshot } from '../../platform/http/contract.types.gen.ts';
import { isUnderWay, type OrderDocument, type OrderStatus } from '../orders/index.ts';
import { estimateArrival } from './eta.ts';
import { isSincePickUp, pickedUpAt } from './pick-up-time.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';
import { presentEta, presentPoint } from './tracking.present.ts';

/** Where a channel stands while Redis is away: no history has this epoch, so a watcher takes it for "not known". */
const UNKNOWN = { epoch: 'none', seq: 0 } as const;

/**
 * Everything a watcher of an order needs to start: 404 unless he may see the order.
 *
 * The channel's place is read before the data: an event in between is then told once too often, never left out. While
 * Redis is away it cannot be read and `stream` is epoch `none`, seq 0: the watcher goes on from where his socket puts him.
 */
export async function getTracking(deps: TrackingDeps, ctx: Ctx, orderId: string): Promise<TrackingSnapshot> {
  const stream = (await deps.position(ctx.tenantId, `order:${orderId}`)) ?? UNKNOWN;
  const order = await deps.orders.visible(ctx, orderId);
  const { id, reference, status, version, vehicleId } = order;
  const point =
    vehicleId && showsPosition(ctx.actor.role, status) ? await deps.positions.current(ctx, vehicleId) : null;
  return {
    orderId: id,
    reference,
    status,
    version,
    ...(vehicleId ? { vehicleId } : {}),
    ...(point && isForEyesOf(ctx.actor.role, point, order)
      ? { position: presentPoint(point), ...(await etaOf(deps, ctx, point, order)) }
      : {}),
    stream: { epoch: stream.epoch, seq: stream.seq },
  };
}

/** Whether somebody with this role sees where the order's vehicle is: clients from pick-up, the others from assignment, all until the end. */
export const showsPosition = (role: Role, status: OrderStatus): boolean =>
  isUnderWay(status) || (status === 'assigned' && role !== 'client');

/** Where the vehicle was before the pick-up may be another client's place. */
function isForEyesOf(role: Role, point: VehiclePoint, order: OrderDocument): boolean {
  return role !== 'client' || isSincePickUp(pickedUpAt(order), point.deviceTime);
}

/** The estimate is for goods on board. */
async function etaOf(deps: TrackingDeps, ctx: Ctx, point: VehiclePoint, order: OrderDocument) {
  if (!isUnderWay(order.status)) return {};
  const trail = await deps.positions.trail(ctx, point.vehicleId, point.deviceTime);
  // The history may have lost by age what is still current.
  const estimate = estimateArrival(trail.length > 0 ? trail : [point], order.delivery.coordinates);
  return estimate ? { eta: presentEta(estimate) } : {};
}
