import { v4, v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { startServerProcess } from '../../../test/server-process.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();
const orders = app.mongo.db.collection('orders');
const BULK = '/transport-orders/bulk';

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const withoutId = (changes: object = {}) => {
    const { id: _, ...order } = aNewOrder(trade.productId, changes);
    return { create: order };
  };
  /** Somebody else of the same client: limits count each person. */
  const colleague = () => tenant.person('client', { clientId: trade.clientId });
  return { tenant, ...trade, dispatcher: tenant.dispatcher, withoutId, colleague };
}
interface Row {
  readonly index: number;
  readonly status: number;
  readonly replayed?: true;
  readonly order?: { readonly id: string; readonly status: string; readonly version: number };
  readonly problem?: { readonly code: string; readonly instance: string; readonly errors?: { pointer: string }[] };
}
const rowsOf = (answer: { body: unknown }) => (answer.body as { items: Row[] }).items;
const statusesOf = (answer: { body: unknown }) => rowsOf(answer).map((row) => row.status);

describe('placing and moving many orders at once', () => {
  it('does 497 of 500 when three are wrong, says which, and does none twice', async () => {
    const { tenant, client, colleague, withoutId } = await given();
    const another = (await tenant.admin.post('/clients', { name: 'Another' })).body.id as string;
    const { create } = withoutId();
    const { lines, ...malformed } = create;
    const items: object[] = Array.from({ length: limits.size.bulkItems }, () => withoutId());
    items[7] = { create: malformed };
    items[250] = { create: { ...create, lines: [{ ...lines[0], productId: `prd_${v7()}` }] } };
    items[499] = { create: { ...create, clientId: another } };
    const key = { 'Idempotency-Key': v7() };

    const first = await client.post(BULK, { items }, key);
    const again = await (await colleague()).post(BULK, { items }, key);

    expect([first.status, again.status]).toEqual([200, 200]);
    const wrong = rowsOf(first).filter((row) => row.problem);
    expect(wrong.map(({ index, status, problem }) => [index, status, problem?.code, problem?.instance])).toEqual([
      [7, 400, 'invalid_request', '#/items/7'],
      [250, 422, 'unknown_reference', '#/items/250'],
      [499, 422, 'unknown_reference', '#/items/499'],
    ]);
    expect(wrong[0]?.problem?.errors?.[0]?.pointer).toBe('/items/7/create/lines');
    const placed = rowsOf(first).filter((row) => row.status === 201);
    expect(placed).toHaveLength(497);
    expect(placed.some((row) => row.replayed)).toBe(false);

    const replayed = rowsOf(again).filter((row) => row.order);
    expect(replayed.every((row) => row.status === 200 && row.replayed)).toBe(true);
    expect(replayed.map((row) => row.order?.id)).toEqual(placed.map((row) => row.order?.id));
    expect(await orders.countDocuments({ tenantId: tenant.id })).toBe(497);
  });

  it('that came half-way is completed by sending it again', async () => {
    const { tenant, client, withoutId } = await given();
    const items = Array.from({ length: 40 }, (_, index) => withoutId({ instructions: index % 2 ? 'odd' : 'even' }));
    const key = { 'Idempotency-Key': v7() };
    await app.mongo.db.command({ collMod: 'orders', validator: { instructions: { $ne: 'odd' } } });
    const first = await client.post(BULK, { items }, key);
    await app.mongo.db.command({ collMod: 'orders', validator: {} });

    const again = await client.post(BULK, { items }, key);

    expect(statusesOf(first)).toEqual(items.map((_, index) => (index % 2 ? 500 : 201)));
    expect(statusesOf(again)).toEqual(items.map((_, index) => (index % 2 ? 201 : 200)));
    expect(rowsOf(again).map((row) => row.replayed === true)).toEqual(items.map((_, index) => index % 2 === 0));
    expect(await orders.countDocuments({ tenantId: tenant.id })).toBe(40);
  });

  it('whose process was killed in the middle is completed by another one', async () => {
    const { tenant, client, colleague, withoutId } = await given();
    const items = Array.from({ length: 300 }, () => withoutId());
    const key = v7();
    const doomed = await startServerProcess(app, { ROLES: 'api' });
    const answered = fetch(`${doomed.url}/api/v1${BULK}`, {
      method: 'POST',
      body: JSON.stringify({ items }),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${client.token}`,
        'x-forwarded-for': tenant.address,
        'idempotency-key': key,
      },
    }).catch(() => undefined); // it dies before it has answered
    while ((await orders.countDocuments({ tenantId: tenant.id })) < 20) await new Promise((then) => setImmediate(then));
    await doomed.end('SIGKILL');
    await answered;
    const before = await orders.countDocuments({ tenantId: tenant.id });

    const again = await (await colleague()).post(BULK, { items }, { 'Idempotency-Key': key });

    const replayed = rowsOf(again).filter((row) => row.status === 200 && row.replayed);
    // What it had sent when it died may have arrived after it was counted.
    expect(replayed.length).toBeGreaterThanOrEqual(before);
    expect(rowsOf(again).filter((row) => row.status === 201)).toHaveLength(300 - replayed.length);
    expect(await orders.countDocuments({ tenantId: tenant.id })).toBe(300);
  });

  it('runs items about one order in their order', async () => {
    const { clientId, dispatcher, productId, carrierId, vehicleId } = await given();
    const lives = Array.from({ length: 10 }, () => {
      const order = aNewOrder(productId, { clientId });
      return [
        { create: order },
        { transition: { orderId: order.id, version: 1, to: 'accepted' } },
        { transition: { orderId: order.id, version: 2, to: 'assigned', carrierId, vehicleId } },
        { transition: { orderId: order.id, version: 3, to: 'picked_up' } },
        { transition: { orderId: order.id, to: 'cancelled' } },
      ];
    });

    const answer = await dispatcher.post(BULK, { items: lives.flat() });

    expect(statusesOf(answer)).toEqual(lives.flatMap(() => [201, 200, 200, 200, 409]));
    expect(rowsOf(answer).map((row) => row.order?.version)).toEqual(lives.flatMap(() => [1, 2, 3, 4, undefined]));
  });

  it('judges each item by its own role and rules', async () => {
    const { dispatcher, driver, client, productId, clientId, carrierId, vehicleId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    const move = (more: object) => ({ transition: { orderId: order.id, ...more } });
    await dispatcher.post(BULK, {
      items: [
        move({ version: 1, to: 'accepted' }),
        move({ version: 2, to: 'assigned', carrierId, vehicleId, driverId: driver.userId }),
      ],
    });

    const byDriver = await driver.post(BULK, {
      items: [
        { create: aNewOrder(productId) },
        move({ version: 3, to: 'picked_up' }),
        move({ version: 4, to: 'review' }),
      ],
    });
    const byStaff = await dispatcher.post(BULK, {
      items: [
        { create: aNewOrder(productId) },
        move({ to: 'in_transit' }),
        move({ version: 3, to: 'in_transit' }),
        { transition: { orderId: v7(), version: 1, to: 'accepted' } },
        { create: aNewOrder(productId, { clientId }), transition: {} },
      ],
    });

    expect(rowsOf(byDriver).map(({ status, problem }) => [status, problem?.code])).toEqual([
      [403, 'action_not_allowed'],
      [200, undefined],
      [403, 'action_not_allowed'],
    ]);
    expect(rowsOf(byDriver)[1]?.order).not.toHaveProperty('price');
    expect(rowsOf(byStaff).map(({ status, problem }) => [status, problem?.code])).toEqual([
      [400, 'invalid_request'],
      [428, 'precondition_required'],
      [412, 'version_mismatch'],
      [404, 'not_found'],
      [400, 'invalid_request'],
    ]);
    expect(rowsOf(byStaff)[0]?.problem?.errors).toMatchObject([{ pointer: '/items/0/create/clientId' }]);
  });

  it.each([
    ['a UUIDv7', v7],
    ['another UUID', v4],
  ])('recognises items without an id under %s as the key of the call', async (_, aKey) => {
    const { tenant, client, dispatcher, withoutId } = await given();
    const key = { 'Idempotency-Key': aKey() };
    const placed = await client.post(BULK, { items: [withoutId(), withoutId()] }, key);
    const moves = rowsOf(placed).map(({ order }) => ({
      transition: { orderId: order?.id, version: 1, to: 'accepted' },
    }));
    const moveKey = { 'Idempotency-Key': aKey() };

    const moved = await dispatcher.post(BULK, { items: moves }, moveKey);
    const again = await dispatcher.post(BULK, { items: moves }, moveKey);
    const withoutKey = await dispatcher.post(BULK, { items: moves });

    expect(statusesOf(moved)).toEqual([200, 200]);
    expect(rowsOf(again)).toMatchObject([
      { status: 200, replayed: true, order: { status: 'accepted', version: 2 } },
      { status: 200, replayed: true, order: { status: 'accepted', version: 2 } },
    ]);
    expect(statusesOf(withoutKey)).toEqual([412, 412]);
    expect(await orders.countDocuments({ tenantId: tenant.id })).toBe(2);
  });

  it('recognises what was sent alone before, and refuses another order under its id', async () => {
    const { client, dispatcher, productId } = await given();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    const key = v7();
    await dispatcher.post(
      `/transport-orders/${order.id}/transitions`,
      { to: 'accepted' },
      { 'If-Match': 'W/"v1"', 'Idempotency-Key': key },
    );

    const placed = await client.post(BULK, {
      items: [{ create: order }, { create: { ...order, instructions: 'Ring' } }],
    });
    const moved = await dispatcher.post(BULK, {
      items: [{ transition: { orderId: order.id, version: 1, key, to: 'accepted' } }],
    });

    expect(rowsOf(placed).map(({ status, replayed, problem }) => [status, replayed, problem?.code])).toEqual([
      [200, true, undefined],
      [422, undefined, 'idempotency_key_reuse'],
    ]);
    expect(rowsOf(moved)).toMatchObject([{ status: 200, replayed: true }]);
  });

  it('is refused as a whole when the caller’s bucket cannot hold it', async () => {
    const { tenant, client, withoutId } = await given();
    const items = Array.from({ length: limits.rate.bulk.limit / 2 + 1 }, () => withoutId());
    await client.post(BULK, { items });

    const second = await client.post(BULK, { items });

    expect(second).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(await orders.countDocuments({ tenantId: tenant.id })).toBe(items.length);
  });
});
