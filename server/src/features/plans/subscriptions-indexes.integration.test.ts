import type { Document, IndexDescription } from 'mongodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { newEvent } from '../../platform/events/event.ts';
import { createRelay } from '../../platform/events/relay.ts';
import { admits } from './admits.ts';
import { countOrder } from './count-order.ts';
import type { PlansDeps } from './plans.deps.ts';
import { aNewPlan, aSubscription, inDays } from './plans.fixtures.ts';
import { newPlan } from './plans.model.ts';
import { createPlansRepo, plansIndexes } from './plans.repo.ts';
import type { Subscription } from './subscriptions.model.ts';
import { createSubscriptionsRepo, subscriptionsIndexes } from './subscriptions.repo.ts';
import { createUsageRepo } from './usage.repo.ts';
import { eachWithUsage } from './with-usage.ts';

const { mongo, drop } = ownDatabase();
afterAll(drop);

const NOW = new Date('2026-11-21T08:30:00.000Z');
const ctx = aCtx();
const pager = createPager('a secret of at least thirty-two characters');
const subscriptions = createSubscriptionsRepo(mongo, pager);
const plans = createPlansRepo(mongo.db, pager);
const usage = createUsageRepo(mongo.db);
const deps: PlansDeps = {
  plans,
  subscriptions,
  usage,
  now: () => NOW,
  timeZone: async () => 'Europe/Berlin',
  clientExists: async () => true,
  invalidate: async () => {},
  announce: () => {},
};

const PAGE = 20;
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const clientIds = many(900, () => `cli_${v7()}`);
const planIds = many(12, () => `pln_${v7()}`);
const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T; // all is never empty

/** Three of each client, the last of them its present one; of two tenants, so that each index has to tell them apart. */
const subscriptionAt = (i: number, tenantId: string): Subscription => {
  const round = Math.floor(i / clientIds.length);
  const status = round < 2 ? 'cancelled' : pick(['active', 'active', 'trial', 'past_due'] as const, i);
  return aSubscription({
    tenantId,
    status,
    clientId: pick(clientIds, i),
    planId: pick(planIds, i * 7),
    createdAt: new Date(NOW.getTime() - (3_000 - i) * 60_000),
    ...(status === 'trial' ? { trialEndsAt: inDays((i % 60) - 5, NOW) } : {}),
  });
};

beforeAll(async () => {
  for (const { collection, indexes } of [plansIndexes, subscriptionsIndexes])
    await mongo.db.collection(collection).createIndexes(
      indexes.map(({ serves: _, key, ...options }) => ({
        ...(options as Omit<IndexDescription, 'key'>), // absent options stay absent
        key: { ...key },
      })),
    );
  for (const tenantId of [ctx.tenantId, aCtx().tenantId]) {
    const rows = many(clientIds.length * 3, (i) => subscriptionAt(i, tenantId));
    await mongo.db.collection<Subscription>('subscriptions').insertMany(rows);
    const head = { version: 1, updatedAt: NOW, tenantId };
    const offered = many(400, (i) => {
      const id = planIds[i] ?? `pln_${v7()}`;
      const plan = newPlan({ ...head, _id: `${tenantId}:${id}`, id, createdAt: inDays(-i, NOW) }, aNewPlan());
      return i % 3 === 0 ? { ...plan, status: 'withdrawn' as const } : plan;
    });
    await mongo.db.collection<(typeof offered)[number]>('plans').insertMany(offered);
  }
});

interface Asked {
  readonly collection: string;
  readonly plan: string;
  readonly keys: number;
  readonly docs: number;
  readonly returned: number;
  readonly sorts: boolean;
}

/** What the database was asked while `work` ran, by its own profiler: reads, and writes that begin with one. */
async function asked(work: () => Promise<unknown>): Promise<Asked[]> {
  await mongo.db.command({ profile: 2 });
  try {
    await work();
  } finally {
    await mongo.db.command({ profile: 0 });
  }
  const entries = await mongo.db
    .collection('system.profile')
    .find({ ns: /\.(subscriptions|plans|subscription_usage)$/ })
    .toArray();
  await mongo.db.collection('system.profile').drop();
  return entries.map((entry: Document) => ({
    collection: (entry.ns as string).split('.').at(-1) ?? '',
    plan: entry.planSummary as string,
    keys: Number(entry.keysExamined ?? 0),
    docs: Number(entry.docsExamined ?? 0),
    returned: Number(entry.nreturned ?? 0),
    sorts: entry.hasSortStage === true,
  }));
}

const used = new Set<string>();
const ALL_INDEXES = [...plansIndexes.indexes, ...subscriptionsIndexes.indexes];

/** One question, by this index, in its order, and looking at little more than it gave. */
async function expectServed(index: string, of: typeof plansIndexes, work: () => Promise<unknown>): Promise<void> {
  const spec = of.indexes.find(({ name }) => name === index);
  if (!spec) throw new Error(`There is no index ${index}.`);
  const [only, ...more] = await asked(work);
  const keys = Object.entries(spec.key).map(([name, direction]) => `${name}: ${direction}`);
  expect(more).toEqual([]);
  expect(only).toMatchObject({ collection: of.collection, plan: `IXSCAN { ${keys.join(', ')} }`, sorts: false });
  expect(only?.docs).toBeLessThanOrEqual((only?.returned ?? 0) + 1);
  expect(only?.keys).toBeLessThanOrEqual((only?.returned ?? 0) + 2);
  used.add(`${of.collection}.${index}`);
}
const page = (filter: object) => () => subscriptions.page(ctx, { limit: PAGE }, filter);

describe('every question has its index', () => {
  it.each([
    ['newest', 'the list of staff', page({})],
    ['client_newest', 'the list of a client', page({ clientId: pick(clientIds, 5) })],
    ['status_newest', 'the list by status', page({ status: 'past_due' })],
    ['plan_newest', 'the list by plan', page({ planId: pick(planIds, 5) })],
    ['client_present', 'the present one of a client', () => subscriptions.presentOf(ctx, pick(clientIds, 7))],
    ['client_present', 'that a client never had one', () => subscriptions.presentOf(ctx, `cli_${v7()}`)],
    ['trial_end', 'the trials that have ended', () => subscriptions.trialsEndedBy(NOW, PAGE)],
  ])('%s serves %s', (index, _what, work) => expectServed(index, subscriptionsIndexes, work));

  it('a client narrows its few to a status or a plan without a look at those of others', async () => {
    const clientId = pick(clientIds, 11);
    for (const more of [{ status: 'cancelled' }, { planId: pick(planIds, 77) }]) {
      const [only] = await asked(page({ clientId, ...more }));
      expect(only?.plan).toContain('IXSCAN { tenantId: 1, clientId: 1');
      expect(only?.docs).toBeLessThanOrEqual(3);
    }
  });

  it.each([
    ['newest', 'staff', {}],
    ['status_newest', 'clients', { status: 'active' }],
  ])('%s serves the list of plans of %s', (index, _who, filter) =>
    expectServed(index, plansIndexes, () => plans.page(ctx, { limit: PAGE }, filter)),
  );

  it('one_per_client is what refuses a second one that is not cancelled', async () => {
    const second = aSubscription({ tenantId: ctx.tenantId, clientId: pick(clientIds, 3) });
    await expect(subscriptions.insert(ctx, second)).rejects.toThrow('one_per_client');
    used.add('subscriptions.one_per_client');
  });

  it('pending serves the relay', async () => {
    const event = newEvent({
      type: 'subscription.changed',
      time: NOW,
      tenantId: ctx.tenantId,
      subject: 'subscription/sub_1',
      sequence: 1,
      version: 1,
      requestId: 'test',
      data: {},
    });
    const due = await subscriptions.presentOf(ctx, pick(clientIds, 1));
    await mongo.db
      .collection<Subscription>('subscriptions')
      .updateOne({ _id: due?._id ?? '' }, { $set: { pending: [event], pendingAt: NOW } });
    const relayed = Promise.withResolvers<void>();
    const relay = createRelay({
      mongo: { ...mongo, reached: true },
      log: ctx.log,
      leader: { lead: async () => true, release: async () => {} },
      now: () => inDays(1, NOW),
      sources: ['subscriptions'],
      consumers: ['live'],
      onRelayed: relayed.resolve,
    });
    const questions = await asked(async () => {
      await relay.start?.();
      await relayed.promise;
      await relay.stop?.(AbortSignal.timeout(2_000));
    });
    expect(questions[0]).toMatchObject({ plan: 'IXSCAN { pendingAt: 1 }', docs: 1, returned: 1, sorts: false });
    used.add('subscriptions.pending');
  });

  it('and no index is without one', () => {
    const names = [plansIndexes, subscriptionsIndexes].flatMap(({ collection, indexes }) =>
      indexes.map(({ name }) => `${collection}.${name}`),
    );
    expect(names).toHaveLength(ALL_INDEXES.length);
    expect(names.filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('what an order costs', () => {
  const clientId = pick(clientIds, 20);

  it('two look-ups to be judged, by index and key', async () => {
    const at = inDays(-30, NOW);
    const questions = await asked(() => admits(deps, ctx, { clientId, at, count: { number: 1 } }));
    expect(questions.map(({ collection, plan, docs }) => [collection, plan.split(' ')[0], docs])).toEqual([
      ['subscriptions', 'IXSCAN', 1],
      ['plans', 'IXSCAN', 1],
    ]);
  });

  it('one look-up and one update by key to be counted', async () => {
    const order = () => ({ clientId, orderId: v7({ msecs: NOW.getTime() }), at: NOW });
    await countOrder(deps, ctx, order());
    const questions = await asked(() => countOrder(deps, ctx, order()));
    expect(questions.map(({ collection, docs }) => [collection, docs])).toEqual([
      ['subscriptions', 1],
      ['subscription_usage', 1],
    ]);
  });

  it('one look-up when its client never had a subscription', async () => {
    const stranger = { clientId: `cli_${v7()}`, orderId: v7({ msecs: NOW.getTime() }), at: NOW };
    expect(await asked(() => countOrder(deps, ctx, stranger))).toHaveLength(1);
  });
});

it('a page of subscriptions asks once for what all of them have used, and once for their plans', async () => {
  const { data } = await subscriptions.page(ctx, { limit: 100 }, {});
  const questions = await asked(() => eachWithUsage(deps, ctx, data));
  expect(questions.map(({ collection, plan }) => [collection, plan])).toEqual([
    ['subscription_usage', 'IXSCAN { _id: 1 }'],
    ['plans', 'IXSCAN { _id: 1 }'],
  ]);
});
