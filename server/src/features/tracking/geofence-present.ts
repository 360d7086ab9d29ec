import type { GeofenceVisit } from '../../platform/http/contract.types.gen.ts';
import type { OrderDocument, Place } from '../orders/index.ts';
import { dwellSeconds, visitsAt } from './geofence-places.ts';

const PLACES: readonly Place[] = ['pickup', 'delivery'];

/**
 * The last visit of the order's vehicle to each of its places, for whoever may see the order: these are the places of the
 * goods, so a client, too, may know that somebody is there to fetch them.
 */
export function presentVisits({ vehicleId, tracking }: Pick<OrderDocument, 'vehicleId' | 'tracking'>): {
  geofences?: GeofenceVisit[];
} {
  if (vehicleId === undefined) return {};
  const geofences = PLACES.flatMap((place): GeofenceVisit[] => {
    const last = visitsAt({ vehicleId, ...(tracking ? { tracking } : {}) }, place).at(-1);
    if (!last) return [];
    const { enteredAt, leftAt } = last;
    const left = leftAt && { leftAt: leftAt.toISOString(), dwellSeconds: dwellSeconds(enteredAt, leftAt) };
    return [{ place, enteredAt: enteredAt.toISOString(), ...left }];
  });
  return geofences.length > 0 ? { geofences } : {};
}
