import { describe, expect, it, vi } from 'vitest';
import { serves, WORLD, windowFor } from '../../../web/src/board/box.ts';
import { createVehicles } from '../../../web/src/board/vehicles.ts';
import { shortAge } from '../../../web/src/map/ages.ts';
import { filled, timeIn, windowIn, wordsFor } from '../../../web/src/track/words.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds)).toISOString();
const snapshot = (...vehicles: object[]) =>
  ({
    kind: 'snapshot',
    channel: 'board:-180,-90,180,90',
    epoch: 'e',
    seq: 1,
    data: { vehicles, complete: true },
  }) as const;
const event = (type: string, data: object) =>
  ({ kind: 'event', channel: 'board:-180,-90,180,90', epoch: 'e', seq: 2, id: 'x', ts: at(0), type, data }) as never;
const vehicle = (seconds: number, more: object = {}) => ({
  vehicleId: 'v1',
  carrierId: 'c1',
  plate: 'DA RF 101',
  position: { deviceTime: at(seconds), coordinates: [8.6, 49.9] },
  staleAt: at(seconds + 300),
  orders: [{ orderId: 'o1', reference: 'SYM-1', status: 'picked_up', clientId: 'k1' }],
  ...more,
});

describe('the window of the board', () => {
  const view = [8, 49, 10, 51] as const;

  it('is larger than the view, and serves until the view leaves it or has become much smaller', () => {
    const window = windowFor(view);
    expect(window).toEqual([7.5, 48.5, 10.5, 51.5]);
    expect(serves(window, [8.4, 49.4, 10.4, 51.4])).toBe(true);
    expect(serves(window, [8.6, 49, 10.6, 51])).toBe(false);
    expect(serves(window, [8, 48.4, 10, 50.4])).toBe(false);
    expect(serves(window, [8.5, 49.5, 9, 50])).toBe(false);
  });

  it('crosses 180°, and is the whole world where a view is wider', () => {
    const window = windowFor([176, -20, 184, -12]);
    expect(window).toEqual([174, -22, -174, -10]);
    expect(serves(window, [-184, -20, -176, -12])).toBe(true);
    expect(serves(window, [-170, -20, -162, -12])).toBe(false);
    expect(windowFor([-400, -85, 400, 85])).toEqual([-180, -90, 180, 90]);
    expect(serves(WORLD, [-180, -90, 180, 90])).toBe(true);
  });
});

describe('the vehicles on the board', () => {
  it('never go back in time: not by a late position, and not by a snapshot that was read before', () => {
    const vehicles = createVehicles();
    vehicles.apply(snapshot(vehicle(10)));
    expect(vehicles.apply(event('position', vehicle(5)))).toEqual([]);
    vehicles.apply(event('position', vehicle(20)));
    vehicles.apply(snapshot(vehicle(15, { plate: 'DA RF 102' })));
    expect(vehicles.all.get('v1')).toMatchObject({ plate: 'DA RF 102', position: { deviceTime: at(20) } });
  });

  it('show what happened to an order at once, let go of what is delivered, and of who has left the view', () => {
    const vehicles = createVehicles();
    vehicles.apply(snapshot(vehicle(10)));
    vehicles.apply(event('order.in_transit', { orderId: 'o1', status: 'in_transit' }));
    expect(vehicles.all.get('v1')?.orders[0]?.status).toBe('in_transit');
    vehicles.apply(event('order.delivered', { orderId: 'o1', status: 'delivered' }));
    expect(vehicles.all.get('v1')?.orders).toEqual([]);
    expect(vehicles.apply(event('position', { ...vehicle(30), gone: true }))).toEqual(['v1']);
    expect(vehicles.all.size).toBe(0);
  });

  it('are those of the newest snapshot, whatever was there before', () => {
    const vehicles = createVehicles();
    vehicles.apply(snapshot(vehicle(10), vehicle(10, { vehicleId: 'v2' })));
    expect([...vehicles.apply(snapshot(vehicle(10, { vehicleId: 'v3' })))].sort()).toEqual(['v1', 'v2', 'v3']);
    expect([...vehicles.all.keys()]).toEqual(['v3']);
  });
});

describe('the words of the recipient’s page', () => {
  const window = { from: '2026-11-21T13:00:00.000Z', to: '2026-11-21T17:00:00.000Z', zone: 'Europe/Berlin' };

  it('are German to who reads German, and English to everybody else', () => {
    vi.stubGlobal('navigator', { language: 'de-AT' });
    expect(filled(wordsFor('de-AT').state.in_transit ?? '', { to: 'Oberursel' })).toBe('Unterwegs nach Oberursel');
    expect(filled(wordsFor('fr').state.in_transit ?? '', { to: 'Oberursel' })).toBe('On the way to Oberursel');
    expect(Object.keys(wordsFor('de').state)).toEqual(Object.keys(wordsFor('en').state));
    vi.unstubAllGlobals();
  });

  it('say times in the zone of the delivery', () => {
    vi.stubGlobal('navigator', { language: 'en-GB' });
    expect(windowIn(window, wordsFor('en'))).toMatch(/14:00.+18:00 \(Europe\/Berlin\)/);
    expect(timeIn('Asia/Tokyo', window.from, wordsFor('en'))).toContain('22:00');
    expect([0, 59_999, 60_000, 3 * 3_600_000, -5_000].map(shortAge)).toEqual(['0 s', '59 s', '1 min', '3 h', '0 s']);
    vi.unstubAllGlobals();
  });
});
