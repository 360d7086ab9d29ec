import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import type { OrderCount } from './count-order.ts';
import { givenPlan, plansDoor } from './given-plan.fixtures.ts';
import type { PlansApi } from './plans.deps.ts';

/** Two instances on one database. */
let app: TestApp;
let other: TestApp;
let here: PlansApi;
let there: PlansApi;
beforeAll(async () => {
  app = await testApp();
  other = await startTestApp({ DATABASE: app.config.mongoUrl.split('/').at(-1)?.split('?')[0] ?? '' });
  afterAll(() => other.stop());
  here = plansDoor(app).api;
  there = plansDoor(other).api;
});

/** A client with a subscription, and orders of it. */
async function given(monthlyOrders: number, settings: { timeZone?: string } = {}) {
  const plan = await givenPlan(app, { monthlyOrders }, settings);
  const { body: subscription } = await plan.subscribe();
  const ctx = aCtx({ tenantId: plan.tenant.id });
  const { clientId } = plan;
  const count = (orderId: string, at = new Date(), door = here) => door.countOrder(ctx, { clientId, orderId, at });
  return { ...plan, subscription, ctx, count };
}
/** The id of an order whose form was opened then. */
const anOrderOf = (at: string | Date) => v7({ msecs: new Date(at).getTime() });
const numbers = (counts: readonly (OrderCount | undefined)[]) =>
  counts.map((count) => count?.number ?? 0).sort((a, b) => a - b);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('orders of a month', () => {
  it('get each a number of its own, forty at once on two instances, and ten of them are within a quota of ten', async () => {
    const { ctx, clientId, count } = await given(10);
    const orders = Array.from({ length: 40 }, () => v7());

    const counts = await Promise.all(orders.map((id, i) => count(id, new Date(), i % 2 ? here : there)));
    const at = new Date();
    const admissions = await Promise.all(
      counts.map((one, i) => (i % 2 ? there : here).admits(ctx, { clientId, at, ...(one ? { count: one } : {}) })),
    );

    expect(numbers(counts)).toEqual(upTo(40));
    expect(counts.filter((one) => (one?.number ?? 0) <= 10)).toHaveLength(10);
    expect(admissions.map(({ ok }) => ok)).toEqual(counts.map((one) => (one?.number ?? 0) <= 10));
    const again = await Promise.all(orders.map((id, i) => count(id, new Date(), i % 2 ? there : here)));
    expect(again).toEqual(counts);
    expect((await count(v7()))?.number).toBe(41);
  });

  it('are counted once when one order is tried many times at once', async () => {
    const { count } = await given(10);
    const order = v7();
    const counts = await Promise.all(
      Array.from({ length: 12 }, (_, i) => count(order, new Date(), i % 2 ? here : there)),
    );
    expect(numbers(counts)).toEqual(Array.from({ length: 12 }, () => 1));
    expect((await count(v7()))?.number).toBe(2);
  });

  it('are recognised for the last few hundred, whatever the order they came in', async () => {
    const { count } = await given(1_000);
    const size = limits.size.countedOrders;
    const orders = Array.from({ length: size }, () => v7());
    const former = new Map<string, number | undefined>();
    // In groups, because more at once than there are connections would wait for each other.
    for (let first = 0; first < size; first += 20)
      await Promise.all(orders.slice(first, first + 20).map(async (id) => former.set(id, (await count(id))?.number)));
    const oldest = orders.find((id) => former.get(id) === 1) ?? '';

    expect((await count(v7()))?.number).toBe(size + 1);

    for (const id of orders.filter((one) => one !== oldest)) expect((await count(id))?.number).toBe(former.get(id));
    expect((await count(oldest))?.number).toBe(size + 2);
  });

  it('are counted per client and per tenant', async () => {
    const one = await given(10);
    const two = await given(10);
    const order = v7();
    expect([await one.count(order), await two.count(order)].map((count) => count?.number)).toEqual([1, 1]);
    const stranger = { ...one.ctx, tenantId: two.ctx.tenantId };
    expect(await here.countOrder(stranger, { clientId: one.clientId, orderId: order, at: new Date() })).toBeUndefined();
  });

  it('are not counted for a client that never had a subscription, and go on being counted after its end', async () => {
    const { ctx, aClient, count, move, subscription } = await given(10);
    const clientId = await aClient();
    expect(await here.countOrder(ctx, { clientId, orderId: v7(), at: new Date() })).toBeUndefined();
    const months = app.mongo.db.collection('subscription_usage');
    expect(await months.countDocuments({ tenantId: ctx.tenantId })).toBe(0);

    await move(subscription, 'cancelled');
    expect((await count(v7()))?.number).toBe(1);
  });

  it('stay counted when a transaction around them is given up', async () => {
    const { ctx, clientId, count } = await given(10);
    const order = v7();
    const givenUp = app.mongo.transaction(async (session) => {
      const inside = { ...ctx, unit: { session, afterCommit: () => {} } };
      await here.countOrder(inside, { clientId, orderId: order, at: new Date() });
      throw new Error('given up');
    });
    await expect(givenUp).rejects.toThrow('given up');
    expect((await count(v7()))?.number).toBe(2);
    expect((await count(order))?.number).toBe(1);
  });
});

describe('a month begins', () => {
  it.each([
    ['Europe/Berlin', 'in winter', '2026-11-30T22:59:59.999Z', '2026-11', '2026-12'],
    ['Europe/Berlin', 'in summer', '2026-06-30T21:59:59.999Z', '2026-06', '2026-07'],
    ['Europe/Berlin', 'after its clocks were set back', '2026-10-31T22:59:59.999Z', '2026-10', '2026-11'],
    ['Europe/Berlin', 'at the end of a day of 23 hours', '2024-03-31T21:59:59.999Z', '2024-03', '2024-04'],
    ['Europe/Berlin', 'with the year', '2026-12-31T22:59:59.999Z', '2026-12', '2027-01'],
    ['America/Los_Angeles', 'with a day of 25 hours', '2026-11-01T06:59:59.999Z', '2026-10', '2026-11'],
    ['America/Los_Angeles', 'in winter', '2026-12-01T07:59:59.999Z', '2026-11', '2026-12'],
    ['America/Los_Angeles', 'with the year', '2027-01-01T07:59:59.999Z', '2026-12', '2027-01'],
  ])('in %s %s with number one', async (timeZone, _when, last, month, next) => {
    const { count } = await given(10, { timeZone });
    const before = new Date(last);
    const after = new Date(before.getTime() + 1);
    // Opened long before, so that each month is asked for what the other may have counted.
    const [a, b, c] = [anOrderOf('2023-01-01'), anOrderOf('2023-01-01'), anOrderOf('2023-01-01')];

    expect([await count(a, before), await count(b, before), await count(c, after)]).toEqual([
      { month, number: 1 },
      { month, number: 2 },
      { month: next, number: 1 },
    ]);
    // Who was counted before the border and tries again behind it keeps its number.
    expect([await count(b, after), await count(v7(), after)]).toEqual([
      { month, number: 2 },
      { month: next, number: 2 },
    ]);
  });

  it('anew for an order that was opened in the old one and comes in the new one', async () => {
    const { count } = await given(10);
    const opened = anOrderOf('2026-11-30T20:00:00.000Z');
    expect(await count(opened, new Date('2026-12-01T08:00:00.000Z'))).toEqual({ month: '2026-12', number: 1 });
  });
});

describe('what a subscription shows', () => {
  /** The clock of an instance, in the middle of a month. */
  let clock = Date.UTC(2026, 10, 21, 12);
  let shown: TestApp;
  beforeAll(async () => {
    shown = await testApp({ DATABASE: `test_clock_${process.pid}` }, { now: () => new Date(clock) });
  });

  it('is what the present month has used, for one and in lists, by the client’s own orders', async () => {
    const { tenant, admin, plan, clientId, aClient, person, subscribe } = await givenPlan(shown);
    const { body: subscription } = await subscribe();
    const second = await aClient();
    await subscribe({ clientId: second });
    const ctx = aCtx({ tenantId: tenant.id });
    const count = (of: string, at = new Date(clock)) =>
      plansDoor(shown).api.countOrder(ctx, { clientId: of, orderId: v7({ msecs: clock }), at });
    for (const of of [clientId, clientId, clientId, second]) await count(of);
    await count(clientId, new Date('2026-10-31T12:00:00.000Z'));

    const { body, headers } = await admin.get(`/subscriptions/${subscription.id}`);

    expect(body.usage).toEqual({ month: '2026-11', orders: 3, monthlyOrders: plan.monthlyOrders });
    const list = (await tenant.dispatcher.get('/subscriptions')).body.data;
    expect(list.map(({ usage }: typeof body) => usage.orders).sort()).toEqual([1, 3]);
    expect((await (await person()).get('/subscriptions')).body.data).toEqual([body]);
    // It grows without a new version: who holds an old number is not told that nothing has changed.
    await count(clientId);
    const after = await admin.get(`/subscriptions/${subscription.id}`, { 'If-None-Match': headers.etag ?? '' });
    expect([after.status, after.body.version, after.body.usage.orders]).toEqual([200, body.version, 4]);
  });

  it('begins anew with the month of the tenant’s zone', async () => {
    const { tenant, subscribe } = await givenPlan(shown, {}, { timeZone: 'America/Los_Angeles' });
    const { body: subscription } = await subscribe();
    const monthAt = async (at: string) => {
      clock = Date.parse(at);
      const admin = await tenant.person('admin'); // tokens end by the same clock
      return (await admin.get(`/subscriptions/${subscription.id}`)).body.usage.month;
    };
    expect([await monthAt('2027-01-01T07:59:59.999Z'), await monthAt('2027-01-01T08:00:00.000Z')]).toEqual([
      '2026-12',
      '2027-01',
    ]);
  });
});
