import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { PlansDeps } from './plans.deps.ts';
import { PlanWithdrawn } from './plans.errors.ts';

/** Refuses a plan that nobody has ever seen here, and one that takes no new subscriptions. */
export async function assertPlanTakes(deps: Pick<PlansDeps, 'plans'>, ctx: Ctx, planId: string): Promise<void> {
  const plan = await deps.plans.get(ctx, planId);
  if (!plan) throw UnknownReference({ pointer: '/planId', id: planId });
  if (plan.status === 'withdrawn') throw PlanWithdrawn(plan);
}
