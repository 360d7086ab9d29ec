import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { type Carrier, inSight, sightOf } from './carriers.model.ts';

/** A carrier as it is now; 404 when it is not there or not the caller's to see. */
export async function getCarrier(deps: CarriersDeps, ctx: Ctx, id: string): Promise<Carrier> {
  const carrier = inSight(sightOf(ctx.actor), id) ? await deps.carriers.get(ctx, id) : null;
  if (!carrier) throw NotFound({ what: 'carrier' });
  return carrier;
}
