import type { Ctx } from '../../platform/http/context.ts';
import type { SubscriptionPatch } from '../../platform/http/contract.types.gen.ts';
import { changeSubscription } from './change-subscription.ts';
import { assertPlanTakes } from './plan-takes.ts';
import type { PlansDeps } from './plans.deps.ts';
import { SubscriptionCannotBeAmended } from './plans.errors.ts';
import { cannotAmend, type Subscription } from './subscriptions.model.ts';

/**
 * Gives a subscription another plan, or its trial another end; both hold from the next order on. The month goes on being
 * counted: another plan is another limit for it. A plan it has already may be withdrawn.
 */
export async function amendSubscription(
  deps: PlansDeps,
  ctx: Ctx,
  id: string,
  { ifMatch, patch }: { ifMatch: number | '*' | undefined; patch: SubscriptionPatch },
): Promise<Subscription> {
  return changeSubscription(deps, ctx, { id, ifMatch }, async (subscription, now) => {
    const { planId } = patch;
    const trialEndsAt = patch.trialEndsAt === undefined ? undefined : new Date(patch.trialEndsAt);
    const because = cannotAmend(subscription, trialEndsAt, now);
    if (because) throw SubscriptionCannotBeAmended({ id, status: subscription.status, because });
    if (planId !== undefined && planId !== subscription.planId) await assertPlanTakes(deps, ctx, planId);
    return {
      set: { ...(planId === undefined ? {} : { planId }), ...(trialEndsAt ? { trialEndsAt } : {}) },
      told: { changed: Object.keys(patch) },
    };
  });
}
