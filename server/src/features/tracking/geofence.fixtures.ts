import type { OrderDocument, VehicleOrder } from '../orders/index.ts';
import type { AroundRepo } from './geofence.repo.ts';
import type { WatchDeps } from './geofence-watch.ts';
import type { Coordinates, VehiclePoint } from './tracking.model.ts';

/** The place that is watched: with a radius of 200 metres a vehicle has left it at 300. */
export const PLACE: Coordinates = [8.6512, 49.8728];
export const RADIUS = 200;

/** So many metres to the north of the place. */
export const metresFrom = (metres: number): Coordinates => [PLACE[0], PLACE[1] + metres / 111_195];

/** A point that many seconds after the epoch, so many metres from the place. */
export const seenAt = (seconds: number, metres: number, accuracyMetres?: number): VehiclePoint => ({
  vehicleId: 'veh_1',
  deviceTime: new Date(seconds * 1_000),
  recordedAt: new Date(seconds * 1_000),
  position: { coordinates: metresFrom(metres), ...(accuracyMetres === undefined ? {} : { accuracyMetres }) },
});

/** An order that was assigned at the epoch and is to be fetched at the place, and brought far away. */
export const anAssignedOrder = (fields: Partial<VehicleOrder> = {}): VehicleOrder => ({
  id: 'ord_1',
  reference: 'SYM-1',
  status: 'assigned',
  version: 3,
  clientId: 'cli_1',
  vehicleId: 'veh_1',
  pickup: { coordinates: PLACE },
  delivery: { coordinates: [8.6473, 50.1117] },
  timeline: [{ type: 'order.assigned', at: new Date(0) }],
  ...fields,
});

/** Runs each step when it is its turn; tests that mix processes decide whose it is. */
export type Step = <T>(work: () => T) => Promise<T>;

/** A history and an order as the database keeps them, each step atomic, and what was told. */
export function givenMemory(step: Step = async (work) => work(), most = 1_000) {
  const history = new Map<number, VehiclePoint>();
  const told: { type: string; at: number }[] = [];
  let order = anAssignedOrder();
  const all = () => [...history.values()].sort((a, b) => a.deviceTime.getTime() - b.deviceTime.getTime());
  const around: AroundRepo = {
    // Few, so that every history has several pages.
    page: 2,
    most,
    before: (_ctx, _vehicle, at, atMost) =>
      step(() =>
        all()
          .filter(({ deviceTime }) => deviceTime < at)
          .slice(-atMost),
      ),
    after: (_ctx, _vehicle, at, { atMost, including }) =>
      step(() =>
        all()
          .filter(({ deviceTime }) => deviceTime > at || (including && deviceTime >= at))
          .slice(0, atMost),
      ),
  };
  const orders: Pick<WatchDeps['orders'], 'announceTracking' | 'get'> = {
    get: () => step(() => order as unknown as OrderDocument), // the part of it that is asked
    announceTracking: (_ctx, seen, { record, announcements }) =>
      step(() => {
        if (seen.tracking?.revision !== order.tracking?.revision) return null;
        order = { ...order, tracking: { ...record, revision: (seen.tracking?.revision ?? 0) + 1 } };
        for (const { type, data } of announcements)
          told.push({ type, at: Date.parse(String(data.occurredAt)) / 1_000 });
        return order;
      }),
  };
  return {
    told,
    all,
    around,
    orders: orders as WatchDeps['orders'], // nothing else is asked
    settings: async () => ({ geofenceMetres: RADIUS, autoMove: false }),
    order: () => step(() => order),
    visits: () => order.tracking?.visits?.pickup ?? [],
    add: (points: readonly VehiclePoint[]) =>
      step(() => {
        for (const point of points) {
          const at = point.deviceTime.getTime();
          if (!history.has(at)) history.set(at, point);
        }
      }),
  };
}
