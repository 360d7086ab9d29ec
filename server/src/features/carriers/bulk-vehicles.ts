import { bulkChanges } from '../../platform/http/bulk-changes.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { presentVehicle } from './carriers.present.ts';
import { aVehicle } from './create-vehicle.ts';

/** Adds and changes up to 500 vehicles, each judged by itself; the good ones take effect together, in one transaction. */
export async function bulkVehicles(deps: CarriersDeps, ctx: Ctx, { items }: InputOf<'bulkVehicles'>['body']) {
  // A fleet is of few carriers; each is looked for once.
  const known = new Map<string, Promise<boolean>>();
  const carrierExists = (id: string) => {
    const asked = known.get(id) ?? deps.carriers.get(ctx, id).then((carrier) => carrier !== null);
    known.set(id, asked);
    return asked;
  };
  const done = await bulkChanges(ctx, items, {
    operation: 'bulkVehicles',
    make: async (input, pointer) =>
      aVehicle(deps, ctx, input, { carrierExists: await carrierExists(input.carrierId), pointer }),
    insertAll: (vehicles) => deps.vehicles.insertAll(ctx, vehicles),
    amend: (id, change) => deps.vehicles.amend(ctx, id, { ...change, at: deps.now() }),
    show: (vehicle) => ({ vehicle: presentVehicle(vehicle) }),
  });
  if (done.changed) await deps.invalidate(ctx, ['carriers']);
  return { items: done.items };
}
