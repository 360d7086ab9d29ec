import type { Identity } from '../../platform/http/authenticate.ts';
import type { Actor } from '../../platform/http/context.ts';

/** A phone or box in a vehicle. Of its key only a hash is kept. */
export interface Device {
  readonly _id: string;
  readonly tenantId: string;
  readonly id: string;
  readonly vehicleId: string;
  /** The vehicle's; a vehicle never changes its carrier. */
  readonly carrierId: string;
  readonly name: string;
  /** False for good once it was removed: the rest stays, so that removing it again is no error. */
  readonly active: boolean;
  /** Its place among its vehicle's devices, from 0; while it is active nobody else has it. */
  readonly slot: number;
  readonly keyHash: string;
  /** The last four characters of its key. */
  readonly keyEnding: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastSeenAt?: Date;
}

/** Whether somebody may manage the device: staff all of them, a carrier those of its own vehicles. */
export const mayManage = ({ role, carrierId }: Actor, device: Pick<Device, 'carrierId'>): boolean =>
  isStaff(role) || (role === 'carrier' && device.carrierId === carrierId);

export const isStaff = (role: Actor['role']): boolean => role === 'admin' || role === 'dispatcher';

/** Who a device is to everybody else. Its key has no end; it is taken from it. */
export const identityOf = ({ tenantId, id, vehicleId }: Device): Identity => ({
  tenantId,
  actor: { kind: 'device', role: 'device', id, vehicleId },
  expiresAt: Number.POSITIVE_INFINITY,
});

/** The lowest place that none of these devices has; undefined when there is none. */
export const freeSlot = (devices: readonly Pick<Device, 'slot'>[], places: number): number | undefined =>
  Array.from({ length: places }, (_, slot) => slot).find((slot) => devices.every((device) => device.slot !== slot));

/** The minute in which something happens, as its beginning. */
export const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);
