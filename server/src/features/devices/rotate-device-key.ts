import type { Ctx } from '../../platform/http/context.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { managedDevice, noDevice } from './managed-device.ts';
import { type KeyedDevice, newKey } from './new-key.ts';

/** Gives a device a new key, which only this answer knows; the old one is refused. 404 for one that was removed. */
export async function rotateDeviceKey(deps: DevicesDeps, ctx: Ctx, id: string): Promise<KeyedDevice> {
  const before = await managedDevice(deps, ctx, id);
  const { key, kept } = newKey(ctx.tenantId);
  const device = await deps.repo.setKey(ctx, id, kept);
  if (!device) throw noDevice();
  deps.keys.forget(before.keyHash);
  return { device, key };
}
