import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import type { NewVehicle, Vehicle } from './carriers.model.ts';

/** Adds a vehicle to a carrier that exists; carriers are never deleted, so it will go on existing. */
export async function createVehicle(deps: CarriersDeps, ctx: Ctx, input: NewVehicle): Promise<Vehicle> {
  const carrier = await deps.carriers.get(ctx, input.carrierId);
  const vehicle = aVehicle(deps, ctx, input, { carrierExists: carrier !== null, pointer: '' });
  await deps.vehicles.insert(ctx, vehicle);
  await deps.invalidate(ctx, ['carriers']);
  return vehicle;
}

/** A vehicle of this moment with an id of its own, not kept yet. `pointer` is where `input` stands in the body. */
export function aVehicle(
  deps: Pick<CarriersDeps, 'now'>,
  ctx: Ctx,
  input: NewVehicle,
  { carrierExists, pointer }: { readonly carrierExists: boolean; readonly pointer: string },
): Vehicle {
  if (!carrierExists) throw UnknownReference({ pointer: `${pointer}/carrierId`, id: input.carrierId });
  return { ...firstVersion(ctx, newId('veh'), deps.now()), ...input };
}
