import type { Ctx } from '../../platform/http/context.ts';
import type { VehicleTracking } from '../../platform/http/contract.types.gen.ts';
import { NotFound } from '../../platform/http/errors.ts';
import { maySee } from '../orders/index.ts';
import { etaFrom } from './eta-of.ts';
import { ACTIVE, MOST_ON_BOARD } from './on-board.ts';
import { presentLive } from './stale.ts';
import { streamOf } from './stream-of.ts';
import { presentAll } from './tell-board.ts';
import { mayWatchVehicle } from './tracking.channels.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/**
 * Where a vehicle is and what it carries or is to carry, to staff, its carrier and whoever drives it; 404 to all others.
 * A driver is told of his own orders.
 */
export async function getVehicleTracking(deps: TrackingDeps, ctx: Ctx, vehicleId: string): Promise<VehicleTracking> {
  // Looked at first: asking where a channel stands makes one where there is none.
  const card = (await mayWatchVehicle(deps, ctx, vehicleId)) ? await deps.cards.of(ctx, vehicleId) : undefined;
  if (!card) throw NotFound({ what: 'vehicle' });
  const stream = await streamOf(deps, ctx, `vehicle:${vehicleId}`);
  const [point, all] = await Promise.all([
    deps.positions.current(ctx, vehicleId),
    deps.orders.tracked(ctx, { vehicleId }, ACTIVE, MOST_ON_BOARD),
  ]);
  const own = all.filter((order) => maySee(ctx.actor, order));
  const orders = await presentAll(own, point ? etaFrom(deps, ctx, point) : undefined);
  return { ...card, ...(point ? presentLive(point) : {}), orders, stream };
}
