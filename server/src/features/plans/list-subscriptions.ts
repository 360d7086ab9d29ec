import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PlansDeps } from './plans.deps.ts';
import { sightOf } from './subscriptions.model.ts';
import type { SubscriptionFilter } from './subscriptions.repo.ts';
import { eachWithUsage, type WithUsage } from './with-usage.ts';

/** The subscriptions a caller sees, newest first, with what this month has used; another client's list looks empty. */
export async function listSubscriptions(
  deps: PlansDeps,
  ctx: Ctx,
  query: ListQuery & SubscriptionFilter,
): Promise<ListPage<WithUsage>> {
  const sight = sightOf(ctx.actor);
  const { clientId, status, planId } = query;
  const filter = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(status === undefined ? {} : { status }),
    ...(planId === undefined ? {} : { planId }),
  };
  if (sight === 'all') return shown(deps, ctx, query, filter);
  const { only } = sight;
  if (only === undefined || (clientId !== undefined && clientId !== only))
    return { data: [], ...(query.count ? { total: 0 } : {}) };
  return shown(deps, ctx, query, { ...filter, clientId: only });
}

async function shown(deps: PlansDeps, ctx: Ctx, query: ListQuery, filter: SubscriptionFilter) {
  const page = await deps.subscriptions.page(ctx, query, filter);
  return { ...page, data: await eachWithUsage(deps, ctx, page.data) };
}
