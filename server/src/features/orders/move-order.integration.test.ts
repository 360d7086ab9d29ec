import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const path = `/transport-orders/${order.id}`;
  const move = (
    who: Person,
    to: string,
    version: number | '*',
    more: object = {},
    headers: Record<string, string> = {},
  ) =>
    who.post(
      `${path}/transitions`,
      { to, ...more },
      { 'If-Match': version === '*' ? '*' : `W/"v${version}"`, ...headers },
    );
  const assign = { carrierId: trade.carrierId, vehicleId: trade.vehicleId, driverId: trade.driver.userId };
  return { tenant, ...trade, order, path, move, assign, dispatcher: tenant.dispatcher };
}

describe('moving an order', () => {
  it('tells the client why it was looked at or ended, and not what dispatchers say of who carries it', async () => {
    const { dispatcher, client, path, move, assign } = await given();
    await move(dispatcher, 'review', 1, { reason: 'Dangerous goods?' });
    await move(dispatcher, 'placed', 2, { reason: 'No dangerous goods' });
    await move(dispatcher, 'accepted', 3, { reason: 'Margin is thin' });
    await move(dispatcher, 'assigned', 4, { ...assign, reason: 'Cheapest we have' });
    await move(dispatcher, 'accepted', 5, { reason: 'They are always late' });
    await move(dispatcher, 'cancelled', 6, { reason: 'The client rang' });

    const reasons = async (who: Person) => ({
      timeline: (await who.get(path)).body.timeline.flatMap(({ reason }: { reason?: string }) => reason ?? []),
      events: (await who.get(`${path}/events`)).body.data.flatMap(
        ({ data }: { data: { reason?: string } }) => data.reason ?? [],
      ),
    });
    const told = ['Dangerous goods?', 'No dangerous goods', 'The client rang'];
    expect(await reasons(client)).toEqual({ timeline: told, events: told });
    expect((await reasons(dispatcher)).timeline).toEqual([
      'Dangerous goods?',
      'No dangerous goods',
      'Margin is thin',
      'Cheapest we have',
      'They are always late',
      'The client rang',
    ]);
  });

  it('goes from placed to delivered, each step a version, an entry and an event', async () => {
    const { dispatcher, driver, client, path, move, assign } = await given();

    await move(dispatcher, 'accepted', 1);
    await move(dispatcher, 'assigned', 2, assign);
    await move(driver, 'picked_up', 3);
    await move(driver, 'in_transit', 4);
    const delivered = await move(driver, 'delivered', 5, {
      proof: { name: 'Greta Empfang', at: new Date().toISOString() },
    });

    expect(delivered).toMatchObject({
      status: 200,
      body: { status: 'delivered', version: 6, proof: { name: 'Greta Empfang' } },
    });
    const order = await client.get(path);
    expect(order.body.timeline.map((entry: { type: string }) => entry.type)).toEqual([
      'order.placed',
      'order.accepted',
      'order.assigned',
      'order.picked_up',
      'order.in_transit',
      'order.delivered',
    ]);
    const events = await client.get(`${path}/events`);
    expect(events.body.data.map((event: { sequence: number }) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('says where an order is and where it may go when a move is not possible', async () => {
    const { dispatcher, move } = await given();

    const answer = await move(dispatcher, 'delivered', 1);

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'order_cannot_move', allowed: ['accepted', 'review', 'cancelled'], currentVersion: 1 },
    });
  });

  it('tells a role that never makes a move who does', async () => {
    const { client, move } = await given();
    const answer = await move(client, 'accepted', 1);
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'action_not_allowed', allowedBy: ['admin', 'dispatcher'] },
    });
  });

  it('needs the version it was decided on, and refuses an older one with the current', async () => {
    const { dispatcher, path, move } = await given();
    await move(dispatcher, 'accepted', 1);

    const without = await dispatcher.post(`${path}/transitions`, { to: 'cancelled' });
    const stale = await move(dispatcher, 'cancelled', 1);
    const anyForOthers = await move(dispatcher, 'assigned', '*');

    expect([without.status, stale.status, anyForOthers.status]).toEqual([428, 412, 428]);
    expect(stale.body).toMatchObject({ code: 'version_mismatch', currentVersion: 2 });
  });

  it('is won by one of two dispatchers, and the other is told what changed', async () => {
    const { tenant, dispatcher, move } = await given();
    const other = await tenant.person('dispatcher');

    const answers = await Promise.all([move(dispatcher, 'accepted', 1), move(other, 'cancelled', 1)]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it('is done once: a replay of its key is answered before version and rules', async () => {
    const { dispatcher, move, assign } = await given();
    const key = { 'Idempotency-Key': v7() };
    await move(dispatcher, 'accepted', 1, {}, key);
    await move(dispatcher, 'assigned', 2, assign);

    const replay = await move(dispatcher, 'accepted', 1, {}, key);
    const other = await move(dispatcher, 'cancelled', 1, {}, key);

    expect(replay).toMatchObject({ status: 200, body: { status: 'assigned', version: 3 } });
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reuse' } });
  });

  it('is recognised as a replay even when fifty other commands came after it', async () => {
    const { tenant, dispatcher, path, move } = await given();
    const key = { 'Idempotency-Key': v7() };
    await move(dispatcher, 'accepted', 1, {}, key);
    const people = await Promise.all(Array.from({ length: 3 }, () => tenant.person('dispatcher')));
    for (let version = 2; version < 54; version++) {
      const answer = await (people[version % 3] as Person).patch(
        path,
        { instructions: `note ${version}` },
        { 'If-Match': `W/"v${version}"`, 'Idempotency-Key': v7() },
      );
      expect(answer.status).toBe(200);
    }

    const replay = await move(dispatcher, 'accepted', 1, {}, key);

    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body.version).toBe(54);
  });

  it('cancels whatever the version, when a queued cancellation says so', async () => {
    const { dispatcher, client, move } = await given();
    await move(dispatcher, 'accepted', 1);
    expect(await move(client, 'cancelled', '*', { reason: 'No longer needed' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled', version: 3 },
    });
  });

  it('does not let a client cancel once the goods are on board', async () => {
    const { dispatcher, driver, client, move, assign } = await given();
    await move(dispatcher, 'accepted', 1);
    await move(dispatcher, 'assigned', 2, assign);
    await move(driver, 'picked_up', 3);

    expect(await move(client, 'cancelled', '*')).toMatchObject({
      status: 409,
      body: { code: 'order_cannot_move', allowed: [] },
    });
  });

  it('assigns only a carrier that covers the transport, unless the dispatcher insists', async () => {
    const { tenant, dispatcher, move } = await given();
    const far = await tenant.admin.post('/carriers', {
      name: 'Alpina',
      citiesCovered: ['Basel'],
      transportTypes: ['ftl'],
    });
    await move(dispatcher, 'accepted', 1);

    const refused = await move(dispatcher, 'assigned', 2, { carrierId: far.body.id });
    const insisted = await move(dispatcher, 'assigned', 2, { carrierId: far.body.id, override: true });

    expect(refused).toMatchObject({ status: 409, body: { code: 'carrier_does_not_cover' } });
    expect(refused.body.detail).toMatch(/ltl transports.*Darmstadt.*Frankfurt/);
    expect(insisted).toMatchObject({ status: 200, body: { status: 'assigned', carrierId: far.body.id } });
  });

  it('assigns only vehicles and drivers of the carrier', async () => {
    const { tenant, dispatcher, move, carrierId, vehicleId } = await given();
    const other = await tenant.admin.post('/carriers', {
      name: 'Other',
      citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
      transportTypes: ['ltl'],
    });
    await move(dispatcher, 'accepted', 1);

    const vehicle = await move(dispatcher, 'assigned', 2, { carrierId: other.body.id, vehicleId });
    const driver = await move(dispatcher, 'assigned', 2, { carrierId, driverId: tenant.admin.userId });

    expect([vehicle.status, driver.status]).toEqual([422, 422]);
  });

  it('shows an order to the carrier and driver it is assigned to, and no longer after it is taken away', async () => {
    const { dispatcher, driver, carrier, path, move, assign } = await given();
    const before = await Promise.all([driver.get(path), carrier.get(path)]);
    await move(dispatcher, 'accepted', 1);
    await move(dispatcher, 'assigned', 2, assign);
    const during = await Promise.all([driver.get(path), carrier.get(path)]);
    await move(dispatcher, 'accepted', 3);
    const after = await Promise.all([driver.get(path), carrier.get(path)]);

    expect([before, during, after].map((answers) => answers.map((answer) => answer.status))).toEqual([
      [404, 404],
      [200, 200],
      [404, 404],
    ]);
    expect(during[0]?.body.price).toBeUndefined();
    expect(during[0]?.body.metadata).toBeUndefined();
  });

  it('wants the proof that the product asks for', async () => {
    const { dispatcher, driver, move, assign } = await given();
    await move(dispatcher, 'accepted', 1);
    await move(dispatcher, 'assigned', 2, assign);
    await move(driver, 'picked_up', 3);
    await move(driver, 'in_transit', 4);

    const without = await move(driver, 'delivered', 5);
    const invented = await move(driver, 'delivered', 5, {
      proof: { at: new Date().toISOString(), name: 'Greta', signatureId: 'doc_nowhere' },
    });

    expect(without).toMatchObject({ status: 422, body: { code: 'proof_required' } });
    expect(invented).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
  });

  it('takes a failure only with a reason from the list, and lets the delivery be tried again', async () => {
    const { dispatcher, driver, move, assign } = await given();
    await move(dispatcher, 'accepted', 1);
    await move(dispatcher, 'assigned', 2, assign);
    await move(driver, 'picked_up', 3);

    expect((await move(driver, 'failed', 4, { reason: 'just so' })).status).toBe(400);
    expect((await move(driver, 'failed', 4, { reason: 'recipient_absent' })).body.status).toBe('failed');
    expect((await move(driver, 'in_transit', 5)).body.status).toBe('in_transit');
  });
});
