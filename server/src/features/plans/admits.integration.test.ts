import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { givenPlan, plansDoor } from './given-plan.fixtures.ts';
import type { PlansApi } from './plans.deps.ts';
import { inDays } from './plans.fixtures.ts';

let app: TestApp;
let door: PlansApi;
beforeAll(async () => {
  app = await testApp();
  door = plansDoor(app).api;
});

async function given(fields: object = { monthlyOrders: 10 }) {
  const plan = await givenPlan(app, fields);
  const ctx = aCtx({ tenantId: plan.tenant.id });
  const admits = (more: { number?: number; at?: Date; clientId?: string } = {}) => {
    const { number, at = new Date(), clientId = plan.clientId } = more;
    const count = number === undefined ? {} : { count: { number } };
    return door.admits(ctx, { clientId, at, ...count });
  };
  return { ...plan, admits };
}
const OK = { ok: true };

describe('an order is admitted', () => {
  it('for a client that never had a subscription, whatever it counts', async () => {
    const { admits } = await given();
    expect(await admits({ number: 1_000 })).toEqual(OK);
  });

  it('up to the orders that the plan includes', async () => {
    const { admits, subscribe } = await given();
    await subscribe();
    expect(await admits({ number: 10 })).toEqual(OK);
    expect(await admits({ number: 11 })).toEqual({
      ok: false,
      reason: 'quota_exceeded',
      message: 'This is order 11 of its month; the plan Business includes 10.',
    });
    expect(await admits()).toEqual(OK);
  });

  it('never by a plan that includes none, and always by one that names no number', async () => {
    const none = await given({ monthlyOrders: 0 });
    await none.subscribe();
    expect(await none.admits({ number: 1 })).toMatchObject({ reason: 'quota_exceeded' });
    const all = await given({ monthlyOrders: undefined });
    await all.subscribe();
    expect(await all.admits({ number: 1_000_000 })).toEqual(OK);
  });

  it('by what the plan includes now: raised, or another plan, lets a counted order through', async () => {
    const { admits, subscribe, plan, amendPlan, aPlan, amend } = await given();
    const { body } = await subscribe();
    expect((await admits({ number: 11 })).ok).toBe(false);
    await amendPlan(plan, { monthlyOrders: 11 });
    expect(await admits({ number: 11 })).toEqual(OK);
    await amend(body, { planId: (await aPlan({ monthlyOrders: 12 })).id });
    expect(await admits({ number: 12 })).toEqual(OK);
  });

  it('by a withdrawn plan, for who has it', async () => {
    const { admits, subscribe, plan, amendPlan } = await given();
    await subscribe();
    await amendPlan(plan, { status: 'withdrawn' });
    expect([await admits({ number: 10 }), (await admits({ number: 11 })).ok]).toEqual([OK, false]);
  });

  it('by a trial until its end, to the millisecond and without any task', async () => {
    const { admits, subscribe } = await given();
    const end = inDays(3);
    await subscribe({ trialEndsAt: end.toISOString() });
    expect(await admits({ number: 1, at: new Date(end.getTime() - 1) })).toEqual(OK);
    expect(await admits({ number: 1, at: end })).toEqual({
      ok: false,
      reason: 'subscription_inactive',
      message: `The trial of the subscription ended at ${end.toISOString()}.`,
    });
  });

  it('not while past due, again when that is over, and no more after the end', async () => {
    const { admits, subscribe, move } = await given();
    const { body } = await subscribe();
    const inactive = { ok: false, reason: 'subscription_inactive' };
    await move(body, 'past_due');
    expect(await admits()).toMatchObject(inactive);
    await move({ ...body, version: 2 }, 'active');
    expect(await admits()).toEqual(OK);
    await move({ ...body, version: 3 }, 'cancelled');
    expect(await admits({ number: 1 })).toMatchObject(inactive);
    expect((await admits({ clientId: 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c' })).ok).toBe(true);
  });

  it('by the one that is not cancelled, though an older one says by a fast clock that it is newer', async () => {
    const { tenant, admits, subscribe, move } = await given();
    const { body } = await subscribe();
    await move(body, 'cancelled');
    const all = app.mongo.db.collection('subscriptions');
    await all.updateOne({ tenantId: tenant.id, id: body.id }, { $set: { createdAt: inDays(1) } });
    await subscribe();
    expect(await admits({ number: 1 })).toEqual(OK);
  });
});
