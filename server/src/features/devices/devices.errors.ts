import { defineError } from '../../platform/errors/app-error.ts';

export const TooManyDevices = defineError<{ vehicleId: string; limit: number }>({
  code: 'too_many_devices',
  status: 409,
  title: 'The vehicle has no room for another device',
  detail: ({ vehicleId, limit }) => `Vehicle ${vehicleId} has ${limit} devices, the most it can have.`,
  why: 'Each device may report for its vehicle, so keys that nobody uses any more should not pile up.',
  fix: 'Remove a device that is not used any more, or give it a new key and use that.',
});
