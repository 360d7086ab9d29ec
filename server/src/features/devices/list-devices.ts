import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { type Device, isStaff } from './devices.model.ts';

/** The devices a caller may manage, newest first, of one vehicle where asked; that of another carrier looks empty. */
export function listDevices(
  deps: Pick<DevicesDeps, 'repo'>,
  ctx: Ctx,
  { vehicleId, ...query }: ListQuery & { readonly vehicleId?: string },
): Promise<ListPage<Device>> {
  const { role, carrierId = 'none' } = ctx.actor;
  return deps.repo.page(ctx, query, {
    ...(vehicleId === undefined ? {} : { vehicleId }),
    ...(isStaff(role) ? {} : { carrierId }),
  });
}
