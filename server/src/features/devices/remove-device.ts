import type { Ctx } from '../../platform/http/context.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { managedDevice } from './managed-device.ts';

/** Takes a device's key away for good; what it reported stays. Once more it changes nothing. */
export async function removeDevice(deps: DevicesDeps, ctx: Ctx, id: string): Promise<void> {
  const device = await managedDevice(deps, ctx, id);
  if (!device.active) return;
  await deps.repo.remove(ctx, id);
  deps.keys.forget(device.keyHash);
}
