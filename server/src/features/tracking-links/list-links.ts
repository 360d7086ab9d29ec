import type { Ctx } from '../../platform/http/context.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import type { TrackingLink } from './tracking-links.model.ts';

/** The links of an order that the caller sees, newest first, with those that ended. */
export async function listLinks(
  deps: Pick<TrackingLinksDeps, 'orders' | 'repo'>,
  ctx: Ctx,
  orderId: string,
): Promise<readonly TrackingLink[]> {
  const order = await deps.orders.visible(ctx, orderId);
  return deps.repo.of(ctx, order.id);
}
