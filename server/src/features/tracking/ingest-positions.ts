import type { Ctx } from '../../platform/http/context.ts';
import type { PositionReceipt, PositionReport } from '../../platform/http/contract.types.gen.ts';
import { watchFences } from './geofence-watch.ts';
import { reportingVehicle } from './reporting-vehicle.ts';
import { tellPosition } from './tell-position.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { judgeBatch, newestOf } from './tracking.model.ts';

/**
 * Takes points of the caller's vehicle, from HTTP and from sockets alike: into the history, then as current position if
 * newer, then to the watchers. Late, unordered and repeated points are welcome; only the newest of a batch is told.
 *
 * Dying between the steps leaves points in the history that nobody was told of. The device, which got no answer, sends
 * the batch again: the history ignores what it has, the current position moves if it had not, and the newest point is
 * told whenever it is the current one, under the id it always has. So a repeated batch heals, and never doubles.
 */
export async function ingestPositions(deps: TrackingDeps, ctx: Ctx, report: PositionReport): Promise<PositionReceipt> {
  const vehicleId = await reportingVehicle(deps, ctx, report.vehicleId);
  const { points, refused } = judgeBatch(vehicleId, report.points, deps.now());
  const newest = newestOf(points);
  if (!newest) return { accepted: 0, duplicates: 0, refused };

  const days = await deps.retentionDays(ctx);
  const accepted = await deps.positions.addToHistory(ctx, points, days);
  const current = await deps.positions.moveTo(ctx, newest, days);
  // Read after the points are in the history: see `watchFences`.
  const orders = await watchFences(deps, ctx, await deps.orders.ofVehicle(ctx, vehicleId), points);
  if (current.deviceTime.getTime() === newest.deviceTime.getTime()) await tellPosition(deps, ctx, current, orders);
  return { accepted, duplicates: points.length - accepted, refused };
}
