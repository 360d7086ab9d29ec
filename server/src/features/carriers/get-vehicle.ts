import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { inSight, sightOf, type Vehicle } from './carriers.model.ts';

/** A vehicle as it is now; 404 when it is not there or belongs to a carrier the caller does not see. */
export async function getVehicle(deps: CarriersDeps, ctx: Ctx, id: string): Promise<Vehicle> {
  const vehicle = await deps.vehicles.get(ctx, id);
  if (!vehicle || !inSight(sightOf(ctx.actor), vehicle.carrierId)) throw NotFound({ what: 'vehicle' });
  return vehicle;
}
