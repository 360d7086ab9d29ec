import type { Coordinates, ReportedPoint, VehiclePoint } from './tracking.model.ts';

export const DARMSTADT: Coordinates = [8.6512, 49.8728];
export const FRANKFURT: Coordinates = [8.6473, 50.1117];

/** A point to be reported, now and near Darmstadt unless told otherwise. */
export const aReportedPoint = (fields: Partial<ReportedPoint> = {}): ReportedPoint => ({
  deviceTime: new Date().toISOString(),
  coordinates: DARMSTADT,
  ...fields,
});

/** A stored point of a vehicle at a time, heard of at once. */
export const aPoint = (at: number, coordinates: Coordinates = DARMSTADT, vehicleId = 'veh_1'): VehiclePoint => ({
  vehicleId,
  deviceTime: new Date(at),
  recordedAt: new Date(at),
  position: { coordinates },
});
