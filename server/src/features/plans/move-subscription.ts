import type { Ctx } from '../../platform/http/context.ts';
import type { SubscriptionTransition } from '../../platform/http/contract.types.gen.ts';
import { changeSubscription } from './change-subscription.ts';
import type { PlansDeps } from './plans.deps.ts';
import { SubscriptionCannotMove } from './plans.errors.ts';
import { movedTo, movesFrom, type Subscription } from './subscriptions.model.ts';

/** Moves a subscription along its table. There is no billing behind it: an admin says that somebody has paid, or has not. */
export async function moveSubscription(
  deps: PlansDeps,
  ctx: Ctx,
  id: string,
  { ifMatch, to, reason }: SubscriptionTransition & { ifMatch: number | '*' | undefined },
): Promise<Subscription> {
  return changeSubscription(deps, ctx, { id, ifMatch }, ({ status: from, version }) => {
    const allowed = movesFrom(from);
    if (!allowed.includes(to))
      throw SubscriptionCannotMove({ id, from, to, allowed }, { members: { allowed, currentVersion: version } });
    return {
      set: { ...movedTo(to), ...(reason === undefined ? {} : { reason }) },
      // A reason belongs to its move, not to the next one.
      unset: reason === undefined ? ['reason'] : [],
      told: { from },
    };
  });
}
