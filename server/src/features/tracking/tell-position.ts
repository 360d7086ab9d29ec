import type { Ctx } from '../../platform/http/context.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { estimateArrival } from './eta.ts';
import { isSincePickUp } from './pick-up-time.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';
import { presentEta, presentPoint } from './tracking.present.ts';

/** How often newer positions are told after one's own; others tell theirs as well, so it need not be for ever. */
const TRIES = 3;

/**
 * Tells a vehicle's current position to who watches the vehicle, and to who watches an order it has on board or that
 * order's client.
 *
 * Two reports of a vehicle at once might be told in the wrong order; whoever finds a newer position afterwards tells that
 * one too, so the last one told is the current one. Dying half-way leaves some channels without this position until the
 * next one; the snapshot has it.
 */
export async function tellPosition(deps: TrackingDeps, ctx: Ctx, point: VehiclePoint): Promise<void> {
  let told = point;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await tellOnce(deps, ctx, told);
    const now = await deps.positions.current(ctx, point.vehicleId);
    if (!now || now.deviceTime <= told.deviceTime) return;
    told = now;
  }
}

async function tellOnce(deps: TrackingDeps, ctx: Ctx, point: VehiclePoint): Promise<void> {
  const { vehicleId, deviceTime } = point;
  const orders = await ordersOnBoard(deps, ctx, point);
  const trail = orders.length > 0 ? await deps.positions.trail(ctx, vehicleId, deviceTime) : [];
  const tell = (channel: string, message: LiveMessage) => deps.publish(ctx.tenantId, channel, message);

  await Promise.all([
    tell(`vehicle:${vehicleId}`, messageOf(point, vehicleId, {})),
    ...orders.flatMap(({ id, clientId, delivery }) => {
      const estimate = estimateArrival(trail, delivery.coordinates);
      // A client's channel carries several orders of one vehicle; none may supersede another.
      const message = messageOf(point, `${vehicleId}/${id}`, {
        orderId: id,
        ...(estimate ? { eta: presentEta(estimate) } : {}),
      });
      return [tell(`order:${id}`, message), tell(`client:${clientId}`, message)];
    }),
  ]);
}

/** The orders this position belongs to: under way, and picked up when the vehicle was there. */
async function ordersOnBoard(deps: TrackingDeps, ctx: Ctx, { vehicleId, deviceTime }: VehiclePoint) {
  const orders = await deps.orders.underWay(ctx, vehicleId);
  const pickUps = await Promise.all(orders.map(({ id }) => deps.pickUpTime(ctx, id)));
  // A phone that was offline reports where it was before, perhaps at another client's.
  return orders.filter((_, index) => isSincePickUp(pickUps[index], deviceTime));
}

/** The id is made of the point's key: told twice, by whatever process, it is the same event. */
function messageOf(point: VehiclePoint, subject: string, more: Record<string, unknown>): LiveMessage {
  const { vehicleId, deviceTime } = point;
  return {
    type: 'position',
    kind: 'position',
    subject,
    id: `${subject}@${deviceTime.getTime()}`,
    ts: deviceTime.toISOString(),
    data: { vehicleId, ...more, position: presentPoint(point) },
  };
}
