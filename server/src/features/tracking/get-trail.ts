import type { Ctx } from '../../platform/http/context.ts';
import type { Trail } from '../../platform/http/contract.types.gen.ts';
import type { OrderDocument } from '../orders/index.ts';
import { pickedUpAt } from './pick-up-time.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { noTrail, trailOf } from './trail.ts';
import { spanOf, type TrailQuery } from './trail-span.ts';

/**
 * The way of an order: 404 unless the caller may see the order. Only from its pick-up to its end, for everybody: what the
 * vehicle did before and does after belongs to others.
 */
export async function getTrail(deps: TrackingDeps, ctx: Ctx, orderId: string, query: TrailQuery): Promise<Trail> {
  const order = await deps.orders.visible(ctx, orderId);
  const [from, to] = [pickedUpAt(order), endedAt(order)];
  const span = spanOf(query, deps.now(), { ...(from ? { from } : {}), ...(to ? { to } : {}) });
  if (!span || !from || !order.vehicleId) return noTrail(query.toleranceMetres);
  return trailOf(deps, ctx, order.vehicleId, span, query.toleranceMetres);
}

/** When the order was over, by the clock of who said so; undefined while it is not. */
export function endedAt({ timeline }: Pick<OrderDocument, 'timeline'>): Date | undefined {
  const entry = timeline.findLast(({ type }) => ENDS.includes(type));
  return entry?.occurredAt ?? entry?.at;
}

const ENDS: readonly string[] = ['order.delivered', 'order.returned', 'order.cancelled'];
