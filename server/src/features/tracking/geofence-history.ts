import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { AroundRepo } from './geofence.repo.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** So many points before a report: enough that one of them is exact. */
const BEFORE = 10;

/** What is known of the time from shortly before a report on, read as far as somebody wants to know. */
export interface Around {
  /** In the order of their device times. */
  points(): Promise<readonly VehiclePoint[]>;
  /** Reads on; false when there is nothing newer, or enough is read. */
  more(): Promise<boolean>;
}

/** A reader of the history around a vehicle's points, `first` and `last` by device time; it reads nothing before it is asked. */
export function around(
  repo: AroundRepo,
  ctx: TenantCtx,
  { vehicleId, deviceTime: first }: VehiclePoint,
  { deviceTime: last }: VehiclePoint,
): Around {
  let read: VehiclePoint[] | undefined;
  let isWhole = false;
  const page = async (at: Date, including: boolean) => {
    const points = await repo.after(ctx, vehicleId, at, { atMost: repo.page, including });
    isWhole = points.length < repo.page;
    return points;
  };
  const more = async (): Promise<boolean> => {
    const end = read?.at(-1);
    if (!read || !end || isWhole || read.length >= repo.most) return false;
    read.push(...(await page(end.deviceTime, false)));
    return true;
  };
  return {
    async points() {
      if (!read) {
        read = (await Promise.all([repo.before(ctx, vehicleId, first, BEFORE), page(first, true)])).flat();
        // All of the report, with what the history has in between.
        for (let end = read.at(-1); end && end.deviceTime < last && (await more()); ) end = read.at(-1);
      }
      return read;
    },
    more,
  };
}
