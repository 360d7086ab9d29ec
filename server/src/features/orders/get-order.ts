import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { maySee } from './orders.model.ts';
import type { OrderDocument } from './orders.types.ts';

/** The order, if the caller may see it; else it does not exist for him. */
export async function getOrder(deps: Pick<OrdersDeps, 'repo'>, ctx: Ctx, orderId: string): Promise<OrderDocument> {
  const order = await deps.repo.get(ctx, orderId);
  if (!order || !maySee(ctx.actor, order)) throw NotFound({ what: 'transport order' });
  return order;
}
