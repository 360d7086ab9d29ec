import { afterAll, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { VersionMismatch } from '../../platform/http/errors.ts';
import { moveSubscription } from './move-subscription.ts';
import type { PlansDeps } from './plans.deps.ts';
import { aSubscription } from './plans.fixtures.ts';
import { createSubscriptionsRepo } from './subscriptions.repo.ts';

const { mongo, drop } = ownDatabase();
afterAll(drop);

it('who decided on what has changed since is told so, and nothing of his decision is stored', async () => {
  const ctx = aCtx();
  const subscriptions = createSubscriptionsRepo(mongo, createPager('a secret of at least thirty-two characters'));
  const { id, ...rest } = aSubscription({ tenantId: ctx.tenantId, status: 'active' });
  await subscriptions.insert(ctx, { id, ...rest });
  let announced = 0;
  const deps = { subscriptions, now: () => new Date(), announce: () => announced++ } as unknown as PlansDeps; // what a move takes
  let faster = false;
  const slow: PlansDeps = {
    ...deps,
    subscriptions: {
      ...subscriptions,
      async get(of, wanted) {
        const seen = await subscriptions.get(of, wanted);
        if (!faster) {
          faster = true;
          await moveSubscription(deps, ctx, id, { ifMatch: 1, to: 'past_due' });
        }
        return seen;
      },
    },
  };

  const late = moveSubscription(slow, ctx, id, { ifMatch: 1, to: 'cancelled' });

  await expect(late).rejects.toSatisfy(VersionMismatch.is);
  const stored = await subscriptions.get(ctx, id);
  expect(stored).toMatchObject({ status: 'past_due', version: 2, sequence: 2 });
  expect([stored?.pending.length, announced]).toEqual([1, 1]);
});
