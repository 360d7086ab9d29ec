import { v7 } from 'uuid';
import type { OrderDocument, StoredStop } from '../../server/src/features/orders/orders.types.ts';
import { cityKey } from '../../server/src/features/pricing/quote.ts';

export const TENANTS = ['ten_a', 'ten_b', 'ten_c'] as const;
export const CLIENTS = Array.from({ length: 8 }, (_, i) => `cli_${i}`);
export const CARRIERS = Array.from({ length: 8 }, (_, i) => `car_${i}`);
export const DRIVERS = Array.from({ length: 12 }, (_, i) => `usr_${i}`);
export const VEHICLES = Array.from({ length: 12 }, (_, i) => `veh_${i}`);
export const CITIES = [
  'Berlin',
  'Hamburg',
  'München',
  'Köln',
  'Rotterdam',
  'Amsterdam',
  'Wien',
  'Zürich',
  'Lyon',
  'Praha',
];
const TYPES = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'] as const;
/** A quarter is on the road, so that every combination has several full pages of them and no index finds them by luck. */
const STATUSES = [
  'placed',
  'review',
  'accepted',
  'assigned',
  'picked_up',
  'in_transit',
  'in_transit',
  'in_transit',
  'in_transit',
  'failed',
  'cancelled',
  'returned',
  'delivered',
  'delivered',
  'delivered',
  'delivered',
] as const;
const ASSIGNED: readonly string[] = ['assigned', 'picked_up', 'in_transit', 'failed', 'delivered', 'returned'];

/** The first order's time; the others follow minute by minute, several at once here and there. */
export const FIRST = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

/** Orders as the repository stores them, of all tenants mixed; the same `count` gives the same orders but for their ids. */
export function manyOrders(count: number): OrderDocument[] {
  const random = seeded(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // below the length
  return Array.from({ length: count }, (_, index) => {
    const id = v7();
    const tenantId = pick(TENANTS);
    const status = pick(STATUSES);
    const createdAt = new Date(FIRST + Math.floor(index / 2) * MINUTE);
    return {
      _id: `${tenantId}:${id}`,
      tenantId,
      id,
      reference: `SYM-2026-${String(index).padStart(6, '0')}`,
      status,
      version: 1,
      sequence: 1,
      clientId: pick(CLIENTS),
      ...(ASSIGNED.includes(status)
        ? { carrierId: pick(CARRIERS), vehicleId: pick(VEHICLES), driverId: pick(DRIVERS) }
        : {}),
      transportType: pick(TYPES),
      lines: [],
      pickup: stop(pick(CITIES)),
      delivery: stop(pick(CITIES)),
      issues: [],
      requestHash: id,
      createdAt,
      updatedAt: createdAt,
      timeline: [],
      commands: [],
      pending: [],
      ...(index % 100 === 0 ? { pendingAt: createdAt } : {}),
    };
  });
}

function stop(city: string): StoredStop {
  const window = { from: '2026-01-02T08:00:00.000Z', to: '2026-01-02T12:00:00.000Z', zone: 'Europe/Berlin' };
  return {
    name: 'Lager',
    address: 'Am Tor 1',
    city,
    cityKey: cityKey(city),
    postcode: '10115',
    country: 'DE',
    coordinates: [13.4, 52.5],
    window,
  };
}

/** Park and Miller's generator: the orders must not change from run to run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
