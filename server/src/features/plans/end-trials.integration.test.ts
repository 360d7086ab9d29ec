import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { endTrials } from './end-trials.ts';
import { givenPlan, plansDoor } from './given-plan.fixtures.ts';
import { aSubscription, inDays } from './plans.fixtures.ts';
import type { Subscription } from './subscriptions.model.ts';
import { createSubscriptionsRepo, type SubscriptionsRepo } from './subscriptions.repo.ts';

/** Nobody announces events here, so each stays with its subscription. */
const database = ownDatabase();
const stored = database.mongo.db.collection<Subscription>('subscriptions');
const repo = createSubscriptionsRepo(database.mongo, createPager('a secret of at least thirty-two characters'));
afterAll(database.drop);
beforeEach(() => stored.deleteMany({}));

const now = new Date();
/** Trials that ended one after the other, the last of them just now; each of a tenant of its own. */
const dueTrials = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    aSubscription({ status: 'trial', trialEndsAt: new Date(now.getTime() - (count - 1 - i) * 1_000) }),
  );
const run = (over: Partial<SubscriptionsRepo> = {}) => endTrials({ subscriptions: { ...repo, ...over } }, now);
/** What a trial looks like that was ended once. */
const ENDED = { status: 'cancelled', current: false, reason: 'trial_ended', version: 2, sequence: 2, pendingAt: now };

async function expectEachEndedOnce(trials: readonly Subscription[]): Promise<void> {
  const after = await stored.find({ _id: { $in: trials.map(({ _id }) => _id) } }).toArray();
  expect(after).toHaveLength(trials.length);
  for (const one of after) {
    expect(one).toMatchObject(ENDED);
    expect(one.pending).toHaveLength(1);
    expect(one.pending[0]).toMatchObject({
      type: 'subscription.changed',
      tenantId: one.tenantId,
      subject: `subscription/${one.id}`,
      sequence: 2,
      version: 2,
      data: { subscriptionId: one.id, status: 'cancelled', from: 'trial', reason: 'trial_ended' },
    });
  }
}

describe('the end of trials', () => {
  it('cancels those of all tenants whose end has come, each with its event, and no other subscription', async () => {
    const due = dueTrials(3);
    const others = [
      aSubscription({ status: 'trial', trialEndsAt: new Date(now.getTime() + 1) }),
      aSubscription({ status: 'active', trialEndsAt: inDays(-1, now) }),
      aSubscription({ status: 'past_due', trialEndsAt: inDays(-1, now) }),
      aSubscription({ status: 'cancelled', trialEndsAt: inDays(-1, now) }),
    ];
    await stored.insertMany([...due, ...others]);

    expect(await run()).toBe(3);

    await expectEachEndedOnce(due);
    expect(await stored.find({ _id: { $in: others.map(({ _id }) => _id) } }).toArray()).toEqual(others);
    expect(await run()).toBe(0);
    await expectEachEndedOnce(due);
  });

  it('goes on for as many as there are', async () => {
    const due = dueTrials(450);
    await stored.insertMany(due);
    expect(await run()).toBe(450);
    await expectEachEndedOnce(due);
  });

  it('ends each once though two do it at the same time', async () => {
    const due = dueTrials(300);
    await stored.insertMany(due);
    const [one, two] = await Promise.all([run(), run()]);
    expect(one + two).toBe(300);
    await expectEachEndedOnce(due);
  });

  it('is finished by the next run when one dies half-way', async () => {
    const due = dueTrials(300);
    await stored.insertMany(due);
    let rounds = 0;
    const dying = run({
      changeEach: (changes) => {
        if (++rounds === 2) throw new Error('killed');
        return repo.changeEach(changes);
      },
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await stored.countDocuments({ status: 'cancelled' })).toBe(200);

    expect(await run()).toBe(100);
    await expectEachEndedOnce(due);
  });

  it('leaves a trial alone that is prolonged in the moment it is about to end', async () => {
    const [trial] = dueTrials(1);
    if (!trial) throw new Error('no trial was made');
    await stored.insertOne(trial);
    const ended = await run({
      async trialsEndedBy(at, limit) {
        const due = await repo.trialsEndedBy(at, limit);
        await stored.updateOne({ _id: trial._id }, { $set: { trialEndsAt: inDays(7, now), version: 2 } });
        return due;
      },
    });
    expect(ended).toBe(0);
    expect(await stored.findOne({ _id: trial._id })).toMatchObject({ status: 'trial', version: 2, pending: [] });
  });
});

describe('a trial that has ended', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });

  it('is shown as cancelled with its reason, and makes room for a subscription', async () => {
    const { admin, subscribe, person } = await givenPlan(app);
    const trialEndsAt = inDays(1).toISOString();
    const { body } = await subscribe({ trialEndsAt });

    const { daily } = plansDoor(app);
    expect(daily.name).toBe('subscriptions.end-trials');
    expect(await daily.run(inDays(2))).toBe(1);

    const after = await (await person()).get(`/subscriptions/${body.id}`);
    expect(after.body).toMatchObject({ status: 'cancelled', reason: 'trial_ended', trialEndsAt, version: 2 });
    expect((await subscribe()).status).toBe(201);
    expect((await admin.get('/subscriptions?status=cancelled')).body.data).toEqual([after.body]);
  });
});
