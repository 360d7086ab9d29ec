import type { Ctx } from '../../platform/http/context.ts';
import type { Trail } from '../../platform/http/contract.types.gen.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { noTrail, trailOf } from './trail.ts';
import { spanOf, type TrailQuery } from './trail-span.ts';

/** The way of a vehicle, for staff and the carrier that owns it; 404 for another carrier. */
export async function getVehicleTrail(
  deps: TrackingDeps,
  ctx: Ctx,
  vehicleId: string,
  query: TrailQuery,
): Promise<Trail> {
  const vehicle = await deps.carriers.getVehicle(ctx, vehicleId);
  const { role, carrierId } = ctx.actor;
  if (!vehicle || (role === 'carrier' && vehicle.carrierId !== carrierId)) throw NotFound({ what: 'vehicle' });
  const span = spanOf(query, deps.now());
  return span ? trailOf(deps, ctx, vehicleId, span, query.toleranceMetres) : noTrail(query.toleranceMetres);
}
