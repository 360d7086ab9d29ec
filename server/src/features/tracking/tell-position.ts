import type { Ctx } from '../../platform/http/context.ts';
import type { Eta, OnBoard } from '../../platform/http/contract.types.gen.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { isUnderWay, type VehicleOrder } from '../orders/index.ts';
import { etaFrom } from './eta-of.ts';
import { tellEta } from './eta-tell.ts';
import { fewAtATime } from './few-at-a-time.ts';
import { MOST_ON_BOARD, presentOnBoard } from './on-board.ts';
import { isSincePickUp, pickedUpAt } from './pick-up-time.ts';
import { presentLive } from './stale.ts';
import { tellBoard } from './tell-board.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';
import { presentEta } from './tracking.present.ts';

/** How often newer positions are told after one's own; others tell theirs as well, so it need not be for ever. */
const TRIES = 3;

/**
 * Tells a vehicle's current position to who watches the vehicle or, while it is active, the board, and to who watches an
 * order it has on board or that order's client; then those arrivals that are worth an event of their order.
 *
 * Two reports of a vehicle at once might be told in the wrong order; whoever finds a newer position afterwards tells that
 * one too, so the last one told is the current one. Dying half-way leaves some channels without this position until the
 * next one; the snapshot has it.
 *
 * `orders`: what the vehicle carries or is to carry.
 */
export async function tellPosition(
  deps: TrackingDeps,
  ctx: Ctx,
  point: VehiclePoint,
  orders: readonly VehicleOrder[],
): Promise<void> {
  let told = point;
  let carried = orders;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await tellOnce(deps, ctx, told, carried);
    const now = await deps.positions.current(ctx, point.vehicleId);
    if (!now || now.deviceTime <= told.deviceTime) return;
    told = now;
    carried = await deps.orders.ofVehicle(ctx, point.vehicleId);
  }
}

async function tellOnce(
  deps: TrackingDeps,
  ctx: Ctx,
  point: VehiclePoint,
  orders: readonly VehicleOrder[],
): Promise<void> {
  const { vehicleId } = point;
  const etaTo = etaFrom(deps, ctx, point);
  const onBoard = await Promise.all(
    orders
      .filter((order) => isOnBoard(order, point))
      .map(async (order) => ({ order, eta: await etaTo(order.delivery.coordinates) })),
  );
  const etas = new Map(onBoard.map(({ order, eta }) => [order.id, presentEta(eta)]));
  const carried = orders.slice(0, MOST_ON_BOARD).map((order) => presentOnBoard(order, etas.get(order.id)));
  const tell = (channel: string, message: LiveMessage) => deps.publish(ctx.tenantId, channel, message);

  await Promise.all([
    tell(`vehicle:${vehicleId}`, messageOf(point, vehicleId, { orders: carried })),
    tellBoard(deps, ctx, point, carried),
    ...onBoard.flatMap(({ order: { id, clientId }, eta }) => {
      // A client's channel carries several orders of one vehicle; none may supersede another.
      const message = messageOf(point, `${vehicleId}/${id}`, { orderId: id, eta: presentEta(eta) });
      return [tell(`order:${id}`, message), tell(`client:${clientId}`, message)];
    }),
  ]);
  await fewAtATime(onBoard, ({ order, eta }) => tellEta(deps, ctx, order, eta));
}

/** Whether this position belongs to the order: under way, and picked up when the vehicle was there. */
const isOnBoard = (order: VehicleOrder, { deviceTime }: VehiclePoint): boolean =>
  // A phone that was offline reports where it was before, perhaps at another client's.
  isUnderWay(order.status) && isSincePickUp(pickedUpAt(order), deviceTime);

/**
 * The id is made of the point's key: told twice, by whatever process, it is the same event. That of an order names no
 * vehicle, because its recipient is not to know it.
 */
function messageOf(
  point: VehiclePoint,
  subject: string,
  more: { readonly orderId?: string; readonly orders?: readonly OnBoard[]; readonly eta?: Eta },
): LiveMessage {
  const { vehicleId, deviceTime } = point;
  return {
    type: 'position',
    kind: 'position',
    subject,
    id: `${more.orderId ?? vehicleId}@${deviceTime.getTime()}`,
    ts: deviceTime.toISOString(),
    data: { vehicleId, ...more, ...presentLive(point) },
  };
}
