import type { Ctx } from '../../platform/http/context.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import type { Vehicle } from './carriers.model.ts';

/** Changes a vehicle by merge patch, if it is still at the version the caller saw. It stays with its carrier. */
export async function amendVehicle(
  deps: CarriersDeps,
  ctx: Ctx,
  id: string,
  change: { ifMatch: number | '*' | undefined; patch: object },
): Promise<Vehicle> {
  const vehicle = await deps.vehicles.amend(ctx, id, { ...change, at: deps.now() });
  await deps.invalidate(ctx, ['carriers']);
  return vehicle;
}
