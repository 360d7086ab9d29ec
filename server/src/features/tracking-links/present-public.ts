import type { PublicTracking } from '../../platform/http/contract.types.gen.ts';
import type { OrderDocument, OrderStatus } from '../orders/index.ts';
import type { Tenant } from '../tenants/index.ts';
import type { LinkClaim } from './link-token.ts';

/** A hundredth of a degree is about a kilometre: it names the town, and no house. */
const DECIMALS = 2;

/** What happened to an order, as its recipient is told; what is not here is between sender and carrier. */
const STEPS: Readonly<Record<string, OrderStatus>> = {
  'order.placed': 'placed',
  // Whether an order is looked at again is no business of its recipient.
  'order.review_needed': 'placed',
  'order.accepted': 'accepted',
  'order.assigned': 'assigned',
  'order.unassigned': 'accepted',
  'order.picked_up': 'picked_up',
  'order.in_transit': 'in_transit',
  'order.delivered': 'delivered',
  'order.failed': 'failed',
  'order.returned': 'returned',
  'order.cancelled': 'cancelled',
};

/** A delivery for its recipient, without where its vehicle is: no names but the sender's, no streets, no prices. */
export function presentPublic(
  { tenantId, linkId, expiresAt }: LinkClaim,
  { id, reference, status, pickup, delivery, timeline }: OrderDocument,
  tenant: Tenant,
): Omit<PublicTracking, 'stream'> {
  const [longitude, latitude] = delivery.coordinates;
  const { from, to, zone } = delivery.window;
  return {
    orderId: id,
    tenantId,
    linkId,
    reference,
    sender: tenant.name,
    status: status === 'review' ? 'placed' : status,
    pickupCity: pickup.city,
    deliveryCity: delivery.city,
    deliveryWindow: { from, to, zone },
    destination: [rounded(longitude), rounded(latitude)],
    timeline: stepsOf(timeline),
    expiresAt: expiresAt.toISOString(),
  };
}

/** The statuses an order went through, each once in a row, by the clock of who moved it. */
export function stepsOf(timeline: OrderDocument['timeline']): PublicTracking['timeline'] {
  const steps = timeline.flatMap(({ type, at, occurredAt }) => {
    const status = STEPS[type];
    return status ? [{ status, at: (occurredAt ?? at).toISOString() }] : [];
  });
  return steps.filter(({ status }, index) => status !== steps[index - 1]?.status);
}

const rounded = (degrees: number): number => Number(degrees.toFixed(DECIMALS));
