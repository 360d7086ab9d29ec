import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();

async function given() {
  const tenant = await givenTenant(app);
  return { tenant, ...(await givenTrade(tenant)) };
}
const stored = (tenantId: string) => app.mongo.db.collection('orders').countDocuments({ tenantId });

describe('placing an order', () => {
  it('stores it under the id its client made, priced by the grid in force', async () => {
    const { client, productId, gridId } = await given();
    const order = aNewOrder(productId);

    const answer = await client.post('/transport-orders', order, { 'Idempotency-Key': order.id });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: order.id, status: 'placed', version: 1, issues: [] });
    expect(answer.body.reference).toMatch(/^SYM-\d\d-\d{6}$/);
    // 480 kg are five started 100 kg: 225.00, and 8.5 % for diesel.
    expect(answer.body.price).toMatchObject({ total: 24_413, currency: 'EUR', gridId, gridVersion: 1 });
    expect(answer.headers).toMatchObject({ etag: 'W/"v1"', 'order-version': '1', 'idempotency-key': order.id });
    expect(answer.headers['idempotent-replayed']).toBeUndefined();
  });

  it('is done once however often it is sent, and a replay shows the order as it is now', async () => {
    const { tenant, client, dispatcher, productId } = await given().then((g) => ({
      ...g,
      dispatcher: g.tenant.dispatcher,
    }));
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    await dispatcher.post(`/transport-orders/${order.id}/transitions`, { to: 'accepted' }, { 'If-Match': 'W/"v1"' });

    const replay = await client.post('/transport-orders', order, { 'Idempotency-Key': `"${order.id.toUpperCase()}"` });

    expect(replay.status).toBe(200);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.body).toMatchObject({ id: order.id, status: 'accepted', version: 2 });
    expect(await stored(tenant.id)).toBe(1);
  });

  it('is done once when twenty attempts arrive at the same moment', async () => {
    const { tenant, client, productId } = await given();
    const order = aNewOrder(productId);

    const answers = await Promise.all(Array.from({ length: 20 }, () => client.post('/transport-orders', order)));

    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.status === 200 && answer.headers['idempotent-replayed'] === 'true'),
    ).toHaveLength(19);
    expect(new Set(answers.map((answer) => answer.body.reference as string)).size).toBe(1);
    expect(await stored(tenant.id)).toBe(1);
  });

  it('refuses the same id with another body, without a word of the first', async () => {
    const { client, productId } = await given();
    const order = aNewOrder(productId, { instructions: 'the first one' });
    await client.post('/transport-orders', order);

    const answer = await client.post('/transport-orders', { ...order, instructions: 'another one' });

    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reuse' } });
    expect(answer.text).not.toContain('the first one');
  });

  it('refuses an id that belongs to an order of somebody else in the tenant, without saying whose', async () => {
    const { tenant, client, productId, admin } = await given().then((g) => ({ ...g, admin: g.tenant.admin }));
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    const otherClient = await admin.post('/clients', { name: 'Another' });
    const stranger = await tenant.person('client', { clientId: otherClient.body.id as string });

    const answer = await stranger.post('/transport-orders', order);

    expect(answer).toMatchObject({ status: 409, body: { code: 'order_id_taken' } });
  });

  it('does not mind that another tenant has the same order id', async () => {
    const [one, two] = await Promise.all([given(), given()]);
    const id = v7();

    const answers = [
      await one.client.post('/transport-orders', aNewOrder(one.productId, { id })),
      await two.client.post('/transport-orders', aNewOrder(two.productId, { id })),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
  });

  it('takes the key as the id when the body has none, and refuses two different ones', async () => {
    const { client, productId } = await given();
    const { id, ...order } = aNewOrder(productId);

    const byKey = await client.post('/transport-orders', order, { 'Idempotency-Key': id });
    const both = await client.post('/transport-orders', { ...order, id: v7() }, { 'Idempotency-Key': v7() });
    const none = await client.post('/transport-orders', order);

    expect(byKey).toMatchObject({ status: 201, body: { id } });
    expect(both).toMatchObject({ status: 400, body: { code: 'id_mismatch' } });
    expect(none.status).toBe(201);
  });

  it('keeps an order it cannot honour, in review, with the reason and the alternative', async () => {
    const { client, productId, gridId } = await given();
    const price = { total: 100, currency: 'EUR', gridId, gridVersion: 1, quotedAt: new Date().toISOString() };

    const answer = await client.post('/transport-orders', aNewOrder(productId, { price }));

    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'review', issues: [{ code: 'price_changed' }], alternative: { price: { total: 24_413 } } },
    });
  });

  it('keeps an order for a city without a price, of a withdrawn product or for a window that has passed', async () => {
    const { client, productId, tenant } = await given();
    const abroad = aNewOrder(productId);
    const late = aNewOrder(productId);
    const past = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', zone: 'UTC' };

    const noCity = await client.post('/transport-orders', {
      ...abroad,
      delivery: { ...abroad.delivery, city: 'Lyon', postcode: '69001', country: 'FR' },
    });
    const tooLate = await client.post('/transport-orders', { ...late, pickup: { ...late.pickup, window: past } });
    await tenant.admin.patch(`/products/${productId}`, { status: 'withdrawn' }, { 'If-Match': 'W/"v1"' });
    const withdrawn = await client.post('/transport-orders', aNewOrder(productId));

    expect(
      [noCity, tooLate, withdrawn].map((answer) => [answer.status, answer.body.status, answer.body.issues[0].code]),
    ).toEqual([
      [201, 'review', 'city_not_covered'],
      [201, 'review', 'window_passed'],
      [201, 'review', 'product_withdrawn'],
    ]);
  });

  it('refuses a product that never existed, naming the line', async () => {
    const { client } = await given();

    const answer = await client.post('/transport-orders', aNewOrder(`prd_${v7()}`));

    expect(answer).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
    expect(answer.body.detail).toContain('/lines/0/productId');
  });

  it('names the field that was meant when one is misspelt', async () => {
    const { client, productId } = await given();
    const { instructions: _, ...order } = aNewOrder(productId);

    const answer = await client.post('/transport-orders', { ...order, instruction: 'Ring twice' });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/instruction', code: 'unknown_field' }] },
    });
    expect(answer.body.errors[0].message).toContain('instructions');
  });

  it('is for clients themselves and for staff, who say for whom', async () => {
    const { tenant, productId, clientId, driver, carrier } = await given();

    const answers = await Promise.all([
      tenant.dispatcher.post('/transport-orders', aNewOrder(productId, { clientId })),
      tenant.dispatcher.post('/transport-orders', aNewOrder(productId)),
      driver.post('/transport-orders', aNewOrder(productId)),
      carrier.post('/transport-orders', aNewOrder(productId)),
    ]);

    expect(answers.map((answer) => answer.status)).toEqual([201, 400, 403, 403]);
  });
});
