import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './index.ts';
import { type GridVersion, maySeeGrid } from './pricing.model.ts';
import type { GridFilter } from './pricing.repo.ts';

/** The newest version of each grid the caller may see. */
export async function listPricingGrids(
  deps: PricingDeps,
  ctx: Ctx,
  query: ListQuery & Pick<GridFilter, 'transportType'>,
): Promise<ListPage<GridVersion>> {
  const byType = query.transportType === undefined ? {} : { transportType: query.transportType };
  const onlyStandard = maySeeGrid(ctx.actor, { standard: false }) ? {} : { standard: true };
  return deps.grids.page(ctx, query, { ...byType, ...onlyStandard });
}
