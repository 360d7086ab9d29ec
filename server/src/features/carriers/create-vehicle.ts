import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { NewVehicle, Vehicle } from './carriers.model.ts';
import type { CarriersDeps } from './index.ts';

/** Adds a vehicle to a carrier that exists; carriers are never deleted, so it will go on existing. */
export async function createVehicle(deps: CarriersDeps, ctx: Ctx, input: NewVehicle): Promise<Vehicle> {
  if (!(await deps.carriers.get(ctx, input.carrierId)))
    throw UnknownReference({ pointer: '/carrierId', id: input.carrierId });
  const vehicle: Vehicle = { ...firstVersion(ctx, newId('veh'), deps.now()), ...input };
  await deps.vehicles.insert(ctx, vehicle);
  await deps.invalidate(ctx, ['carriers']);
  return vehicle;
}
