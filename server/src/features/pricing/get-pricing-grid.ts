import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import { gridsInSight } from './grids-in-sight.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { type GridVersion, inSight } from './pricing.model.ts';

/** The version asked for, else the newest; 404 when it is not there or the grid is not one the caller is priced by. */
export async function getPricingGrid(deps: PricingDeps, ctx: Ctx, id: string, version?: number): Promise<GridVersion> {
  const grid = await (version === undefined ? deps.grids.newest(ctx, id) : deps.grids.version(ctx, id, version));
  if (!grid || !inSight(await gridsInSight(deps, ctx), grid)) throw NotFound({ what: 'pricing grid' });
  return grid;
}
