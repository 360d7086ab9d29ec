import { describe, expect, it } from 'vitest';
import { silent } from '../../platform/cache/redis.fixtures.ts';
import type { Actor, Role } from '../../platform/http/context.ts';
import { NotFound, ServiceUnavailable } from '../../platform/http/errors.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { maySee, type OrderDocument } from '../orders/index.ts';
import { authorizeChannel, whileCarrying } from './tracking.channels.ts';
import type { TrackingDeps } from './tracking.deps.ts';

const order = {
  id: 'o1',
  clientId: 'cli_1',
  carrierId: 'car_1',
  driverId: 'usr_driver',
  vehicleId: 'veh_1',
  status: 'in_transit',
} as OrderDocument; // as much as these rules look at
const PEOPLE: Record<string, Partial<Actor> & { role: Role }> = {
  admin: { role: 'admin' },
  dispatcher: { role: 'dispatcher' },
  'its client': { role: 'client', clientId: 'cli_1' },
  'another client': { role: 'client', clientId: 'cli_2' },
  'its carrier': { role: 'carrier', carrierId: 'car_1' },
  'another carrier': { role: 'carrier', carrierId: 'car_2' },
  'its driver': { role: 'driver', carrierId: 'car_1', id: 'usr_driver' },
  'a colleague of its driver': { role: 'driver', carrierId: 'car_1', id: 'usr_other' },
  'its recipient': { role: 'recipient', kind: 'link', orderId: 'o1' },
  'another recipient': { role: 'recipient', kind: 'link', orderId: 'o2' },
  'its device': { role: 'device', kind: 'device', vehicleId: 'veh_1' },
};

const deps = {
  log: silent,
  orders: {
    async visible(ctx: { actor: Actor }, id: string) {
      if (id === 'down') throw ServiceUnavailable({ reason: 'The database does not answer.' });
      if (id !== order.id || !maySee(ctx.actor, order)) throw NotFound({ what: 'transport order' });
      return order;
    },
    get: async (_ctx: unknown, id: string) => (id === order.id ? order : null),
    vehiclesOfDriver: async (_ctx: unknown, driverId: string) => (driverId === order.driverId ? [order] : []),
  },
  carriers: {
    getVehicle: async (_ctx: unknown, id: string) => (id === 'veh_1' ? { id, carrierId: 'car_1' } : undefined),
  },
  clientExists: async (_ctx: unknown, id: string) => id === 'cli_1',
} as unknown as TrackingDeps; // the questions that authorization asks

const ask = async (who: string, channel: string) => {
  const actor = { kind: 'user', id: 'usr_x', ...PEOPLE[who] } as Actor; // every person has a role
  return Boolean(
    await authorizeChannel(deps)({ ctx: { tenantId: 'ten_1', actor }, expiresAt: 0, subjectKey: '' }, channel),
  );
};

describe('who may watch', () => {
  const ALL = Object.keys(PEOPLE);
  it.each([
    ['order:o1', ['admin', 'dispatcher', 'its client', 'its carrier', 'its driver', 'its recipient']],
    ['order:o2', []],
    ['client:cli_1', ['admin', 'dispatcher', 'its client']],
    ['client:cli_2', ['another client']],
    ['vehicle:veh_1', ['admin', 'dispatcher', 'its carrier', 'its driver']],
    ['vehicle:veh_2', []],
    ['board:8,49,9,50', ['admin', 'dispatcher', 'its carrier', 'another carrier']],
    ['board:170,49,-170,50', ['admin', 'dispatcher', 'its carrier', 'another carrier']],
    ['board:8,50,9,49', []],
    ['board:8,49,9,91', []],
    ['board:8,49,9', []],
    ['board:', []],
    ['job:job_1', []],
    ['constructor:x', []],
    ['order', []],
  ])('%s: %s', async (channel, allowed) => {
    const answers = await Promise.all(ALL.map((who) => ask(who, channel)));
    expect(ALL.filter((_, index) => answers[index])).toEqual(allowed);
  });

  it('is not decided while the database does not answer', async () => {
    await expect(ask('admin', 'order:down')).rejects.toThrow();
  });
});

describe('whoever carries an order', () => {
  const event = (type: string, driverId = 'usr_driver', carrierId = 'car_1'): LiveMessage => ({
    type,
    kind: 'status',
    id: type,
    ts: '',
    data: { driverId, carrierId },
  });
  const seenBy = (who: string, events: LiveMessage[]) => {
    const { wants } = whileCarrying({ kind: 'user', id: 'usr_x', ...PEOPLE[who] } as Actor); // every person has a role
    return events.map(wants);
  };

  it('gets everything up to the event that takes it from him', () => {
    const events = [
      event('order.assigned'),
      event('position'),
      event('order.unassigned'),
      event('order.accepted'),
      event('order.assigned', 'usr_new', 'car_2'),
      event('position'),
    ];
    expect(seenBy('its driver', events)).toEqual([true, true, true, false, false, false]);
    expect(seenBy('its carrier', events)).toEqual([true, true, true, false, false, false]);
  });

  it('gets it again from the event that gives it back', () => {
    const events = [
      event('order.unassigned'),
      event('order.assigned', 'usr_new', 'car_2'),
      event('order.unassigned', 'usr_new', 'car_2'),
      event('order.assigned'),
      event('order.picked_up'),
    ];
    expect(seenBy('its carrier', events)).toEqual([true, false, false, true, true]);
  });

  it('as a carrier keeps it when only the driver changes', () => {
    const events = [event('order.unassigned'), event('order.assigned', 'usr_new'), event('order.picked_up')];
    expect(seenBy('its carrier', events)).toEqual([true, true, true]);
    expect(seenBy('its driver', events)).toEqual([true, false, false]);
  });
});
