import { beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import type { Person } from '../../../test/given-tenant.ts';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { givenTransport } from './given-transport.fixtures.ts';
import { eventsOf } from './order-events.fixtures.ts';
import { aReportedPoint } from './tracking.fixtures.ts';
import type { Coordinates } from './tracking.model.ts';
import { watcher } from './watcher.fixtures.ts';

let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await testApp();
  other = await startTestApp();
  return () => other.stop();
});

const SECOND = 1_000;
const { pickup, delivery } = aNewOrder('prd');
const north = ([longitude, latitude]: Coordinates, metres: number): Coordinates => [
  longitude,
  latitude + metres / 111_195,
];

/** A transport, and a way to report where its vehicle was: seconds from the beginning, metres from a place. */
async function given(status: Parameters<typeof givenTransport>[1] = 'assigned', settings: object = {}) {
  const transport = await givenTransport(app, 'accepted');
  const { tenant, move, orderId, assignment, driver, dispatcher, report } = transport;
  if (Object.keys(settings).length > 0) await tenant.admin.patch('/tenant', settings, { 'If-Match': 'W/"v1"' });
  const steps = ['assigned', 'picked_up', 'in_transit'] as const;
  for (const step of steps.slice(0, steps.indexOf(status as 'assigned') + 1))
    await move(orderId, step, step === 'assigned' ? assignment : {});
  const begin = Date.now();
  const seen = (seconds: number, metres: number, place: Coordinates = pickup.coordinates, accuracyMetres = 5) =>
    aReportedPoint({
      deviceTime: new Date(begin + seconds * SECOND).toISOString(),
      coordinates: north(place, metres),
      accuracyMetres,
    });
  const send = async (...points: object[]) => expect((await report(driver, points)).status).toBe(200);
  const told = async (who: Person = dispatcher) =>
    (await eventsOf(app, who, orderId)).filter(({ type }) => TELLS.test(type));
  const fences = async (who: Person = dispatcher) =>
    (await told(who))
      .filter(({ type }) => type.startsWith('geofence'))
      .map(({ type, data }) => [type, data.place, (Date.parse(data.occurredAt ?? '') - begin) / SECOND]);
  return { ...transport, seen, send, told, fences, begin };
}

const TELLS = /^(geofence|order.eta)/;

describe('a vehicle at the places of its order', () => {
  it('is told to have entered the pick-up and left it, with how long it stayed', async () => {
    const { seen, send, fences, told, client, snapshot, begin, orderId } = await given('assigned');

    await send(seen(1, 900), seen(2, 100));
    expect(await fences()).toEqual([]);
    await send(seen(3, 50));
    expect(await fences()).toEqual([['geofence.entered', 'pickup', 2]]);
    await send(seen(63, 250), seen(92, 310), seen(93, 900));

    expect(await fences(client)).toEqual([
      ['geofence.entered', 'pickup', 2],
      ['geofence.left', 'pickup', 92],
    ]);
    const [entered, left] = await told();
    expect(left?.data).toMatchObject({ orderId, place: 'pickup', dwellSeconds: 90 });
    expect([entered?.sequence, left?.sequence, left?.version]).toEqual([4, 5, 3]);
    expect(JSON.stringify(entered)).not.toMatch(/coordinates/);
    expect((await snapshot(client)).body.geofences).toEqual([
      {
        place: 'pickup',
        enteredAt: new Date(begin + 2 * SECOND).toISOString(),
        leftAt: new Date(begin + 92 * SECOND).toISOString(),
        dwellSeconds: 90,
      },
    ]);
  });

  it('is watched at the delivery from the pick-up on, and not before', async () => {
    const { seen, send, fences, move, orderId } = await given('assigned');
    const there = delivery.coordinates;

    await send(seen(-200, 0, there), seen(-199, 0, there), seen(-198, 900, there));
    expect(await fences()).toEqual([]);
    await move(orderId, 'picked_up');
    await send(seen(3, 900, there), seen(4, 9, there), seen(5, 9, there));
    expect(await fences()).toEqual([['geofence.entered', 'delivery', 4]]);
    await move(orderId, 'in_transit');
    await move(orderId, 'failed', { reason: 'recipient_absent' });
    await send(seen(60, 400, there));
    expect(await fences()).toEqual([
      ['geofence.entered', 'delivery', 4],
      ['geofence.left', 'delivery', 60],
    ]);
  });

  it('has its radius from the tenant', async () => {
    const { seen, send, fences } = await given('assigned', { geofenceMetres: 1_000 });
    await send(seen(1, 900), seen(2, 900), seen(3, 1_400));
    expect(await fences()).toEqual([['geofence.entered', 'pickup', 1]]);
  });

  it('is told once, in whatever order and however often its points come', async () => {
    const { seen, send, fences } = await given('assigned');
    const tour = [seen(1, 900), seen(2, 100), seen(3, 50), seen(4, 80), seen(60, 600), seen(61, 900)];

    await send(tour[5] ?? {}, tour[3] ?? {});
    await send(tour[2] ?? {}, tour[0] ?? {});
    await send(...tour);
    for (let again = 0; again < 3; again++) await send(...tour);

    expect((await fences()).sort()).toEqual([
      ['geofence.entered', 'pickup', 3],
      // By what was known then: that it was off a second before came too late to tell it otherwise.
      ['geofence.left', 'pickup', 61],
    ]);
  });

  it('is told once when two processes report it at the same time', async () => {
    const { seen, fences, told, dispatcher, driver, orderId } = await given('picked_up');
    const there = caller(other.url, { address: '10.9.8.7', ...(driver.token ? { token: driver.token } : {}) });
    const tour = [900, 500, 100, 50, 20, 80, 250, 600, 900, 900].map((metres, index) => seen(index * 10, metres));

    await Promise.all(
      [driver, there, driver, there].flatMap((who) =>
        [tour.slice(0, 3), tour.slice(3, 4), tour.slice(4, 7), tour.slice(7), tour].map((points) =>
          who.post('/tracking/positions', { points }),
        ),
      ),
    );

    const once = await fences();
    expect(once.filter(([type]) => type === 'geofence.entered')).toHaveLength(1);
    expect(once.filter(([type]) => type === 'geofence.left')).toHaveLength(1);
    expect((await told()).filter(({ type }) => type === 'order.eta_changed')).toHaveLength(1);
    const sequences = (await eventsOf(app, dispatcher, orderId)).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, index) => index + 1));
  });

  it('reaches who watches the order or its client, while they may see no position yet', async () => {
    const { seen, send, client, clientId, orderId } = await given('assigned');
    const watching = await watcher(app.url, client.token);
    await watching.sub(`order:${orderId}`);
    await watching.sub(`client:${clientId}`);

    await send(seen(1, 9), seen(2, 9));

    const heard = await watching.event(`order:${orderId}`, 'geofence.entered');
    expect(heard.data).toMatchObject({ orderId, place: 'pickup', sequence: 4, version: 3 });
    expect((await watching.event(`client:${clientId}`, 'geofence.entered')).id).toBe(heard.id);
    expect(watching.frames.filter(({ type }) => type === 'position')).toEqual([]);
    watching.close();
  });

  it('has another vehicle forgotten once it takes over', async () => {
    const { seen, send, fences, tenant, carrierId, dispatcher, orderId, move, assignment, snapshot } =
      await given('assigned');
    await send(seen(1, 9), seen(2, 9));
    const second = await tenant.admin.post('/vehicles', { carrierId, plate: 'DA-MK 500', transportTypes: ['ltl'] });

    await move(orderId, 'assigned', { ...assignment, vehicleId: second.body.id });
    expect((await snapshot(dispatcher)).body.geofences).toBeUndefined();
    await send(seen(8, 900), seen(20, 9), seen(21, 9));

    expect((await fences()).map(([type]) => type)).toEqual(['geofence.entered', 'geofence.entered']);
  });
});

describe('a vehicle that leaves its pick-up', () => {
  it('sets its order off where the tenant wants it, at the time it left', async () => {
    const { seen, send, client, orderId } = await given('picked_up', { autoMove: true });
    const { timeline } = (await client.get(`/transport-orders/${orderId}`)).body;
    const [assigned, pickedUp] = timeline.slice(-2).map((entry: { at: string }) => Date.parse(entry.at));
    const during = (at: number, metres: number) => ({ ...seen(0, metres), deviceTime: new Date(at).toISOString() });
    await send(during(assigned + 1, 9), during(assigned + 2, 9), during(pickedUp + 1, 900));

    const order = (await client.get(`/transport-orders/${orderId}`)).body;
    expect([order.status, order.version]).toEqual(['in_transit', 5]);
    expect(order.timeline.at(-1)).toMatchObject({ type: 'order.in_transit', by: { kind: 'system' } });
    expect(Date.parse(order.timeline.at(-1).occurredAt)).toBe(pickedUp + 1);
  });

  it('leaves it as it is otherwise, and when its goods are not on board', async () => {
    const without = await given('picked_up');
    await without.send(without.seen(1, 9), without.seen(2, 9), without.seen(3, 900));
    const before = await given('assigned', { autoMove: true });
    await before.send(before.seen(1, 9), before.seen(2, 9), before.seen(3, 900));

    expect((await without.client.get(`/transport-orders/${without.orderId}`)).body.status).toBe('picked_up');
    expect((await before.client.get(`/transport-orders/${before.orderId}`)).body.status).toBe('assigned');
  });

  it('sets it off with the next report when the process died before', async () => {
    const { seen, send, client, orderId, tenant } = await given('picked_up');
    await send(seen(1, 9), seen(2, 9), seen(3, 900));
    await tenant.admin.patch('/tenant', { autoMove: true }, { 'If-Match': 'W/"v1"' });

    await send(seen(4, 1_000));

    expect((await client.get(`/transport-orders/${orderId}`)).body.status).toBe('in_transit');
  });
});

describe('an If-Match taken before', () => {
  it('an estimate and a visit were told still counts', async () => {
    const { seen, send, dispatcher, orderId, told } = await given('picked_up');
    const order = await dispatcher.get(`/transport-orders/${orderId}`);

    await send(seen(1, 9), seen(2, 9));
    expect((await told()).map(({ type }) => type).sort()).toEqual(['geofence.entered', 'order.eta_changed']);

    expect((await dispatcher.get(`/transport-orders/${orderId}`)).headers.etag).toBe(order.headers.etag);
    const moved = await dispatcher.post(
      `/transport-orders/${orderId}/transitions`,
      { to: 'in_transit' },
      { 'If-Match': order.headers.etag ?? '' },
    );
    expect(moved.status).toBe(200);
  });
});
