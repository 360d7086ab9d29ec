import { limits } from '../../platform/config/limits.ts';
import { isUnderWay, type Place, type TrackingRecord, type VehicleOrder, type Visit } from '../orders/index.ts';
import type { Fence } from './geofence.ts';
import { isSincePickUp, pickedUpAt } from './pick-up-time.ts';

/** A place of an order, and what was told of its vehicle there. */
export interface WatchedPlace {
  readonly place: Place;
  readonly fence: Fence;
  readonly told: readonly Visit[];
}

/**
 * The places of an order that its vehicle may be at. The pick-up can be entered from the assignment until the order is in
 * transit, the delivery from the pick-up on: by the times of the points, since these may come later than the moves. A
 * visit that has begun is watched to its end, as long as the vehicle has the order.
 */
export function placesOf(order: VehicleOrder, radiusMetres: number): WatchedPlace[] {
  const watched = (place: Place, during: Fence['mayEnter']): WatchedPlace => {
    const told = visitsAt(order, place);
    const mayEnter = (at: Date) => isRemembered(told, at) && during(at);
    const fence = { centre: order[place].coordinates, radiusMetres, mayEnter, apartMs: limits.tracking.visitsApartMs };
    return { place, told, fence };
  };
  const assigned = order.timeline.findLast(({ type }) => type === 'order.assigned')?.at;
  const started = order.timeline.find(({ type }) => type === 'order.in_transit');
  const startedAt = started?.occurredAt ?? started?.at;
  const pickUp = pickedUpAt(order);
  return [
    watched('pickup', (at) => assigned !== undefined && at >= assigned && !(startedAt && at >= startedAt)),
    ...(isUnderWay(order.status) ? [watched('delivery', (at) => isSincePickUp(pickUp, at))] : []),
  ];
}

/** What was told of the order's vehicle at this place; what another vehicle did before it does not count. */
export const visitsAt = (order: Pick<VehicleOrder, 'vehicleId' | 'tracking'>, place: Place): readonly Visit[] =>
  toldOf(order).visits?.[place] ?? [];

/** What is told of the order's vehicle by now. */
export const toldOf = ({
  vehicleId,
  tracking,
}: Pick<VehicleOrder, 'vehicleId' | 'tracking'>): Omit<TrackingRecord, 'revision'> =>
  tracking?.vehicleId === vehicleId ? tracking : { vehicleId };

/** From entering to leaving. */
export const dwellSeconds = (enteredAt: Date, leftAt: Date): number =>
  Math.round((leftAt.getTime() - enteredAt.getTime()) / 1_000);

/** Once visits were forgotten nobody can say whether an older one was told. */
const isRemembered = (told: readonly Visit[], at: Date): boolean => {
  const [first] = told;
  return !first || told.length < limits.tracking.visits || at > first.enteredAt;
};
