import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PlansDeps } from './plans.deps.ts';
import { type NewPlan, newPlan, type Plan } from './plans.model.ts';

/** Adds a plan that takes subscriptions at once. One document: it is there completely or not at all. */
export async function createPlan(deps: PlansDeps, ctx: Ctx, input: NewPlan): Promise<Plan> {
  const plan = newPlan(firstVersion(ctx, newId('pln'), deps.now()), input);
  await deps.plans.insert(ctx, plan);
  await deps.invalidate(ctx, ['plans']);
  return plan;
}
