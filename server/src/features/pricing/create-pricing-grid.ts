import { isDuplicateKey } from '../../platform/db/errors.ts';
import { newId } from '../../platform/db/new-id.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { gridMistakes } from './grid-mistakes.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { InvalidGrid } from './pricing.errors.ts';
import { type GridHead, type GridVersion, type NewGridVersion, newGridVersion } from './pricing.model.ts';
import { ONE_STANDARD } from './pricing.repo.ts';

/** What a new grid is made from; it is the standard of its transport type unless asked otherwise. */
export type NewPricingGrid = Pick<GridHead, 'name' | 'transportType' | 'currency'> & {
  readonly standard?: boolean;
  readonly first: NewGridVersion;
};

/**
 * Adds a grid with its first version. One document in the operation's transaction: it is there completely or not at all.
 *
 * A second standard grid for a transport type is refused and never takes the first one's place: `standard` is what
 * somebody gets who leaves it out, and that must not change the prices of every client. New prices are a new version.
 */
export async function createPricingGrid(deps: PricingDeps, ctx: Ctx, input: NewPricingGrid): Promise<GridVersion> {
  const standard = input.standard ?? true;
  const mistakes = gridMistakes(input.first, '/first');
  const taken = standard ? await deps.grids.standardOf(ctx, input.transportType) : null;
  if (taken) mistakes.push(standardTaken(input, `"${taken.name}" (${taken.id})`));
  if (mistakes.length > 0) throw InvalidGrid({ mistakes }, { errors: mistakes });

  const { name, transportType, currency, first } = input;
  const now = deps.now();
  const grid = newGridVersion(
    ctx.tenantId,
    { id: newId('grd'), name, transportType, currency, standard, createdAt: now },
    1,
    first,
    now,
  );
  try {
    await deps.grids.insert(ctx, grid);
  } catch (error) {
    if (!isDuplicateKey(error, ONE_STANDARD)) throw error;
    const late = [standardTaken(input, 'a grid made at the same time')];
    throw InvalidGrid({ mistakes: late }, { errors: late, cause: error });
  }
  await deps.invalidate(ctx, ['grids']);
  return grid;
}

const standardTaken = ({ transportType }: NewPricingGrid, by: string): FieldError => ({
  pointer: '/standard',
  code: 'standard_taken',
  message: `cannot be true: ${by} is the standard grid for ${transportType}. Add a version to it, or send false.`,
});
