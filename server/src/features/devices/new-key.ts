import { formatSecret, hashSecret, randomSecret } from '../../platform/security/secrets.ts';
import type { Device } from './devices.model.ts';

/** A key of its own for a device of this tenant: what it is given, and what is kept of it. */
export function newKey(tenantId: string): { key: string; kept: Pick<Device, 'keyHash' | 'keyEnding'> } {
  const secret = randomSecret();
  return {
    key: formatSecret('dk', tenantId, secret),
    kept: { keyHash: hashSecret(secret), keyEnding: secret.slice(-4) },
  };
}

/** A device with its key, which is shown once. */
export interface KeyedDevice {
  readonly device: Device;
  readonly key: string;
}
