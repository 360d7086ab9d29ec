import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { givenPlan } from './given-plan.fixtures.ts';
import { aNewPlan } from './plans.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const listed = async (person: Caller, path = '/plans') =>
  (await person.get(path)).body.data.map(({ id }: { id: string }) => id);

describe('createPlan', () => {
  it('adds a plan that can be subscribed to at once', async () => {
    const { admin } = await givenTenant(app);

    const answer = await admin.post('/plans', aNewPlan());

    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject({ ...aNewPlan(), status: 'active', version: 1 });
    expect((await admin.get(`/plans/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('limits nothing that it does not name', async () => {
    const { admin } = await givenTenant(app);
    const { body } = await admin.post('/plans', { name: 'Free', price: { amount: 0, currency: 'CHF' } });
    expect(body.features).toEqual([]);
    expect(Object.keys(body)).not.toContain('monthlyOrders');
    expect(Object.keys(body)).not.toContain('keyRequestsPerMinute');
  });

  it('refuses a price that is no whole number of minor units of a currency', async () => {
    const { admin } = await givenTenant(app);
    for (const price of [
      { amount: 49.5, currency: 'EUR' },
      { amount: -1, currency: 'EUR' },
      { amount: 1, currency: 'euro' },
      { amount: 1 },
    ])
      expect((await admin.post('/plans', { ...aNewPlan(), price })).body.code).toBe('invalid_request');
  });

  it('is for admins alone', async () => {
    const { tenant, person } = await givenPlan(app);
    for (const somebody of [tenant.dispatcher, await person()])
      expect((await somebody.post('/plans', aNewPlan())).body.code).toBe('action_not_allowed');
  });
});

describe('listPlans', () => {
  it('shows clients what they could subscribe to, and staff also what was withdrawn', async () => {
    const { admin, tenant, plan: old, aPlan, amendPlan, person } = await givenPlan(app);
    const current = await aPlan();
    const client = await person();
    expect(await listed(client)).toEqual([current.id, old.id]);

    await amendPlan(old, { status: 'withdrawn' });

    expect(await listed(client)).toEqual([current.id]);
    expect(await listed(tenant.dispatcher)).toEqual([current.id, old.id]);
    expect(await listed(admin)).toEqual([current.id, old.id]);
  });

  it('goes page by page and counts', async () => {
    const { admin, plan, aPlan } = await givenPlan(app);
    await aPlan();
    const { body, headers } = await admin.get('/plans?limit=1&count=true');
    expect([body.data.length, body.total]).toEqual([1, 2]);
    const next = /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1];
    expect(await listed(admin, next)).toEqual([plan.id]);
  });

  it('is not for carriers and drivers', async () => {
    const { tenant } = await givenPlan(app);
    const carrierId = 'car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
    for (const role of ['carrier', 'driver'] as const)
      expect((await (await tenant.person(role, { carrierId })).get('/plans')).status).toBe(403);
  });

  it('is kept, and yet nobody misses a change', async () => {
    const { admin, plan, amendPlan, person } = await givenPlan(app);
    const client = await person();
    for (const reader of [admin, client]) {
      await reader.get('/plans');
      await expect.poll(async () => (await reader.get('/plans')).headers['x-cache']).toBe('HIT');
    }

    await amendPlan(plan, { name: 'Business 2027' });

    for (const reader of [admin, client]) {
      expect((await reader.get('/plans')).body.data[0].name).toBe('Business 2027');
      expect((await reader.get(`/plans/${plan.id}`)).body.name).toBe('Business 2027');
    }
  });
});

describe('getPlan', () => {
  it('shows a withdrawn plan to clients too, because subscriptions name it', async () => {
    const { tenant, admin, plan, amendPlan, person } = await givenPlan(app);
    await amendPlan(plan, { status: 'withdrawn' });
    for (const reader of [admin, tenant.dispatcher, await person()]) {
      const answer = await reader.get(`/plans/${plan.id}`);
      expect([answer.status, answer.body.status, answer.headers.etag]).toEqual([200, 'withdrawn', 'W/"v2"']);
    }
  });

  it('does not show another tenant’s plan', async () => {
    const { plan } = await givenPlan(app);
    const { admin } = await givenTenant(app);
    expect((await admin.get(`/plans/${plan.id}`)).body.code).toBe('not_found');
  });
});

describe('amendPlan', () => {
  it('changes what it names, and null takes a limit away', async () => {
    const { admin, plan, amendPlan } = await givenPlan(app);

    const answer = await amendPlan(plan, { price: { amount: 5_900, currency: 'CHF' }, monthlyOrders: null });

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    const { monthlyOrders: _, ...rest } = plan;
    expect(answer.body).toEqual({
      ...rest,
      price: { amount: 5_900, currency: 'CHF' },
      version: 2,
      updatedAt: answer.body.updatedAt,
    });
    expect((await admin.get(`/plans/${plan.id}`)).body).toEqual(answer.body);
  });

  it('asks for the version that was seen', async () => {
    const { admin, plan, amendPlan } = await givenPlan(app);
    expect((await admin.patch(`/plans/${plan.id}`, { name: 'B' })).body.code).toBe('precondition_required');
    expect((await amendPlan({ ...plan, version: 9 }, { name: 'B' })).body).toMatchObject({
      code: 'version_mismatch',
      currentVersion: 1,
    });
  });

  it('offers a withdrawn plan again', async () => {
    const { plan, amendPlan, subscribe } = await givenPlan(app);
    await amendPlan(plan, { status: 'withdrawn' });
    await amendPlan({ ...plan, version: 2 }, { status: 'active' });
    expect((await subscribe()).status).toBe(201);
  });
});
