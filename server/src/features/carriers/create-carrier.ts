import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import type { Carrier, NewCarrier } from './carriers.model.ts';

/** Adds a carrier, active unless asked otherwise. One document: it is there completely or not at all. */
export async function createCarrier(deps: CarriersDeps, ctx: Ctx, input: NewCarrier): Promise<Carrier> {
  const carrier = aCarrier(deps, ctx, input);
  await deps.carriers.insert(ctx, carrier);
  await deps.invalidate(ctx, ['carriers']);
  return carrier;
}

/** A carrier of this moment with an id of its own, not kept yet. */
export const aCarrier = (deps: Pick<CarriersDeps, 'now'>, ctx: Ctx, input: NewCarrier): Carrier => ({
  ...firstVersion(ctx, newId('car'), deps.now()),
  active: true,
  ...input,
});
