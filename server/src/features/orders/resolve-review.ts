import type { Ctx } from '../../platform/http/context.ts';
import { assessOrder } from './assess-order.ts';
import type { OrdersDeps } from './index.ts';
import type { MoveEffect } from './move-order.ts';
import { AlternativeChanged } from './orders.errors.ts';
import type { OrderDocument, Transition } from './orders.types.ts';

/**
 * Resolves a review. Accepting the alternative checks the order again with it: prices may have changed once more, then
 * it stays in review with what is wrong now. Staff may place an order as it stands: they are the person who decides.
 */
export async function resolveReview(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  move: Transition,
): Promise<MoveEffect> {
  const offered = order.alternative;
  if (move.alternativeId !== undefined && move.alternativeId !== offered?.id) {
    throw AlternativeChanged({ sent: move.alternativeId, current: offered?.id });
  }
  if (move.alternativeId === undefined && ctx.actor.role !== 'client')
    return { set: { issues: [] }, unset: ['alternative'] };

  const accepted = move.alternativeId === undefined ? undefined : offered;
  const terms = { ...order, lines: accepted?.lines ?? order.lines, price: accepted?.price ?? order.price };
  const { price, issues, alternative } = await assessOrder(deps, ctx, terms);
  return {
    to: issues.length === 0 ? 'placed' : 'review',
    set: { lines: terms.lines, issues, ...(price ? { price } : {}), ...(alternative ? { alternative } : {}) },
    unset: alternative ? [] : ['alternative'],
  };
}
