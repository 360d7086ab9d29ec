import type { Ctx, MemberRole } from '../../platform/http/context.ts';
import type { OrderDocument, TimelineRecord } from './orders.types.ts';

/** What events are about: `transport-order/<id>`. */
export const subjectOf = (orderId: string): string => `transport-order/${orderId}`;

/** Who did it, as the timeline keeps it. */
export const actorOf = (ctx: Pick<Ctx, 'actor'>): TimelineRecord['by'] => ({
  kind: ctx.actor.kind,
  id: ctx.actor.id,
  role: ctx.actor.role as MemberRole, // visitors change no order
});

type Told = Pick<OrderDocument, 'id' | 'reference' | 'status' | 'clientId' | 'carrierId' | 'vehicleId' | 'driverId'>;

/** What an event says of its order: ids and status, nothing that one of the order's parties may not see. */
export function eventData(order: Told, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    orderId: order.id,
    reference: order.reference,
    status: order.status,
    clientId: order.clientId,
    ...(order.carrierId ? { carrierId: order.carrierId } : {}),
    ...(order.vehicleId ? { vehicleId: order.vehicleId } : {}),
    ...(order.driverId ? { driverId: order.driverId } : {}),
    ...more,
  };
}
