import type { FakeOrder } from './order.ts';
import { invalid, Refused } from './replies.ts';

/** Every move an order may make; who makes it and what it needs beside is not judged here. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  placed: ['accepted', 'review', 'cancelled'],
  review: ['placed', 'cancelled'],
  accepted: ['assigned', 'cancelled'],
  assigned: ['accepted', 'assigned', 'picked_up', 'cancelled'],
  picked_up: ['in_transit', 'failed'],
  in_transit: ['delivered', 'failed'],
  failed: ['in_transit', 'returned'],
  delivered: [],
  returned: [],
  cancelled: [],
};

/** Throws what the server says to a move that the order's status does not allow, or to an alternative it did not offer. */
export function assertMove(order: FakeOrder, move: Record<string, unknown>): void {
  const { to, alternativeId } = move;
  if (typeof to !== 'string' || !(to in NEXT)) throw invalid('/to', 'enum', `must be one of ${Object.keys(NEXT)}.`);
  const allowed = NEXT[order.status] ?? [];
  if (!allowed.includes(to))
    throw new Refused('order_cannot_move', {
      detail: `Order ${order.id} is ${order.status}; from there it may go to ${allowed.join(', ') || 'nowhere'}.`,
      members: { allowed, currentVersion: order.version },
    });
  if (order.status === 'review' && alternativeId !== undefined && alternativeId !== order.alternative?.id)
    throw new Refused('alternative_changed', { members: { currentVersion: order.version } });
}
