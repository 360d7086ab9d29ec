import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Trail } from '../../platform/http/contract.types.gen.ts';
import type { Span } from './positions.repo.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { presentPoint } from './tracking.present.ts';
import { lineOf } from './trail-line.ts';

/** The way of a vehicle in a time, simplified; `complete` is false where there are more points than are read. */
export async function trailOf(
  deps: Pick<TrackingDeps, 'positions'>,
  ctx: Ctx,
  vehicleId: string,
  span: Span,
  toleranceMetres: number | undefined,
): Promise<Trail> {
  const most = limits.size.trailPoints;
  const found = await deps.positions.between(ctx, vehicleId, span, most + 1);
  const points = found.slice(-most);
  const line = await lineOf(points, toleranceMetres);
  return {
    points: line.points.map(presentPoint),
    recorded: points.length,
    toleranceMetres: line.toleranceMetres,
    complete: found.length <= most,
  };
}

/** The way of nothing that may be seen. */
export const noTrail = (toleranceMetres = 0): Trail => ({ points: [], recorded: 0, toleranceMetres, complete: true });
