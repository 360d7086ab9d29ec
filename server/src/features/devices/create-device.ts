import { limits } from '../../platform/config/limits.ts';
import { newId } from '../../platform/db/new-id.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { NewDevice } from '../../platform/http/contract.types.gen.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { TooManyDevices } from './devices.errors.ts';
import { type Device, freeSlot, mayManage } from './devices.model.ts';
import { type KeyedDevice, newKey } from './new-key.ts';

/**
 * Adds a device to a vehicle that the caller may manage, with a key that only this answer knows. Two at once never take
 * the same place, so a vehicle has no more than it may. An answer that is lost leaves a device nobody has the key of: it
 * is in the list, to be removed or given a new key.
 */
export async function createDevice(deps: DevicesDeps, ctx: Ctx, { vehicleId, name }: NewDevice): Promise<KeyedDevice> {
  const vehicle = await deps.carriers.getVehicle(ctx, vehicleId);
  if (!vehicle || !mayManage(ctx.actor, vehicle)) throw UnknownReference({ pointer: '/vehicleId', id: vehicleId });
  const { key, kept } = newKey(ctx.tenantId);
  const id = newId('dev');
  const limit = limits.size.devicesPerVehicle;
  // Each turn that is lost was won by another device; after as many there is no place left.
  for (let turn = 0; turn <= limit; turn++) {
    const slot = freeSlot(await deps.repo.ofVehicle(ctx, vehicleId), limit);
    if (slot === undefined) break;
    const device: Device = {
      _id: deps.repo.key(ctx, id),
      tenantId: ctx.tenantId,
      id,
      vehicleId,
      carrierId: vehicle.carrierId,
      name,
      active: true,
      slot,
      ...kept,
      createdAt: deps.now(),
    };
    if (await deps.repo.insert(ctx, device)) return { device, key };
  }
  throw TooManyDevices({ vehicleId, limit });
}
