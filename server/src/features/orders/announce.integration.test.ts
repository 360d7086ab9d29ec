import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();
const { orders } = app.doors;

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const path = `/transport-orders/${order.id}`;
  const move = (to: string, version: number, more: object = {}) =>
    tenant.dispatcher.post(`${path}/transitions`, { to, ...more }, { 'If-Match': `W/"v${version}"` });
  return { tenant, ...trade, order, path, move, ctx: aCtx({ tenantId: tenant.id }) };
}
const DOCUMENT = { type: 'document.ready', data: { documentId: 'doc_1', price: '$price' } };

describe('announcing something about an order', () => {
  it('raises its sequence and not its version, and tells whose order it is', async () => {
    const { client, clientId, order, path, ctx, move } = await given();

    const version = await orders.announce(ctx, order.id, DOCUMENT);

    expect(version).toBe(1);
    const events = (await client.get(`${path}/events`)).body.data;
    expect(events).toMatchObject([
      { type: 'order.placed', sequence: 1, version: 1 },
      { type: 'document.ready', sequence: 2, version: 1, data: { orderId: order.id, status: 'placed', clientId } },
    ]);
    // A text that looks like a field of the order stays a text.
    expect(events[1].data).toMatchObject({ documentId: 'doc_1', price: '$price' });
    expect(events[1].data.carrierId).toBeUndefined();
    expect((await move('accepted', 1)).status).toBe(200);
  });

  it('never gives a number twice, nor leaves one out, while the order is moved at the same time', async () => {
    const { client, order, path, ctx, move, carrierId, vehicleId, driver } = await given();
    const tell = (count: number) =>
      Promise.all(Array.from({ length: count }, () => orders.announce(ctx, order.id, DOCUMENT)));

    await Promise.all([tell(6), move('accepted', 1)]);
    await Promise.all([tell(6), move('assigned', 2, { carrierId, vehicleId, driverId: driver.userId })]);
    await Promise.all([tell(6), move('picked_up', 3)]);

    const events = (await client.get(`${path}/events?limit=100`)).body.data as { sequence: number; type: string }[];
    expect(events.map((event) => event.sequence)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
    expect(events.filter(({ type }) => type !== DOCUMENT.type).map(({ type }) => type)).toEqual([
      'order.placed',
      'order.accepted',
      'order.assigned',
      'order.picked_up',
    ]);
  });

  it('belongs to the transaction it is made in', async () => {
    const { client, order, path, ctx } = await given();
    let woken = 0;

    const failed = app.mongo.transaction(async (session) => {
      await orders.announce({ ...ctx, unit: { session, afterCommit: () => void woken++ } }, order.id, DOCUMENT);
      throw new Error('the document could not be stored');
    });
    await expect(failed).rejects.toThrow('could not be stored');
    const after = await client.get(`${path}/events`);
    await app.mongo.transaction((session) =>
      orders.announce({ ...ctx, unit: { session, afterCommit: () => void woken++ } }, order.id, DOCUMENT),
    );

    expect(after.body.data).toHaveLength(1);
    expect((await client.get(`${path}/events`)).body.data).toHaveLength(2);
    expect(woken).toBe(2);
  });

  it('of another tenant or of none changes nothing', async () => {
    const [one, other] = await Promise.all([given(), given()]);

    expect(await orders.announce(other.ctx, one.order.id, DOCUMENT)).toBeUndefined();
    expect(await orders.announce(one.ctx, v7(), DOCUMENT)).toBeUndefined();

    expect((await one.client.get(`${one.path}/events`)).body.data).toHaveLength(1);
  });
});
