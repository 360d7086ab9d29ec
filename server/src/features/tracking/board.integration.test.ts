import { afterEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';
import { eventually } from '../../platform/cache/redis.fixtures.ts';
import { at, givenTransport } from './given-transport.fixtures.ts';
import { aReportedPoint, DARMSTADT } from './tracking.fixtures.ts';
import { type Watcher, watcher } from './watcher.fixtures.ts';

const app = await testApp();
const given = (status?: Parameters<typeof givenTransport>[1]) => givenTransport(app, status);
const HERE = '8,49,9,50';
const ELSEWHERE = '10,49,11,50';
const boardOf = async (who: Person, bbox = HERE) => (await who.get(`/tracking/board?bbox=${bbox}`)).body;

const open: Watcher[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
const watch = async (who: Person, ch: string) => {
  const one = await watcher(app.url, who.token ?? '');
  open.push(one);
  expect((await one.sub(ch)).t).toBe('subscribed');
  return one;
};

describe('the board', () => {
  it('has every vehicle in view with an order that is assigned or under way, and what it carries', async () => {
    const { dispatcher, carrier, driver, carrierId, vehicleId, clientId, orderId, place, bring, report } =
      await given();
    const second = await place();
    await bring(second, 'assigned');
    const point = aReportedPoint();
    await report(driver, [point]);

    const board = await boardOf(dispatcher);

    expect(board).toMatchObject({
      complete: true,
      stream: { epoch: expect.any(String), seq: expect.any(Number) },
      vehicles: [{ vehicleId, carrierId, plate: 'DA-MK 471', position: point, staleAt: expect.any(String) }],
    });
    expect(board.vehicles[0].orders).toEqual([
      { orderId: second, reference: expect.any(String), status: 'assigned', clientId },
      { orderId, reference: expect.any(String), status: 'picked_up', clientId },
    ]);
    expect((await boardOf(carrier)).vehicles).toEqual(board.vehicles);
    expect((await boardOf(dispatcher, ELSEWHERE)).vehicles).toEqual([]);
    expect((await boardOf(dispatcher, '170,49,9,50')).vehicles).toHaveLength(1);
  });

  it('shows neither what is parked nor what is another carrier’s or another tenant’s', async () => {
    const { tenant, dispatcher, driver, carrierId, orderId, move, report } = await given();
    await report(driver, [aReportedPoint()]);
    const other = await tenant.admin.post('/carriers', {
      name: 'Elbe Kurier',
      citiesCovered: ['Darmstadt'],
      transportTypes: ['ltl'],
    });
    const rival = await tenant.person('carrier', { carrierId: other.body.id });
    const stranger = await given('accepted');
    for (const who of [rival, stranger.dispatcher]) expect((await boardOf(who)).vehicles).toEqual([]);
    expect((await boardOf(dispatcher)).vehicles[0].carrierId).toBe(carrierId);

    await move(orderId, 'in_transit');
    await move(orderId, 'delivered', { proof: { name: 'Greta', at: at(0) } });
    expect((await boardOf(dispatcher)).vehicles).toEqual([]);
  });

  it('is of a part of the map that there is', async () => {
    const { dispatcher } = await given('accepted');
    for (const bbox of ['8,50,9,49', '8,49,9,91', '8,49,9', 'x'])
      expectProblem(await dispatcher.get(`/tracking/board?bbox=${bbox}`), 400, 'invalid_request');
  });
});

describe('a live board', () => {
  it('tells where vehicles are, what they carry, and what happens to orders', async () => {
    const { dispatcher, driver, client, clientId, carrierId, vehicleId, orderId, move, report } =
      await given('accepted');
    const ch = `board:${HERE}`;
    const staff = await watch(dispatcher, ch);
    await move(orderId, 'assigned', { carrierId, vehicleId, driverId: driver.userId });
    expect((await staff.event(ch, 'order.assigned')).data).toMatchObject({ orderId, clientId, vehicleId });

    const point = aReportedPoint();
    await report(driver, [point]);

    expect((await staff.event(ch, 'position')).data).toEqual({
      vehicleId,
      carrierId,
      plate: 'DA-MK 471',
      position: point,
      staleAt: expect.any(String),
      orders: [{ orderId, reference: expect.any(String), status: 'assigned', clientId }],
    });
    await move(orderId, 'picked_up');
    // A vehicle that stands still is told again, because what it carries has changed.
    const again = await staff.next(
      (frame) => frame.type === 'position' && JSON.stringify(frame.data).includes('"picked_up"'),
    );
    expect(again.data).toMatchObject({ position: point, orders: [{ status: 'picked_up', eta: expect.any(Object) }] });
    expect((await (await watcher(app.url, client.token ?? '')).sub(ch)).code).toBe('not_found');
  });

  it('tells once that a vehicle has left the view, to those who look at what it left', async () => {
    const { dispatcher, driver, vehicleId, report } = await given();
    const [left, entered] = [await watch(dispatcher, `board:${HERE}`), await watch(dispatcher, `board:${ELSEWHERE}`)];
    await report(driver, [aReportedPoint({ deviceTime: at(-4_000) })]);
    expect((await left.event(`board:${HERE}`, 'position')).data).toMatchObject({ vehicleId, plate: 'DA-MK 471' });

    const away = [10.5, 49.5];
    for (const ms of [-3_000, -2_000])
      await report(driver, [aReportedPoint({ deviceTime: at(ms), coordinates: away as [number, number] })]);
    const last = at(-1_000);
    await report(driver, [aReportedPoint({ deviceTime: last, coordinates: DARMSTADT })]);

    const gone = await left.next(({ t, data }) => t === 'evt' && (data as { gone?: true }).gone === true);
    expect(gone.data).toEqual({ vehicleId, position: expect.objectContaining({ coordinates: away }), gone: true });
    const back = await left.next(({ type, ts }) => type === 'position' && Date.parse(String(ts)) >= Date.parse(last));
    expect(back.data).toMatchObject({ plate: 'DA-MK 471', position: { coordinates: DARMSTADT } });
    expect(left.frames.filter(({ data }) => (data as { gone?: true } | undefined)?.gone)).toHaveLength(1);
    const there = await entered.next(
      ({ type, data }) => type === 'position' && (data as { gone?: true }).gone === undefined,
    );
    expect((there.data as { position: unknown }).position).toMatchObject({ coordinates: away });
  });

  it('lets a vehicle go with its last order, and a carrier sees its own alone', async () => {
    const { tenant, dispatcher, carrier, driver, vehicleId, orderId, move, report } = await given('in_transit');
    const other = await tenant.admin.post('/carriers', {
      name: 'Elbe Kurier',
      citiesCovered: ['Darmstadt'],
      transportTypes: ['ltl'],
    });
    const rival = await watch(await tenant.person('carrier', { carrierId: other.body.id }), `board:${HERE}`);
    const [staff, owner] = [await watch(dispatcher, `board:${HERE}`), await watch(carrier, `board:${HERE}`)];
    await report(driver, [aReportedPoint()]);

    await move(orderId, 'delivered', { proof: { name: 'Greta', at: at(0) } });

    for (const one of [staff, owner]) {
      expect((await one.event(`board:${HERE}`, 'order.delivered')).data).toMatchObject({ orderId });
      const gone = await one.next(({ t, data }) => t === 'evt' && (data as { gone?: true }).gone === true);
      expect(gone.data).toMatchObject({ vehicleId });
    }
    await report(driver, [aReportedPoint({ deviceTime: at(1_000) })]);
    // Whatever is told of the next order comes after whatever was told of the last one.
    await eventually(async () => expect((await boardOf(dispatcher)).vehicles).toEqual([]));
    expect(rival.frames.filter(({ t }) => t === 'evt')).toEqual([]);
  });
});

describe('snapshots', () => {
  it('of a vehicle are for staff, its carrier and its driver, who is told of his own orders', async () => {
    const {
      tenant,
      dispatcher,
      carrier,
      driver,
      client,
      carrierId,
      vehicleId,
      orderId,
      place,
      move,
      assignment,
      report,
    } = await given();
    const second = await place();
    await move(second, 'accepted');
    const colleague = await tenant.person('driver', { carrierId });
    await move(second, 'assigned', { ...assignment, driverId: colleague.userId });
    const path = `/tracking/vehicles/${vehicleId}`;
    const unheard = (await carrier.get(path)).body;
    expect(unheard).not.toHaveProperty('position');
    const point = aReportedPoint();
    await report(driver, [point], vehicleId);

    const { body } = await dispatcher.get(path);

    expect(body).toMatchObject({ vehicleId, carrierId, plate: 'DA-MK 471', position: point, stream: { seq: 1 } });
    expect(body.orders).toHaveLength(2);
    expect(body.orders).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ orderId: second, status: 'assigned' }),
        expect.objectContaining({ orderId, eta: expect.objectContaining({ remainingMetres: 34_536 }) }),
      ]),
    );
    expect((await carrier.get(path)).body.orders).toHaveLength(2);
    expect((await driver.get(path)).body.orders).toMatchObject([{ orderId }]);
    expect((await colleague.get(path)).body.orders).toMatchObject([{ orderId: second }]);
    expectProblem(await client.get(path), 403, 'action_not_allowed');
    const idle = await tenant.person('driver', { carrierId });
    const stranger = await given('accepted');
    for (const who of [idle, stranger.dispatcher, stranger.carrier])
      expectProblem(await who.get(path), 404, 'not_found');
  });

  it('of a client have its open orders, each with its place once it is picked up', async () => {
    const { tenant, dispatcher, client, driver, clientId, orderId, place, bring, report } = await given();
    const [assigned, placed] = [await place(), await place()];
    await bring(assigned, 'assigned');
    const over = await place();
    await client.post(`/transport-orders/${over}/transitions`, { to: 'cancelled' }, { 'If-Match': '*' });
    const point = aReportedPoint();
    expect((await report(driver, [point])).body).toMatchObject({ accepted: 1 });
    const path = `/tracking/clients/${clientId}`;

    const own = (await client.get(path)).body;

    expect(own).toMatchObject({ clientId, complete: true, stream: { epoch: expect.any(String) } });
    expect(own.orders).toMatchObject([
      { orderId: placed, status: 'placed' },
      { orderId: assigned, status: 'assigned' },
      { orderId, status: 'picked_up', position: point, eta: { remainingMetres: 34_536 } },
    ]);
    expect(own.orders.map((order: object) => 'position' in order)).toEqual([false, false, true]);
    const staffs = (await dispatcher.get(path)).body.orders;
    expect(staffs.map((order: object) => 'position' in order)).toEqual([false, true, true]);
    const other = await tenant.admin.post('/clients', { name: 'Elbwerk' });
    const rival = await tenant.person('client', { clientId: other.body.id });
    const stranger = await given('accepted');
    for (const who of [rival, stranger.client, stranger.dispatcher])
      expectProblem(await who.get(path), 404, 'not_found');
  });
});
