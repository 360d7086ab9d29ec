import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { PlansDeps } from './plans.deps.ts';
import type { Plan } from './plans.model.ts';

/** A plan, also when it was withdrawn: subscriptions go on naming it. */
export async function getPlan(deps: PlansDeps, ctx: Ctx, id: string): Promise<Plan> {
  const plan = await deps.plans.get(ctx, id);
  if (!plan) throw NotFound({ what: 'plan' });
  return plan;
}
