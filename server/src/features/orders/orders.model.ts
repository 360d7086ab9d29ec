import type { Actor, Role } from '../../platform/http/context.ts';
import type { OrderDocument, OrderStatus } from './orders.types.ts';

const STAFF: readonly Role[] = ['admin', 'dispatcher'];
const ROAD: readonly Role[] = [...STAFF, 'carrier', 'driver'];

/** Every move an order may make, and who may make it. A status missing from a row is a move we refuse. */
export const NEXT: Record<OrderStatus, Partial<Record<OrderStatus, readonly Role[]>>> = {
  placed: { accepted: STAFF, review: STAFF, cancelled: [...STAFF, 'client'] },
  review: { placed: [...STAFF, 'client'], cancelled: [...STAFF, 'client'] },
  accepted: { assigned: STAFF, cancelled: [...STAFF, 'client'] },
  // Back to accepted is an unassignment, to assigned again a reassignment.
  assigned: { accepted: STAFF, assigned: STAFF, picked_up: ROAD, cancelled: [...STAFF, 'client'] },
  picked_up: { in_transit: ROAD, failed: ROAD },
  in_transit: { delivered: ROAD, failed: ROAD },
  // A failed delivery may be tried again.
  failed: { in_transit: ROAD, returned: ROAD },
  delivered: {},
  returned: {},
  cancelled: {},
};

export const STATUSES = Object.keys(NEXT) as readonly OrderStatus[]; // the keys of our own table

/** Reasons a driver may give for a failure. */
export const FAILURE_REASONS = [
  'recipient_absent',
  'refused',
  'address_unknown',
  'damaged',
  'access_denied',
  'vehicle_breakdown',
  'other',
] as const;

/** Where an order may go from here, for anybody. */
export const movesFrom = (status: OrderStatus): OrderStatus[] => Object.keys(NEXT[status]) as OrderStatus[]; // keys of our own table

/** Who may make this move; empty when nobody may. */
export const moversOf = (from: OrderStatus, to: OrderStatus): readonly Role[] => NEXT[from][to] ?? [];

/** Everybody who may ever move an order into this status: decides between "not you" and "not now". */
export const rolesThatMoveTo = (to: OrderStatus): readonly Role[] => [
  ...new Set(Object.values(NEXT).flatMap((row) => row[to] ?? [])),
];

/** Whether the status is one an order never leaves. */
export const isFinal = (status: OrderStatus): boolean => movesFrom(status).length === 0;

/** Between pick-up and the end a vehicle's positions belong to the order. */
export const isUnderWay = (status: OrderStatus): boolean =>
  status === 'picked_up' || status === 'in_transit' || status === 'failed';

/** The events a move causes, in order. */
export function eventsOfMove(from: OrderStatus, to: OrderStatus): string[] {
  if (from === 'assigned' && to === 'assigned') return ['order.unassigned', 'order.assigned'];
  if (from === 'assigned' && to === 'accepted') return ['order.unassigned'];
  return [to === 'review' ? 'order.review_needed' : `order.${to}`];
}

/** What an actor may see of a tenant's orders, as a filter; staff see all. */
export function visibilityOf(actor: Actor): { clientId?: string; carrierId?: string; driverId?: string } {
  switch (actor.role) {
    case 'client':
      return { clientId: actor.clientId ?? 'none' };
    case 'carrier':
      return { carrierId: actor.carrierId ?? 'none' };
    case 'driver':
      return { driverId: actor.id };
    case 'admin':
    case 'dispatcher':
      return {};
    default:
      return { clientId: 'none' }; // devices and recipients see no order, whoever asks for them
  }
}

/** Whether the actor may see this order at all. */
export function maySee(actor: Actor, order: Pick<OrderDocument, 'clientId' | 'carrierId' | 'driverId'>): boolean {
  return Object.entries(visibilityOf(actor)).every(([field, value]) => order[field as 'clientId'] === value); // fields of visibilityOf
}

/** What is between the client and the dispatchers: whoever carries the order is not even told that it changed. */
export const TERMS: readonly unknown[] = ['price', 'metadata'];

/** Whether why this happened is for the client, too: why an order is looked at, has failed or was ended; not who carries it. */
export const tellsClientWhy = (type: string): boolean =>
  !['order.accepted', 'order.assigned', 'order.unassigned'].includes(type);

/** The time a move happened by the device's clock, kept between the previous move and now. */
export function clampOccurredAt(occurredAt: string | undefined, previous: Date, now: Date): Date {
  if (occurredAt === undefined) return now;
  const at = new Date(occurredAt).getTime();
  return new Date(Math.min(now.getTime(), Math.max(previous.getTime(), at)));
}

/** When the order last moved; amendments in between bound nothing, because a device tells its moves late. */
export function lastMoveAt({ timeline, createdAt }: Pick<OrderDocument, 'timeline' | 'createdAt'>): Date {
  const move = timeline.findLast(({ type }) => type !== 'order.amended');
  return move?.occurredAt ?? move?.at ?? createdAt;
}

/** What may still be amended. Priced fields and places until pick-up, the rest by staff until the end. */
export function amendable(actor: Actor, status: OrderStatus): 'all' | 'notes' | 'nothing' {
  if (isFinal(status)) return 'nothing';
  if (actor.role === 'client') return status === 'placed' || status === 'review' ? 'all' : 'nothing';
  if (!STAFF.includes(actor.role)) return 'nothing';
  return ['placed', 'review', 'accepted', 'assigned'].includes(status) ? 'all' : 'notes';
}
