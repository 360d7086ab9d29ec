import type { PositionReport } from '../../platform/http/contract.types.gen.ts';

/** A device's clock may be this far ahead of ours, in milliseconds; what lies further in the future is a mistake. */
const MOST_AHEAD_MS = 5 * 60_000;
/** How long positions are kept unless the operator says otherwise. */
export const RETENTION_DAYS = 30;
/** The estimate looks at this much of a vehicle's trail, in milliseconds. */
export const PACE_WINDOW_MS = 10 * 60_000;

/** A point as a device reports it. */
export type ReportedPoint = PositionReport['points'][number];
/** `[longitude, latitude]`, WGS 84. */
export type Coordinates = ReportedPoint['coordinates'];

/** Where a vehicle was at a moment of its device's clock; history and current position are made of these. */
export interface VehiclePoint {
  readonly vehicleId: string;
  readonly deviceTime: Date;
  /** When it reached us. */
  readonly recordedAt: Date;
  readonly position: Omit<ReportedPoint, 'deviceTime'>;
}

/** What becomes of a batch: the points to store, in the order they came, and the indexes of those refused. */
export interface JudgedBatch {
  readonly points: readonly VehiclePoint[];
  readonly refused: readonly { readonly index: number; readonly reason: 'in_the_future' }[];
}

/** Refuses each point that lies too far ahead by itself; late, unordered and repeated ones are welcome. */
export function judgeBatch(vehicleId: string, points: readonly ReportedPoint[], now: Date): JudgedBatch {
  const judged = points.map(({ deviceTime, ...position }, index) => ({
    index,
    point: { vehicleId, deviceTime: instant(deviceTime), recordedAt: now, position },
  }));
  const ahead = ({ point }: (typeof judged)[number]) => point.deviceTime.getTime() > now.getTime() + MOST_AHEAD_MS;
  return {
    points: judged.filter((one) => !ahead(one)).map(({ point }) => point),
    refused: judged.filter(ahead).map(({ index }) => ({ index, reason: 'in_the_future' })),
  };
}

/** The point with the latest device time; of two at the same millisecond the first, as history keeps that one. */
export const newestOf = (points: readonly VehiclePoint[]): VehiclePoint | undefined =>
  points.reduce<VehiclePoint | undefined>(
    (newest, point) => (newest && newest.deviceTime >= point.deviceTime ? newest : point),
    undefined,
  );

/** RFC 3339 knows a leap second, `Date` does not: it counts as the second before. */
const instant = (text: string): Date => new Date(text.replace(':60', ':59'));
