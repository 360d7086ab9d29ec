import type { Ctx } from '../../platform/http/context.ts';
import { isUnderWay, type VehicleOrder } from '../orders/index.ts';
import { fewAtATime } from './few-at-a-time.ts';
import { around } from './geofence-history.ts';
import { judgeOrder, type ToTell } from './geofence-judge-order.ts';
import { setOff } from './geofence-set-off.ts';
import { tellOrRead } from './tell-or-read.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** How often it is looked again; each time something was told, by us or by somebody else. */
const LOOKS = 8;

export type WatchDeps = Pick<TrackingDeps, 'orders' | 'around' | 'settings'>;

/**
 * Tells which places of its orders a vehicle entered and left with these points, and lets an order set off that has left
 * its pick-up, where the tenant wants that. Gives the orders as they are then.
 *
 * The points must be in the history already, and `orders` be read after that: then of two processes that report for one
 * vehicle at least one sees what both bring. Whoever tells something looks again, because points that came meanwhile were
 * judged by what was told before. What died half-way is told when the points are sent again, or with the next ones.
 *
 * Far from every place it asks the database nothing. Where a visit may begin it reads the history around the points, which
 * is two questions, however many orders there are; what is told of an order is one write, and then two more questions for
 * all of them together.
 */
export async function watchFences(
  deps: WatchDeps,
  ctx: Ctx,
  orders: readonly VehicleOrder[],
  reported: readonly VehiclePoint[],
): Promise<VehicleOrder[]> {
  const points = reported.toSorted((a, b) => a.deviceTime.getTime() - b.deviceTime.getTime());
  const [first, last] = [points.at(0), points.at(-1)];
  if (orders.length === 0 || !first || !last) return [...orders];
  const { geofenceMetres: radiusMetres, autoMove } = await deps.settings(ctx);
  const after = new Map(orders.map((order) => [order.id, order]));

  for (let look = 0, open = [...orders]; open.length > 0 && look < LOOKS; look++) {
    const evidence = { points, history: around(deps.around, ctx, first, last), needsHistory: look > 0, radiusMetres };
    const toTell: { order: VehicleOrder; news: ToTell }[] = [];
    for (const order of open) {
      const news = await judgeOrder(order, evidence);
      if (news) toTell.push({ order, news });
    }
    const now = await fewAtATime(toTell, ({ order, news }) => tellOrRead(deps, ctx, order, news));
    open = now.filter((order) => order !== undefined).filter(isStillCarried(first.vehicleId));
    for (const order of open) after.set(order.id, order);
  }

  const watched = [...after.values()];
  return autoMove ? fewAtATime(watched, (order) => setOff(deps, ctx, order)) : watched;
}

const isStillCarried =
  (vehicleId: string) =>
  (order: VehicleOrder): boolean =>
    order.vehicleId === vehicleId && (order.status === 'assigned' || isUnderWay(order.status));
