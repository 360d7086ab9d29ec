import type { VerifyDevice } from '../../platform/http/authenticate.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DevicesDeps, DevicesOptions } from './devices.deps.ts';
import { createDevicesRepo, devicesIndexes } from './devices.repo.ts';
import { devicesRoutes } from './devices.routes.ts';
import { createKnownKeys } from './known-keys.ts';
import { verifyDevice } from './verify-device.ts';

export interface DevicesFeature extends Feature {
  /** Who reports, by the key that its app sends. */
  readonly verify: VerifyDevice;
}

/** Phones and boxes in vehicles, each with a key, and the formats that their apps speak. */
export function devicesFeature(
  { mongo, pager, now, log }: Pick<Platform, 'mongo' | 'pager' | 'now' | 'log'>,
  options: DevicesOptions,
): DevicesFeature {
  const deps: DevicesDeps = { ...options, now, log, repo: createDevicesRepo(mongo, pager), keys: createKnownKeys() };
  return {
    routes: devicesRoutes(deps),
    indexes: [devicesIndexes],
    verify: (claim) => verifyDevice(deps, claim),
  };
}
