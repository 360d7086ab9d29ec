import type { Ctx } from '../../platform/http/context.ts';
import { NotFound, ServiceUnavailable } from '../../platform/http/errors.ts';
import { gridMistakes } from './grid-mistakes.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { InvalidGrid } from './pricing.errors.ts';
import { type GridVersion, type NewGridVersion, newGridVersion } from './pricing.model.ts';

/**
 * Adds a version, numbered one above the newest. It prices from its `validFrom` on, also in the future; until then, and
 * again after its `validTo`, the version below it does.
 *
 * The mark of the newest moves and the version is added in the operation's one transaction: dying in between leaves the
 * grid as it was. Of two versions added at the same time one is refused and can be sent again.
 */
export async function addPricingGridVersion(
  deps: PricingDeps,
  ctx: Ctx,
  gridId: string,
  input: NewGridVersion,
): Promise<GridVersion> {
  const newest = await deps.grids.newest(ctx, gridId);
  if (!newest) throw NotFound({ what: 'pricing grid' });
  const mistakes = gridMistakes(input, '');
  if (mistakes.length > 0) throw InvalidGrid({ mistakes }, { errors: mistakes });

  if (!(await deps.grids.retire(ctx, newest)))
    throw ServiceUnavailable({ reason: 'Somebody else is adding a version to this grid; send yours again.' });
  const grid = newGridVersion(ctx.tenantId, newest, newest.version + 1, input, deps.now());
  await deps.grids.insert(ctx, grid);
  await deps.invalidate(ctx, ['grids']);
  return grid;
}
