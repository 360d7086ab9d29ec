import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { type Device, mayManage } from './devices.model.ts';

/** A device that the caller may manage, also one that was removed; 404 otherwise. */
export async function managedDevice(deps: Pick<DevicesDeps, 'repo'>, ctx: Ctx, id: string): Promise<Device> {
  const device = await deps.repo.get(ctx, id);
  if (!device || !mayManage(ctx.actor, device)) throw noDevice();
  return device;
}

export const noDevice = () => NotFound({ what: 'device' });
