import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PlansDeps } from './plans.deps.ts';
import { listedStatus, type Plan } from './plans.model.ts';

/** What can be subscribed to, newest first; clients do not find what was withdrawn. */
export async function listPlans(deps: PlansDeps, ctx: Ctx, query: ListQuery): Promise<ListPage<Plan>> {
  return deps.plans.page(ctx, query, listedStatus(ctx.actor.role));
}
