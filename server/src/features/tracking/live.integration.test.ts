import { afterEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../test/given-tenant.ts';
import { testApp } from '../../../test/test-app.ts';
import { at, givenTransport } from './given-transport.fixtures.ts';
import { aReportedPoint } from './tracking.fixtures.ts';
import { type Watcher, watcher } from './watcher.fixtures.ts';

const app = await testApp();
const given = (status?: Parameters<typeof givenTransport>[1]) => givenTransport(app, status);
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
      id: `${orderId}@${Date.parse(newest.deviceTime)}`,
      data: { vehicleId, orderId, position: newest, eta: { remainingMetres: 34_536 } },
    });
    expect(await clients.event(`client:${clientId}`, 'position')).toMatchObject({ id: told.id, data: told.data });
    const ofVehicle = await staff.event(`vehicle:${vehicleId}`);
    expect(ofVehicle.data).toMatchObject({ vehicleId, position: newest, orders: [{ orderId, status: 'picked_up' }] });
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
    expect(await refused(driver, 'board:8,49,9,50')).toBe('not_found');
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

    expect((await staff.event(`vehicle:${vehicleId}`)).data).toMatchObject({ vehicleId, position: point });
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
