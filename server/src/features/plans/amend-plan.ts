import type { Ctx } from '../../platform/http/context.ts';
import type { PlansDeps } from './plans.deps.ts';
import type { Plan } from './plans.model.ts';

/**
 * Changes or withdraws a plan by merge patch, if it is still at the version the caller saw. Its subscriptions follow at
 * once, because they name the plan and copy nothing of it.
 */
export async function amendPlan(
  deps: PlansDeps,
  ctx: Ctx,
  id: string,
  change: { ifMatch: number | '*' | undefined; patch: object },
): Promise<Plan> {
  const plan = await deps.plans.amend(ctx, id, { ...change, at: deps.now() });
  await deps.invalidate(ctx, ['plans']);
  return plan;
}
