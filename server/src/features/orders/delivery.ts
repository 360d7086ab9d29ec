import type { Ctx } from '../../platform/http/context.ts';
import { assertProof } from './delivery-proof.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { MoveEffect, OrderDocument, Transition } from './orders.types.ts';

/** That the goods have arrived, and whether within the window: by the time the device says, not by when it could tell. */
export async function delivery(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  move: Transition,
  deliveredAt: Date,
): Promise<MoveEffect> {
  const proof = await assertProof(deps, ctx, order, move);
  return { set: { proof, deliveredAt, onTime: deliveredAt <= new Date(order.delivery.window.to) } };
}
