import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { gridsInSight } from './grids-in-sight.ts';
import type { PricingDeps } from './pricing.deps.ts';
import type { GridVersion } from './pricing.model.ts';
import type { GridFilter } from './pricing.repo.ts';

/** The newest version of each grid the caller may see. */
export async function listPricingGrids(
  deps: PricingDeps,
  ctx: Ctx,
  query: ListQuery & GridFilter,
): Promise<ListPage<GridVersion>> {
  const narrowed = query.transportType === undefined ? {} : { transportType: query.transportType };
  const sight = await gridsInSight(deps, ctx);
  if (sight === 'all') return deps.grids.page(ctx, query, narrowed);
  if (sight === 'none') return { data: [], ...(query.count ? { total: 0 } : {}) };
  const ids = [...new Set([...(await deps.grids.standards(ctx, narrowed)), ...sight.standardsAnd])];
  return deps.grids.pageOf(ctx, query, narrowed, { of: ctx.actor.clientId ?? '', ids });
}
