import { beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { aNewPlan, inDays } from './plans.fixtures.ts';

/** Two instances on one database. */
let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await testApp();
  other = await startTestApp({ DATABASE: app.config.mongoUrl.split('/').at(-1)?.split('?')[0] ?? '' });
  return () => other.stop();
});

/** A client of a trade with a plan of so many orders a month, and its orders over both instances. */
async function given(monthlyOrders: number, more: object = {}) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { admin } = tenant;
  const plan = (await admin.post('/plans', aNewPlan({ monthlyOrders }))).body;
  const { clientId } = trade;
  const subscription = (await admin.post('/subscriptions', { clientId, planId: plan.id, ...more })).body;
  const person = await tenant.person('client', { clientId });
  const callers = [app, other].map(({ url }) =>
    caller(url, { address: tenant.address, ...(person.token ? { token: person.token } : {}) }),
  );
  const place = (order: object, i = 0) => callers[i % 2]?.post('/transport-orders', order);
  const orders = (count: number) => Array.from({ length: count }, () => aNewOrder(trade.productId));
  const used = async () => (await admin.get(`/subscriptions/${subscription.id}`)).body.usage.orders;
  return { ...trade, tenant, admin, plan, subscription, place, orders, used };
}
type Shown = Awaited<ReturnType<Awaited<ReturnType<typeof given>>['place']>>;
const issuesOf = (answer: Shown) => answer?.body.issues.map(({ code }: { code: string }) => code);

describe('orders beyond what a plan includes', () => {
  it('are kept for review, exactly those, also when they come at once on two instances and twice each', async () => {
    const { place, orders, used, admin } = await given(5);
    const sent = orders(8);

    const answers = await Promise.all([...sent, ...sent].map((order, i) => place(order, i + Math.floor(i / 8))));

    const stored = (await admin.get('/transport-orders')).body.data;
    expect(stored).toHaveLength(8);
    expect(stored.filter(({ status }: { status: string }) => status === 'placed')).toHaveLength(5);
    expect(answers.filter((answer) => answer?.status === 201)).toHaveLength(8);
    const reviewed = answers.filter((answer) => answer?.body.status === 'review');
    expect(new Set(reviewed.flatMap(issuesOf))).toEqual(new Set(['quota_exceeded']));
    expect(await used()).toBe(8);
  });

  it('are placed by their client once the plan includes them, and not before', async () => {
    const { place, orders, admin, client, plan } = await given(0);
    const [order] = orders(1);
    const review = await place(order ?? {});
    expect([review?.body.status, issuesOf(review)]).toEqual(['review', ['quota_exceeded']]);
    const resolve = (version: number) =>
      client.post(`/transport-orders/${order?.id}/transitions`, { to: 'placed' }, { 'If-Match': `W/"v${version}"` });
    const still = await resolve(1);
    expect(still.body.status).toBe('review');

    await admin.patch(`/plans/${plan.id}`, { monthlyOrders: 1 }, { 'If-Match': 'W/"v1"' });

    expect((await resolve(still.body.version)).body.status).toBe('placed');
  });
});

describe('orders of an inactive subscription', () => {
  it.each(['past_due', 'cancelled'])('go to review while it is %s', async (to) => {
    const { place, orders, admin, subscription } = await given(10);
    const path = `/subscriptions/${subscription.id}/transitions`;
    await admin.post(path, { to }, { 'If-Match': 'W/"v1"' });
    const [order] = orders(1);
    const review = await place(order ?? {});
    expect([review?.status, review?.body.status, issuesOf(review)]).toEqual([201, 'review', ['subscription_inactive']]);
  });

  it('are placed in a trial', async () => {
    const { place, orders } = await given(10, { trialEndsAt: inDays(1).toISOString() });
    const [order] = orders(1);
    expect((await place(order ?? {}))?.body.status).toBe('placed');
  });
});
