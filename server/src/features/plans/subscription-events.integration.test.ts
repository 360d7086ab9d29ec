import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createEventLog, type StoredEvent } from '../../platform/events/event-log.ts';
import { givenPlan } from './given-plan.fixtures.ts';
import { inDays } from './plans.fixtures.ts';

let app: TestApp;
/** One that announces nothing. */
let silent: TestApp;
beforeAll(async () => {
  app = await testApp();
  silent = await testApp({ ROLES: 'api', DATABASE: `test_silent_${process.pid}` });
});

/** The events of a subscription once there are so many. */
async function eventsOf(tenantId: string, id: string, count: number) {
  const log = createEventLog(app.mongo);
  const ctx = aCtx({ tenantId });
  const all = () => log.ofSubject(ctx, `subscription/${id}`, 0, 100);
  await expect.poll(async () => (await all()).length).toBe(count);
  return all();
}

describe('subscription.changed', () => {
  it('is told of every change, in order and without holes', async () => {
    const { tenant, admin, subscribe, amend, move, aPlan, clientId, plan } = await givenPlan(app);
    const trialEndsAt = inDays(14).toISOString();
    const { body } = await subscribe({ trialEndsAt });
    const other = await aPlan();
    await amend(body, { planId: other.id });
    await move({ ...body, version: 2 }, 'active');
    await move({ ...body, version: 3 }, 'past_due', 'invoice 4711');
    await move({ ...body, version: 4 }, 'cancelled');

    const events = await eventsOf(tenant.id, body.id, 5);

    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['subscription.changed']));
    expect(events.map(({ sequence, version }) => [sequence, version])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]));
    const about = { subscriptionId: body.id, clientId, trialEndsAt };
    expect(events.map(({ data }) => data)).toEqual([
      { ...about, planId: plan.id, status: 'trial' },
      { ...about, planId: other.id, status: 'trial', changed: ['planId'] },
      { ...about, planId: other.id, status: 'active', from: 'trial' },
      { ...about, planId: other.id, status: 'past_due', from: 'active', reason: 'invoice 4711' },
      { ...about, planId: other.id, status: 'cancelled', from: 'past_due' },
    ]);
    expect((await admin.get(`/subscriptions/${body.id}`)).body.version).toBe(5);
  });

  it('is not told of what was refused', async () => {
    const { tenant, subscribe, move } = await givenPlan(app);
    const { body } = await subscribe();
    await move(body, 'active');
    await subscribe();
    await move(body, 'cancelled');
    expect((await eventsOf(tenant.id, body.id, 2)).map(({ data }) => data.status)).toEqual(['active', 'cancelled']);
    const all = app.mongo.db.collection<StoredEvent>('events');
    expect(await all.countDocuments({ tenantId: tenant.id })).toBe(2);
  });

  it('stands in the same document as its change, until it is announced', async () => {
    const { subscribe, move } = await givenPlan(silent);
    const { body } = await subscribe();
    await move(body, 'past_due');

    const stored = await silent.mongo.db.collection('subscriptions').findOne({ id: body.id });

    expect(stored).toMatchObject({ status: 'past_due', version: 2, sequence: 2, pendingAt: stored?.createdAt });
    expect(stored?.pending.map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 2]);
  });

  it('leaves every consumer’s list, though it is about no order', async () => {
    const { tenant, subscribe } = await givenPlan(app);
    const { body } = await subscribe();
    await eventsOf(tenant.id, body.id, 1);
    const events = app.mongo.db.collection<StoredEvent>('events');
    await expect.poll(async () => (await events.findOne({ subject: `subscription/${body.id}` }))?.todo).toEqual([]);
    const subscriptions = app.mongo.db.collection('subscriptions');
    await expect.poll(async () => (await subscriptions.findOne({ id: body.id }))?.pending).toEqual([]);
    expect(await subscriptions.findOne({ id: body.id })).not.toHaveProperty('pendingAt');
  });
});
