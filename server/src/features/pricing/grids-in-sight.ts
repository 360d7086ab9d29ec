import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { type GridSight, gridSightOf } from './pricing.model.ts';

/** Which grids the caller sees now; a client's contracts are read from MongoDB. */
export async function gridsInSight(deps: Pick<PricingDeps, 'now' | 'contractedGrids'>, ctx: Ctx): Promise<GridSight> {
  const { actor } = ctx;
  const bound = actor.role === 'client' ? actor.clientId : undefined;
  return gridSightOf(actor, bound === undefined ? [] : await deps.contractedGrids(ctx, bound, deps.now()));
}
