import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { PlansDeps } from './plans.deps.ts';
import { type Subscription, sightOf } from './subscriptions.model.ts';

/** A subscription as it is now; 404 when it is not there or another client's. */
export async function getSubscription(deps: PlansDeps, ctx: Ctx, id: string): Promise<Subscription> {
  const sight = sightOf(ctx.actor);
  const subscription = await deps.subscriptions.get(ctx, id);
  if (!subscription || (sight !== 'all' && sight.only !== subscription.clientId))
    throw NotFound({ what: 'subscription' });
  return subscription;
}
