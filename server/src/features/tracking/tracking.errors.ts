import { defineError } from '../../platform/errors/app-error.ts';

export const VehicleNotYours = defineError<{ reason: string }>({
  code: 'vehicle_not_yours',
  status: 422,
  title: 'No vehicle of yours to report for',
  detail: ({ reason }) => reason,
  why: 'A driver reports for the vehicle of the orders assigned to him, a carrier for a vehicle of its own.',
  fix: 'Send the vehicleId of your vehicle, or have the order assigned to you with its vehicle first.',
});
