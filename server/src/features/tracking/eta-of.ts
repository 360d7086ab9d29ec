import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import { type Estimate, estimateArrival, estimateByRoad } from './eta.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { Coordinates, VehiclePoint } from './tracking.model.ts';

/** When a vehicle will be somewhere. */
export type EtaTo = (to: Coordinates) => Promise<Estimate>;

/**
 * Estimates from where a vehicle is now, to as many places as it has goods for: by road where a routing service knows the
 * way, else by the great circle and the pace of the last ten minutes. These are read once for all places, and only when
 * one is reckoned so.
 */
export function etaFrom(deps: Pick<TrackingDeps, 'positions' | 'route'>, ctx: TenantCtx, point: VehiclePoint): EtaTo {
  let trail: Promise<readonly VehiclePoint[]> | undefined;
  const trailed = async (): Promise<readonly [VehiclePoint, ...VehiclePoint[]]> => {
    trail ??= deps.positions.trail(ctx, point.vehicleId, point.deviceTime);
    const [first = point, ...others] = await trail;
    // The history may have lost by age what is still current.
    return [first, ...others];
  };
  return async (to) => {
    const route = await deps.route(point.position.coordinates, to);
    return route ? estimateByRoad(point, route) : estimateArrival(await trailed(), to);
  };
}
