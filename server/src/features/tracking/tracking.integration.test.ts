import { afterEach, describe, expect, it } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { aReportedPoint, DARMSTADT, FRANKFURT } from './tracking.fixtures.ts';
import { type Watcher, watcher } from './watcher.fixtures.ts';

const app = await testApp();
const MINUTE = 60_000;

const open: Watcher[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
const watch = async (who: Person) => {
  const one = await watcher(app.url, who.token);
  open.push(one);
  return one;
};

/** A trade with one order, moved up to `status` by the dispatcher; its driver and vehicle are the trade's. */
async function given(status: 'accepted' | 'assigned' | 'picked_up' | 'in_transit' = 'picked_up') {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { dispatcher } = tenant;
  const place = async () => {
    const order = aNewOrder(trade.productId);
    await trade.client.post('/transport-orders', order);
    return order.id;
  };
  const move = async (orderId: string, to: string, more: object = {}) => {
    const { body } = await dispatcher.get(`/transport-orders/${orderId}`);
    const answer = await dispatcher.post(
      `/transport-orders/${orderId}/transitions`,
      { to, ...more },
      { 'If-Match': `W/"v${body.version}"` },
    );
    expect(answer.status).toBe(200);
  };
  const assignment = { carrierId: trade.carrierId, vehicleId: trade.vehicleId, driverId: trade.driver.userId };
  const steps = ['accepted', 'assigned', 'picked_up', 'in_transit'] as const;
  const bring = async (orderId: string, to: (typeof steps)[number]) => {
    for (const step of steps.slice(0, steps.indexOf(to) + 1))
      await move(orderId, step, step === 'assigned' ? assignment : {});
  };
  const orderId = await place();
  await bring(orderId, status);
  const report = (who: Person, points: object[], vehicleId?: string) =>
    who.post('/tracking/positions', { points, ...(vehicleId ? { vehicleId } : {}) });
  const snapshot = (who: Person) => who.get(`/tracking/orders/${orderId}`);
  return { tenant, dispatcher, ...trade, orderId, place, bring, move, assignment, report, snapshot };
}

const at = (msFromNow: number) => new Date(Date.now() + msFromNow).toISOString();

describe('reporting positions', () => {
  it('counts new points, repeated ones and those from the future', async () => {
    const { driver, report } = await given();
    const [early, late] = [aReportedPoint({ deviceTime: at(-1_000) }), aReportedPoint({ deviceTime: at(-60_000) })];

    const first = await report(driver, [early, late, early, aReportedPoint({ deviceTime: at(20 * MINUTE) })]);
    const second = await report(driver, [late, early]);

    expect(first).toMatchObject({
      status: 200,
      body: { accepted: 2, duplicates: 1, refused: [{ index: 3, reason: 'in_the_future' }] },
    });
    expect(second).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 2, refused: [] } });
  });

  it('takes a carrier’s only vehicle for meant, and asks which of several', async () => {
    const { tenant, carrier, carrierId, vehicleId, report } = await given();
    expect((await report(carrier, [aReportedPoint()])).status).toBe(200);

    await tenant.admin.post('/vehicles', { carrierId, plate: 'DA-MK 472', transportTypes: ['ltl'] });

    expect(await report(carrier, [aReportedPoint()])).toMatchObject({
      status: 422,
      body: { code: 'vehicle_not_yours' },
    });
    expect((await report(carrier, [aReportedPoint()], vehicleId)).status).toBe(200);
  });

  it('is for one’s own vehicle: not a colleague’s, not another carrier’s, not another tenant’s', async () => {
    const { tenant, carrierId, vehicleId, report } = await given();
    const colleague = await tenant.person('driver', { carrierId });
    const otherCarrier = await tenant.person('carrier', {
      carrierId: (
        await tenant.admin.post('/carriers', {
          name: 'Neckar Logistik',
          citiesCovered: ['Mannheim'],
          transportTypes: ['ltl'],
        })
      ).body.id,
    });
    const elsewhere = await given();

    const answers = await Promise.all([
      report(colleague, [aReportedPoint()]),
      report(colleague, [aReportedPoint()], vehicleId),
      report(otherCarrier, [aReportedPoint()]),
      report(otherCarrier, [aReportedPoint()], vehicleId),
      report(elsewhere.carrier, [aReportedPoint()], vehicleId),
      report(elsewhere.driver, [aReportedPoint()], vehicleId),
    ]);

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 6 }, () => [422, 'vehicle_not_yours']),
    );
  });

  it('is for carriers and drivers', async () => {
    const { tenant, client, dispatcher, report } = await given();
    for (const who of [client, dispatcher, tenant.admin])
      expect((await report(who, [aReportedPoint()])).status).toBe(403);
  });

  it('forgets by the day it was recorded, in history and in current positions', async () => {
    for (const name of ['positions', 'vehicle_positions']) {
      const indexes = await app.mongo.db.collection(name).indexes();
      expect(indexes).toContainEqual(
        expect.objectContaining({ key: { recordedAt: 1 }, expireAfterSeconds: 30 * 24 * 3_600 }),
      );
    }
  });
});

describe('the snapshot of an order', () => {
  it('says where it is, when it comes, and where the channel stands', async () => {
    const { driver, client, report, snapshot, orderId, vehicleId } = await given('in_transit');
    const point = aReportedPoint({ speedKmh: 62, accuracyMetres: 5 });
    await report(driver, [aReportedPoint({ deviceTime: at(-30_000) }), point]);

    const answer = await snapshot(client);

    expect(answer).toMatchObject({
      status: 200,
      body: { orderId, status: 'in_transit', version: 5, vehicleId, position: point },
    });
    expect(answer.body.eta.remainingMetres).toBe(34_536);
    expect(Date.parse(answer.body.eta.at) - Date.parse(point.deviceTime)).toBeGreaterThan(34 * MINUTE);
    const watching = await (await watch(client)).sub(`order:${orderId}`);
    expect(answer.body.stream.epoch).toBe(watching.epoch);
  });

  it('is answered with 304 until something moves', async () => {
    const { driver, client, report, orderId, snapshot } = await given();
    await report(driver, [aReportedPoint()]);
    // The four moves are told on their own time; with the position they are five.
    await expect.poll(async () => (await snapshot(client)).body.stream.seq).toBe(5);

    const etag = (await snapshot(client)).headers.etag ?? '';
    expect((await client.get(`/tracking/orders/${orderId}`, { 'If-None-Match': etag })).status).toBe(304);
    await report(driver, [aReportedPoint({ coordinates: FRANKFURT })]);
    expect((await client.get(`/tracking/orders/${orderId}`, { 'If-None-Match': etag })).status).toBe(200);
  });

  it('shows the newest point, in whatever order they came', async () => {
    const { driver, client, report, snapshot } = await given();
    const newest = aReportedPoint({ deviceTime: at(1_000), coordinates: FRANKFURT });

    await report(driver, [newest]);
    await report(driver, [aReportedPoint({ coordinates: DARMSTADT })]);

    expect((await snapshot(client)).body.position).toEqual(newest);
  });

  it('shows a client no position before the pick-up, and nobody one after the end', async () => {
    const { driver, carrier, dispatcher, client, report, snapshot, move, orderId } = await given('assigned');
    await report(driver, [aReportedPoint()]);
    const seen = async () =>
      Promise.all(
        [client, driver, carrier, dispatcher].map(async (who) => (await snapshot(who)).body.position !== undefined),
      );

    expect(await seen()).toEqual([false, true, true, true]);
    await move(orderId, 'picked_up');
    await report(driver, [aReportedPoint()]);
    expect(await seen()).toEqual([true, true, true, true]);
    await move(orderId, 'in_transit');
    await move(orderId, 'delivered', { proof: { name: 'Greta Empfang', at: at(0) } });
    expect(await seen()).toEqual([false, false, false, false]);
  });

  it('never shows a client where the vehicle was before it had his goods', async () => {
    const { driver, client, dispatcher, report, snapshot } = await given('picked_up');
    await report(driver, [aReportedPoint({ deviceTime: at(-10 * MINUTE) })]);

    expect((await snapshot(client)).body).not.toHaveProperty('position');
    expect((await snapshot(dispatcher)).body).toHaveProperty('position');
  });

  it('does not exist for whoever may not see the order', async () => {
    const { tenant, orderId, carrierId } = await given();
    const elsewhere = await given('accepted');
    const others = [
      elsewhere.dispatcher,
      await tenant.person('client', { clientId: elsewhere.clientId }),
      await tenant.person('driver', { carrierId }),
    ];
    for (const who of others) expect((await who.get(`/tracking/orders/${orderId}`)).status).toBe(404);
  });
});

describe('watching live', () => {
  it('client and dispatcher hear the position of the order on board, once and with its estimate', async () => {
    const { driver, client, dispatcher, clientId, vehicleId, orderId, report } = await given();
    const [clients, staff] = [await watch(client), await watch(dispatcher)];
    for (const ch of [`order:${orderId}`, `client:${clientId}`]) expect((await clients.sub(ch)).t).toBe('subscribed');
    expect((await staff.sub(`vehicle:${vehicleId}`)).t).toBe('subscribed');
    const [older, newest] = [aReportedPoint({ deviceTime: at(-1_000) }), aReportedPoint({ deviceTime: at(0) })];

    await report(driver, [newest, older]);

    const told = await clients.event(`order:${orderId}`, 'position');
    expect(told).toMatchObject({
      id: `${vehicleId}/${orderId}@${Date.parse(newest.deviceTime)}`,
      data: { vehicleId, orderId, position: newest, eta: { remainingMetres: 34_536 } },
    });
    expect(await clients.event(`client:${clientId}`, 'position')).toMatchObject({ id: told.id, data: told.data });
    const ofVehicle = await staff.event(`vehicle:${vehicleId}`);
    expect(ofVehicle.data).toEqual({ vehicleId, position: newest });
    await report(driver, [older]);
    await report(driver, [aReportedPoint({ deviceTime: at(2_000) })]);
    expect((await clients.event(`order:${orderId}`, 'position')).data.position).not.toEqual(older);
  });

  it('a client hears of each of his orders in one vehicle', async () => {
    const { driver, client, clientId, orderId, place, bring, report } = await given();
    const second = await place();
    await bring(second, 'picked_up');
    const clients = await watch(client);
    await clients.sub(`client:${clientId}`);

    await report(driver, [aReportedPoint()]);

    const told = [
      await clients.event(`client:${clientId}`, 'position'),
      await clients.event(`client:${clientId}`, 'position'),
    ];
    expect(told.map(({ data }) => data.orderId).sort()).toEqual([orderId, second].sort());
    expect(told[0]?.id).not.toBe(told[1]?.id);
  });

  it('a client hears no position from before the pick-up, live or in the channel’s history', async () => {
    const { driver, client, dispatcher, orderId, vehicleId, move, report } = await given('assigned');
    const [clients, staff] = [await watch(client), await watch(dispatcher)];
    const start = await clients.sub(`order:${orderId}`);
    await staff.sub(`vehicle:${vehicleId}`);

    await report(driver, [aReportedPoint({ deviceTime: at(-10 * MINUTE) })]);
    await staff.event(`vehicle:${vehicleId}`);
    await move(orderId, 'picked_up');
    // A phone that was offline sends what is newer than all known, and yet from before.
    await report(driver, [aReportedPoint({ deviceTime: at(-5 * MINUTE) })]);
    await staff.event(`vehicle:${vehicleId}`);
    const shown = aReportedPoint();
    await report(driver, [shown]);

    expect((await clients.event(`order:${orderId}`, 'position')).data.position).toEqual(shown);
    clients.send({ t: 'replay', ch: `order:${orderId}`, epoch: start.epoch, from: start.seq });
    await clients.event(`order:${orderId}`, 'order.picked_up');
    const positions = clients.frames
      .filter(({ type }) => type === 'position')
      .map(({ data }) => (data as { position: unknown }).position);
    expect(new Set(positions.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(shown)]));
  });

  it('every status comes in order, with sequence and version and without what is the client’s own', async () => {
    const { driver, client, clientId, orderId, move, assignment } = await given('accepted');
    const [clients, staffOfClient] = [await watch(client), await watch(client)];
    await clients.sub(`order:${orderId}`);
    await staffOfClient.sub(`client:${clientId}`);

    await move(orderId, 'assigned', assignment);
    await move(orderId, 'picked_up');

    const told = [
      await clients.event(`order:${orderId}`, 'order.assigned'),
      await clients.event(`order:${orderId}`, 'order.picked_up'),
    ];
    expect(told.map(({ data }) => [data.sequence, data.version, data.status])).toEqual([
      [3, 3, 'assigned'],
      [4, 4, 'picked_up'],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/price|total|metadata/);
    expect((await staffOfClient.event(`client:${clientId}`, 'order.picked_up')).id).toBe(told[1]?.id);
    expect((await (await watch(driver)).sub(`order:${orderId}`)).t).toBe('subscribed');
  });

  it('whoever loses the order hears that, and nothing after it', async () => {
    const { tenant, dispatcher, driver, carrierId, orderId, move, assignment } = await given('accepted');
    const [staff, watching] = [await watch(dispatcher), await watch(driver)];
    await staff.sub(`order:${orderId}`);
    await move(orderId, 'assigned', assignment);
    await staff.event(`order:${orderId}`, 'order.assigned');
    await watching.sub(`order:${orderId}`);
    const successor = await tenant.person('driver', { carrierId });

    await move(orderId, 'assigned', { ...assignment, driverId: successor.userId });
    await watching.event(`order:${orderId}`, 'order.unassigned');
    const after = await watch(successor);
    await after.sub(`order:${orderId}`);
    await move(orderId, 'picked_up');
    await after.event(`order:${orderId}`, 'order.picked_up');

    await watching.next(
      (frame) => frame.t === 'error' && frame.ch === `order:${orderId}` && frame.code === 'not_found',
    );
    const heard = watching.frames
      .filter(({ t }) => t === 'evt')
      .map(({ type, data }) => [type, (data as { driverId: string }).driverId]);
    expect(heard.filter(([, driverId]) => driverId !== driver.userId)).toEqual([]);
    expect(heard.at(-1)?.[0]).toBe('order.unassigned');
  });

  it('a channel one may not see is not_found, as one that does not exist', async () => {
    const { tenant, client, dispatcher, driver, vehicleId, orderId } = await given('picked_up');
    const elsewhere = await given('accepted');
    const refused = async (who: Person, ch: string) => (await (await watch(who)).sub(ch)).code;

    expect(await refused(client, `vehicle:${vehicleId}`)).toBe('not_found');
    expect(await refused(client, `order:${elsewhere.orderId}`)).toBe('not_found');
    expect(await refused(dispatcher, `client:${elsewhere.clientId}`)).toBe('not_found');
    expect(await refused(driver, `client:${tenant.id}`)).toBe('not_found');
    expect(await refused(dispatcher, 'board:8,49,9,50')).toBe('not_found');
    expect(await refused(elsewhere.dispatcher, `order:${orderId}`)).toBe('not_found');
  });
});

describe('reporting over a socket', () => {
  it('is the same as over HTTP, and answered with what was new', async () => {
    const { driver, dispatcher, vehicleId, client, snapshot } = await given();
    const staff = await watch(dispatcher);
    await staff.sub(`vehicle:${vehicleId}`);
    const phone = await watch(driver);
    const point = aReportedPoint();

    expect(await phone.report({ points: [point, point, aReportedPoint({ deviceTime: at(20 * MINUTE) })] })).toEqual({
      t: 'reported',
      id: 'r1',
      accepted: 1,
      ignored: 2,
    });

    expect((await staff.event(`vehicle:${vehicleId}`)).data).toEqual({ vehicleId, position: point });
    expect((await snapshot(client)).body.position).toEqual(point);
  });

  it('is refused with a sentence to whoever has no vehicle, and the socket stays', async () => {
    const { client, carrierId, tenant } = await given('accepted');
    const own = await watch(await tenant.person('driver', { carrierId }));

    expect(await (await watch(client)).report({ points: [aReportedPoint()] })).toMatchObject({
      t: 'error',
      id: 'r1',
      code: 'forbidden',
    });
    expect(await own.report({ points: [aReportedPoint()] })).toMatchObject({
      t: 'error',
      id: 'r1',
      code: 'forbidden',
      detail: 'No order with a vehicle is assigned to you.',
    });
    expect(await own.report({ points: [aReportedPoint()] })).toMatchObject({ t: 'error' });
  });
});
