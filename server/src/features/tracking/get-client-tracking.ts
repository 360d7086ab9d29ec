import type { Ctx } from '../../platform/http/context.ts';
import type { ClientTracking, TrackedOrder as Shown } from '../../platform/http/contract.types.gen.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { OrderStatus, TrackedOrder } from '../orders/index.ts';
import { type EtaTo, etaFrom } from './eta-of.ts';
import { showsPosition } from './get-tracking.ts';
import { ACTIVE } from './on-board.ts';
import { isSincePickUp } from './pick-up-time.ts';
import { presentLive } from './stale.ts';
import { streamOf } from './stream-of.ts';
import { mayWatchClient } from './tracking.channels.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** Neither ended nor in review. */
const OPEN: readonly OrderStatus[] = ['placed', 'accepted', ...ACTIVE];
const MOST_ORDERS = 200;

/** All open orders of a client with where they are, newest first, to the client itself and to staff; 404 to all others. */
export async function getClientTracking(deps: TrackingDeps, ctx: Ctx, clientId: string): Promise<ClientTracking> {
  // Looked at first: asking where a channel stands makes one where there is none.
  if (!(await mayWatchClient(deps, ctx, clientId))) throw NotFound({ what: 'client' });
  const stream = await streamOf(deps, ctx, `client:${clientId}`);
  // One more than is shown says that there are more.
  const orders = await deps.orders.tracked(ctx, { clientId }, OPEN, MOST_ORDERS + 1);
  const shown = orders.slice(0, MOST_ORDERS);
  const vehicles = await vehiclesOf(deps, ctx, shown);
  return {
    clientId,
    orders: await Promise.all(shown.map((order) => presentOrder(deps, ctx, order, vehicles))),
    complete: orders.length <= MOST_ORDERS,
    stream,
  };
}

type Vehicles = ReadonlyMap<string, { readonly point: VehiclePoint; readonly etaTo: EtaTo }>;

/** Where the vehicles of these orders are, as far as the caller's role is shown it; each is looked for once. */
async function vehiclesOf(deps: TrackingDeps, ctx: Ctx, orders: readonly TrackedOrder[]): Promise<Vehicles> {
  const ids = orders
    .filter(({ status }) => showsPosition(ctx.actor.role, status))
    .flatMap(({ vehicleId }) => vehicleId ?? []);
  const points = ids.length > 0 ? await deps.positions.currentOf(ctx, [...new Set(ids)]) : [];
  return new Map(points.map((point) => [point.vehicleId, { point, etaTo: etaFrom(deps, ctx, point) }]));
}

async function presentOrder(deps: TrackingDeps, ctx: Ctx, order: TrackedOrder, vehicles: Vehicles): Promise<Shown> {
  const { id, reference, status, version, vehicleId } = order;
  const summary = { orderId: id, reference, status, version, ...(vehicleId ? { vehicleId } : {}) };
  const { role } = ctx.actor;
  const vehicle = vehicleId && showsPosition(role, status) ? vehicles.get(vehicleId) : undefined;
  if (!vehicle) return summary;
  const { point, etaTo } = vehicle;
  const pickUp = status === 'assigned' ? undefined : await deps.pickUpTime(ctx, id);
  // Where the vehicle was before the pick-up may be another client's place.
  if (role === 'client' && !isSincePickUp(pickUp, point.deviceTime)) return summary;
  return { ...summary, ...presentLive(point, pickUp ? await etaTo(order.delivery.coordinates) : undefined) };
}
