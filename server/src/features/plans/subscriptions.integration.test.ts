import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { givenPlan } from './given-plan.fixtures.ts';
import { inDays } from './plans.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const soon = () => inDays(14).toISOString();
const ids = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map(({ id }) => id);

describe('createSubscription', () => {
  it('is active at once, with nothing used yet', async () => {
    const { subscribe, clientId, plan } = await givenPlan(app);

    const answer = await subscribe();

    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject({ clientId, planId: plan.id, status: 'active', version: 1 });
    expect(answer.body.usage).toEqual({
      month: expect.stringMatching(/^\d{4}-\d{2}$/),
      orders: 0,
      monthlyOrders: plan.monthlyOrders,
    });
  });

  it('is a trial until the time it names', async () => {
    const trialEndsAt = soon();
    expect((await (await givenPlan(app)).subscribe({ trialEndsAt })).body).toMatchObject({
      status: 'trial',
      trialEndsAt,
    });
  });

  it('has no trial that is over before it begins', async () => {
    const answer = await (await givenPlan(app)).subscribe({ trialEndsAt: inDays(-1).toISOString() });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toMatchObject([{ pointer: '/trialEndsAt' }]);
  });

  it('names a client and a plan of the tenant', async () => {
    const { subscribe } = await givenPlan(app);
    const elsewhere = await givenPlan(app);
    for (const [pointer, change] of [
      ['/clientId', { clientId: `cli_${v7()}` }],
      ['/clientId', { clientId: elsewhere.clientId }],
      ['/planId', { planId: `pln_${v7()}` }],
      ['/planId', { planId: elsewhere.plan.id }],
    ] as const) {
      const answer = await subscribe(change);
      expectProblem(answer, 422, 'unknown_reference');
      expect(answer.body.detail).toContain(pointer);
    }
  });

  it('is not made for a withdrawn plan', async () => {
    const { subscribe, amendPlan, plan } = await givenPlan(app);
    await amendPlan(plan, { status: 'withdrawn' });
    expectProblem(await subscribe(), 409, 'plan_withdrawn');
  });

  it.each(['trial', 'active', 'past_due'])('is refused while the client has one that is %s', async (status) => {
    const { subscribe, move } = await givenPlan(app);
    const first = await subscribe(status === 'trial' ? { trialEndsAt: soon() } : {});
    if (status === 'past_due') await move(first.body, 'past_due');

    const second = await subscribe();

    expectProblem(second, 409, 'subscription_exists');
    expect(second.body.detail).toContain(first.body.id);
  });

  it('is possible again after a cancellation', async () => {
    const { subscribe, move } = await givenPlan(app);
    await move((await subscribe()).body, 'cancelled');
    expect((await subscribe()).status).toBe(201);
  });

  it('is made once when many make it at once', async () => {
    const { subscribe, clientId, admin } = await givenPlan(app);

    const answers = await Promise.all(Array.from({ length: 8 }, () => subscribe()));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(new Set(codes)).toEqual(new Set(['subscription_exists']));
    expect((await admin.get(`/subscriptions?clientId=${clientId}`)).body.data).toHaveLength(1);
  });

  it('is for admins alone', async () => {
    const { tenant, clientId, plan, person } = await givenPlan(app);
    for (const somebody of [tenant.dispatcher, await person()])
      expectProblem(await somebody.post('/subscriptions', { clientId, planId: plan.id }), 403, 'action_not_allowed');
  });
});

describe('getSubscription', () => {
  it('is for staff and for its client, and for nobody else there at all', async () => {
    const { tenant, admin, subscribe, person, aClient } = await givenPlan(app);
    const { body } = await subscribe();
    for (const reader of [admin, tenant.dispatcher, await person()])
      expect((await reader.get(`/subscriptions/${body.id}`)).body).toEqual(body);

    for (const stranger of [await person(await aClient()), (await givenTenant(app)).admin])
      expectProblem(await stranger.get(`/subscriptions/${body.id}`), 404, 'not_found');
  });
});

describe('listSubscriptions', () => {
  async function givenTwo() {
    const given = await givenPlan(app);
    const other = { clientId: await given.aClient(), plan: await given.aPlan() };
    const first = (await given.subscribe()).body;
    const second = (await given.subscribe({ clientId: other.clientId, planId: other.plan.id, trialEndsAt: soon() }))
      .body;
    return { ...given, other, first, second };
  }

  it('shows staff all, newest first, page by page', async () => {
    const { tenant, first, second } = await givenTwo();
    const answer = await tenant.dispatcher.get('/subscriptions?limit=1&count=true');
    expect([ids(answer), answer.body.total]).toEqual([[second.id], 2]);
    expect(ids(await tenant.dispatcher.get(`/subscriptions?limit=1&cursor=${answer.body.next}`))).toEqual([first.id]);
  });

  it('narrows to a client, a status or a plan, and to no combination of them', async () => {
    const { admin, first, second, other } = await givenTwo();
    expect(ids(await admin.get(`/subscriptions?clientId=${other.clientId}`))).toEqual([second.id]);
    expect(ids(await admin.get('/subscriptions?status=active'))).toEqual([first.id]);
    expect(ids(await admin.get(`/subscriptions?planId=${other.plan.id}`))).toEqual([second.id]);
    expectProblem(await admin.get(`/subscriptions?planId=${other.plan.id}&status=active`), 400, 'filter_not_served');
  });

  it('shows clients their own, whatever they ask for', async () => {
    const { person, first, clientId, other } = await givenTwo();
    const client = await person();
    expect(ids(await client.get('/subscriptions'))).toEqual([first.id]);
    expect(ids(await client.get(`/subscriptions?clientId=${clientId}`))).toEqual([first.id]);
    expect(ids(await client.get('/subscriptions?status=active'))).toEqual([first.id]);
    expect((await client.get('/subscriptions?status=trial&count=true')).body).toEqual({ data: [], total: 0 });
    expect((await client.get(`/subscriptions?clientId=${other.clientId}&count=true`)).body).toEqual({
      data: [],
      total: 0,
    });
  });
});

describe('amendSubscription', () => {
  it('gives another plan, and its limit is shown at once', async () => {
    const { subscribe, amend, aPlan } = await givenPlan(app);
    const { body } = await subscribe();
    const larger = await aPlan({ monthlyOrders: 5_000 });

    const answer = await amend(body, { planId: larger.id });

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ planId: larger.id, usage: { monthlyOrders: 5_000 }, version: 2 });
  });

  it('follows its plan, and shows no limit where the plan has none any more', async () => {
    const { subscribe, amendPlan, plan, admin } = await givenPlan(app);
    const { body } = await subscribe();
    const usage = async () => (await admin.get(`/subscriptions/${body.id}`)).body.usage;
    await amendPlan(plan, { monthlyOrders: 250 });
    expect((await usage()).monthlyOrders).toBe(250);
    await amendPlan({ ...plan, version: 2 }, { monthlyOrders: null });
    expect(await usage()).toEqual({ month: body.usage.month, orders: 0 });
  });

  it('is changed with the tag it was read with, although its usage stands in it', async () => {
    const { subscribe, admin } = await givenPlan(app);
    const path = `/subscriptions/${(await subscribe()).body.id}`;
    const { etag } = (await admin.get(path)).headers;
    const answer = await admin.post(`${path}/transitions`, { to: 'past_due' }, { 'If-Match': String(etag) });
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
  });

  it('puts off the end of a trial, to a time in the future', async () => {
    const { subscribe, amend } = await givenPlan(app);
    const { body } = await subscribe({ trialEndsAt: soon() });
    const trialEndsAt = inDays(30).toISOString();
    expect((await amend(body, { trialEndsAt })).body).toMatchObject({ status: 'trial', trialEndsAt, version: 2 });
    expectProblem(
      await amend({ ...body, version: 2 }, { trialEndsAt: inDays(-1).toISOString() }),
      409,
      'subscription_cannot_be_amended',
    );
  });

  it('gives no trial to what is none, and changes nothing that is cancelled', async () => {
    const { subscribe, amend, move, plan } = await givenPlan(app);
    const { body } = await subscribe();
    expectProblem(await amend(body, { trialEndsAt: soon() }), 409, 'subscription_cannot_be_amended');
    const cancelled = (await move(body, 'cancelled')).body;
    expectProblem(await amend(cancelled, { planId: plan.id }), 409, 'subscription_cannot_be_amended');
  });

  it('takes no plan that was withdrawn or never was, but keeps the one it has', async () => {
    const { subscribe, amend, amendPlan, plan, aPlan } = await givenPlan(app);
    const { body } = await subscribe();
    const gone = await aPlan();
    for (const one of [plan, gone]) await amendPlan(one, { status: 'withdrawn' });

    expectProblem(await amend(body, { planId: gone.id }), 409, 'plan_withdrawn');
    expectProblem(await amend(body, { planId: `pln_${v7()}` }), 422, 'unknown_reference');
    expect((await amend(body, { planId: plan.id })).status).toBe(200);
  });

  it('asks for the version that was seen, and of two changes from one version lets one win', async () => {
    const { subscribe, amend, admin, plan, aPlan } = await givenPlan(app);
    const { body } = await subscribe();
    const other = await aPlan();
    expectProblem(await admin.patch(`/subscriptions/${body.id}`, { planId: plan.id }), 428, 'precondition_required');

    const answers = await Promise.all([amend(body, { planId: other.id }), amend(body, { planId: plan.id })]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const loser = answers.find(({ status }) => status === 412);
    expect(loser?.body).toMatchObject({ code: 'version_mismatch', currentVersion: 2 });
  });
});

describe('moveSubscription', () => {
  const STATUSES = ['trial', 'active', 'past_due', 'cancelled'] as const;
  const TARGETS = ['active', 'past_due', 'cancelled'] as const;
  const ALLOWED: Readonly<Record<(typeof STATUSES)[number], readonly string[]>> = {
    trial: ['active', 'cancelled'],
    active: ['past_due', 'cancelled'],
    past_due: ['active', 'cancelled'],
    cancelled: [],
  };

  it('goes every way of the table, and refuses every other by naming where it is and may go', async () => {
    const counts = { moved: 0, refused: 0 };
    for (const from of STATUSES) {
      for (const to of TARGETS) {
        const { subscribe, move } = await givenPlan(app);
        let { body } = await subscribe(from === 'trial' ? { trialEndsAt: soon() } : {});
        if (from === 'past_due' || from === 'cancelled') body = (await move(body, from)).body;

        const answer = await move(body, to, 'as agreed');

        if (ALLOWED[from].includes(to)) {
          counts.moved++;
          expect([answer.status, answer.headers.etag]).toEqual([200, `W/"v${body.version + 1}"`]);
          expect(answer.body).toMatchObject({ status: to, reason: 'as agreed', version: body.version + 1 });
        } else {
          counts.refused++;
          expectProblem(answer, 409, 'subscription_cannot_move');
          expect(answer.body).toMatchObject({ allowed: ALLOWED[from], currentVersion: body.version });
          expect(answer.body.detail).toContain(`is ${from}`);
        }
      }
    }
    console.info(
      `subscriptions: ${counts.moved} moves made, ${counts.refused} refused, of ${STATUSES.length} statuses`,
    );
    expect(counts).toEqual({ moved: 6, refused: 6 });
  });

  it('keeps the reason of the last move only', async () => {
    const { subscribe, move } = await givenPlan(app);
    const late = (await move((await subscribe()).body, 'past_due', 'invoice 4711')).body;
    expect(late.reason).toBe('invoice 4711');
    expect((await move(late, 'active')).body.reason).toBeUndefined();
  });

  it('of two admins at once lets one decide', async () => {
    const { subscribe, move, admin } = await givenPlan(app);
    const { body } = await subscribe();
    const answers = await Promise.all([move(body, 'past_due'), move(body, 'cancelled')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200)?.body;
    expect((await admin.get(`/subscriptions/${body.id}`)).body).toEqual(winner);
  });

  it('asks for the version that was seen, and is for admins alone', async () => {
    const { tenant, admin, subscribe, move } = await givenPlan(app);
    const { body } = await subscribe();
    const path = `/subscriptions/${body.id}/transitions`;
    expectProblem(await admin.post(path, { to: 'cancelled' }), 428, 'precondition_required');
    expectProblem(await move({ ...body, version: 9 }, 'cancelled'), 412, 'version_mismatch');
    expectProblem(await tenant.dispatcher.post(path, { to: 'cancelled' }), 403, 'action_not_allowed');
  });
});
