import { describe, expect, it } from 'vitest';
import { A_GRID, aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { limits } from '../src/platform/config/limits.ts';
import { givenTenant, type Person } from './given-tenant.ts';
import { givenTrade } from './given-trade.ts';
import { testApp } from './test-app.ts';

const app = await testApp();

async function given() {
  const tenant = await givenTenant(app);
  return { tenant, ...(await givenTrade(tenant)) };
}
const move = (who: Person, id: string, to: string, version: number, more: object = {}) =>
  who.post(`/transport-orders/${id}/transitions`, { to, ...more }, { 'If-Match': `W/"v${version}"` });
const elsewhere = { city: 'Lyon', postcode: '69001', country: 'FR', coordinates: [4.83, 45.76] };

describe('a body made to be slow', () => {
  it('of eight thousand unknown fields is refused before its mistakes are listed', async () => {
    const { tenant } = await given();
    const fields = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`f${i}`, 1]));
    const answer = await tenant.anybody.post('/auth/login', fields);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'too_many' }] } });
  });

  it('of thirty thousand empty lines is refused as well', async () => {
    const { client, productId } = await given();
    const answer = await client.post('/transport-orders', {
      ...aNewOrder(productId),
      lines: Array.from({ length: 30_000 }, () => ({})),
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'too_many' }] } });
  });

  it('of five megabytes counts as fifty requests, before it is read', async () => {
    const { driver } = await given();
    const large = JSON.stringify({ points: 'x'.repeat(5_000_000) });
    const answer = await driver.raw('post', '/tracking/positions', large);
    expect(answer.status).toBe(400);
    const left = Number(/"report"; r=(\d+)/.exec(String(answer.headers.ratelimit))?.[1]);
    expect(limits.rate.report.limit - left).toBe(49);
  });
});

describe('a role that may not', () => {
  it('read grids does not read them from a warm cache either', async () => {
    const { tenant, driver, carrier } = await given();
    for (let i = 0; i < 4; i++) await tenant.admin.get('/pricing-grids');
    expect((await tenant.admin.get('/pricing-grids')).headers['x-cache']).toBe('HIT');
    expect([(await driver.get('/pricing-grids')).status, (await carrier.get('/pricing-grids')).status]).toEqual([
      403, 403,
    ]);
  });

  it('know why others decided is not told, nor what happened before the order was his', async () => {
    const { tenant, client, carrier, productId, carrierId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    await move(tenant.dispatcher, order.id, 'review', 1, { reason: 'suspected fraud' });
    await move(tenant.dispatcher, order.id, 'placed', 2, { reason: 'was nothing' });
    await move(tenant.dispatcher, order.id, 'accepted', 3);
    await move(tenant.dispatcher, order.id, 'assigned', 4, { carrierId, reason: 'he is cheap' });

    const seen = await carrier.get(`/transport-orders/${order.id}`);
    const events = await carrier.get(`/transport-orders/${order.id}/events`);

    expect(seen.status).toBe(200);
    expect(seen.text + events.text).not.toMatch(/fraud|nothing|cheap/);
    expect(events.body.data.map((event: { type: string }) => event.type)).toEqual(['order.assigned']);
  });
});

describe('a price', () => {
  it('that nobody can check is not kept, and staff do not place the order without one', async () => {
    const { tenant, client, productId, gridId } = await given();
    const mine = { total: 1, currency: 'XXX', gridId, gridVersion: 1, quotedAt: new Date().toISOString() };
    const order = aNewOrder(productId, { price: mine });
    const placed = await client.post('/transport-orders', { ...order, delivery: { ...order.delivery, ...elsewhere } });

    const byStaff = await move(tenant.dispatcher, order.id, 'placed', 1);
    const { first } = A_GRID;
    await tenant.admin.post(`/pricing-grids/${gridId}/versions`, {
      ...first,
      validFrom: '2026-01-02T00:00:00.000Z',
      zones: [{ code: 'DE6', postcodePrefixes: [...first.zones[0].postcodePrefixes, { country: 'FR', prefix: '6' }] }],
    });
    const afterwards = await move(tenant.dispatcher, order.id, 'placed', 1);

    expect(placed.body).toMatchObject({ status: 'review', issues: [{ code: 'city_not_covered' }] });
    expect(placed.body.price).toBeUndefined();
    expect(byStaff).toMatchObject({ status: 409, body: { code: 'order_has_no_price' } });
    expect(afterwards.body).toMatchObject({ status: 'placed', price: { currency: 'EUR', gridVersion: 2 } });
  });
});

describe('a review', () => {
  it('that staff have ordered is not lifted by the client', async () => {
    const { tenant, client, productId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    await move(tenant.dispatcher, order.id, 'review', 1, { reason: 'Please call us.' });

    const lifted = await move(client, order.id, 'placed', 2);
    const amended = await client.patch(
      `/transport-orders/${order.id}`,
      { lines: order.lines },
      { 'If-Match': 'W/"v2"' },
    );

    expect(lifted.body).toMatchObject({ status: 'review', version: 2, issues: [{ code: 'intake_review' }] });
    expect(amended.body).toMatchObject({ status: 'review', issues: [{ code: 'intake_review' }] });
  });

  it('that stays as it is is not written again, so nobody can fill an order’s timeline', async () => {
    const { client, productId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', { ...order, delivery: { ...order.delivery, ...elsewhere } });
    const again = await move(client, order.id, 'placed', 1);
    expect(again.body).toMatchObject({ status: 'review', version: 1 });
    expect(again.body.timeline).toHaveLength(1);
  });
});

describe('an order with a full timeline', () => {
  it('can still be ended', async () => {
    const { tenant, client, productId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    const entry = { at: new Date(), type: 'order.amended', version: 1, by: { kind: 'user', id: 'x', role: 'admin' } };
    await app.mongo.db
      .collection('orders')
      .updateOne(
        { _id: `${tenant.id}:${order.id}` as never },
        { $set: { timeline: Array.from({ length: 500 }, () => entry) } },
      );

    expect((await move(tenant.dispatcher, order.id, 'accepted', 1)).body.code).toBe('timeline_full');
    expect((await move(client, order.id, 'cancelled', 1)).body.status).toBe('cancelled');
  });
});

describe('a time that does not exist', () => {
  it.each(['2026-12-31T23:59:60Z', '9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59', '2026-02-31T00:00:00Z'])(
    '%s is refused, not stored and not an error of ours',
    async (time) => {
      const { client, productId } = await given();
      const order = aNewOrder(productId);
      const window = { ...order.pickup.window, from: time };
      const answer = await client.post('/transport-orders', { ...order, pickup: { ...order.pickup, window } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});
