import { limits } from '../../platform/config/limits.ts';
import type { Route } from './osrm.ts';
import { type Coordinates, PACE_WINDOW_MS, type VehiclePoint } from './tracking.model.ts';

/** Roads are longer than the great circle by about this much. */
const DETOUR = 1.3;
const DEFAULT_KMH = 60;
const SLOWEST_KMH = 30;
const FASTEST_KMH = 90;
/** Over less than this, in milliseconds, a speed is mostly the noise of the receiver. */
const SHORTEST_TRAIL_MS = 60_000;
const EARTH_RADIUS_METRES = 6_371_008.8;

/** When a vehicle will be at a place, and how far it is by road. */
export interface Estimate {
  readonly at: Date;
  readonly remainingMetres: number;
  /** When the position it rests on reached us; the same position always gives the same estimate. */
  readonly computedAt: Date;
  readonly source: 'route' | 'great_circle';
}

/**
 * When the vehicle whose trail this is reaches `to`: great circle × 1.3 from its newest point, at the mean speed of the
 * last ten minutes before it. Counted from the moment it was there, so an estimate may lie in the past when nothing was
 * heard for long; undefined without any point.
 *
 * `trail`: points of one vehicle in the order of their device times; older ones than ten minutes do not count.
 */
export function estimateArrival(trail: readonly [VehiclePoint, ...VehiclePoint[]], to: Coordinates): Estimate;
export function estimateArrival(trail: readonly VehiclePoint[], to: Coordinates): Estimate | undefined;
export function estimateArrival(trail: readonly VehiclePoint[], to: Coordinates): Estimate | undefined {
  const here = trail.at(-1);
  if (!here) return undefined;
  const metres = greatCircleMetres(here.position.coordinates, to) * DETOUR;
  const ms = (metres / 1_000 / paceKmh(trail)) * 3_600_000;
  return estimate(here, { metres, ms }, 'great_circle');
}

/** When a vehicle arrives that goes this way from this point. */
export const estimateByRoad = (here: VehiclePoint, route: Route): Estimate => estimate(here, route, 'route');

function estimate(
  { deviceTime, recordedAt }: VehiclePoint,
  { metres, ms }: Route,
  source: Estimate['source'],
): Estimate {
  // A device whose clock is ahead must not promise a later arrival for it.
  const from = Math.min(deviceTime.getTime(), recordedAt.getTime());
  return {
    at: new Date(from + Math.round(ms)),
    remainingMetres: Math.round(metres),
    computedAt: recordedAt,
    source,
  };
}

/** The estimate of an order that was told last. */
export interface ToldEta {
  readonly at: Date;
  /** By our clock. */
  readonly toldAt: Date;
}

/**
 * Whether an estimate is worth an event: the first one is, later ones when the arrival moved by more than ten minutes and
 * more than a tenth of what remains, at most every five minutes.
 */
export function isWorthTelling(told: ToldEta | undefined, { at }: Pick<Estimate, 'at'>, now: Date): boolean {
  if (!told) return true;
  const { etaEveryMs, etaMovedMs, etaMovedPart } = limits.tracking;
  if (now.getTime() - told.toldAt.getTime() < etaEveryMs) return false;
  const remaining = Math.max(0, at.getTime() - now.getTime());
  return Math.abs(at.getTime() - told.at.getTime()) > Math.max(etaMovedMs, etaMovedPart * remaining);
}

/** The mean speed over the trail's last ten minutes, in km/h: 30 to 90, and 60 when they say too little. */
export function paceKmh(trail: readonly VehiclePoint[]): number {
  const last = trail.at(-1)?.deviceTime.getTime() ?? 0;
  const recent = trail.filter(({ deviceTime }) => deviceTime.getTime() >= last - PACE_WINDOW_MS);
  const [first] = recent;
  const elapsed = first ? last - first.deviceTime.getTime() : 0;
  if (elapsed < SHORTEST_TRAIL_MS) return DEFAULT_KMH;
  const metres = recent
    .slice(1)
    .reduce(
      (sum, point, index) =>
        sum + greatCircleMetres((recent[index] ?? point).position.coordinates, point.position.coordinates),
      0,
    );
  return Math.min(FASTEST_KMH, Math.max(SLOWEST_KMH, (metres / elapsed) * 3_600));
}

/** The shortest way over the globe, in metres (haversine; the earth as a sphere is right to half a percent). */
export function greatCircleMetres([lng1, lat1]: Coordinates, [lng2, lat2]: Coordinates): number {
  const a =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2;
  // Rounding may carry `a` above 1 for two ends of the earth, and asin knows nothing there.
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, a)));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
