import { newEvent } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Assessment } from './assess-order.ts';
import type { normalised } from './normalise.ts';
import { actorOf, eventData, subjectOf } from './order-event.ts';
import type { NewOrder, OrderDocument } from './orders.types.ts';

/** What a new order is made of. */
interface Parts {
  readonly id: string;
  readonly reference: string;
  readonly requestHash: string;
  readonly terms: NewOrder & ReturnType<typeof normalised> & { clientId: string };
  readonly assessment: Assessment;
  readonly at: Date;
}

/** An order at version 1 with its first timeline entry and its first event: placed, or in review when something is wrong. */
export function newOrder(ctx: Ctx, parts: Parts): OrderDocument {
  const { id, reference, requestHash, terms, assessment, at } = parts;
  const { price, issues, alternative, quota } = assessment;
  const status = issues.length > 0 ? ('review' as const) : ('placed' as const);
  const type = status === 'review' ? 'order.review_needed' : 'order.placed';
  const order = {
    _id: `${ctx.tenantId}:${id}`,
    tenantId: ctx.tenantId,
    id,
    reference,
    status,
    version: 1,
    sequence: 1,
    clientId: terms.clientId,
    transportType: terms.transportType,
    lines: terms.lines,
    pickup: terms.pickup,
    delivery: terms.delivery,
    ...(price ? { price } : {}),
    issues,
    ...(alternative ? { alternative } : {}),
    ...(terms.instructions === undefined ? {} : { instructions: terms.instructions }),
    ...(terms.metadata === undefined ? {} : { metadata: terms.metadata }),
    requestHash,
    ...(quota ? { quota } : {}),
    createdAt: at,
    updatedAt: at,
  };
  const event = newEvent({
    type,
    time: at,
    tenantId: ctx.tenantId,
    subject: subjectOf(id),
    sequence: 1,
    version: 1,
    requestId: ctx.requestId,
    data: eventData(order),
  });
  return {
    ...order,
    timeline: [{ at, type, version: 1, by: actorOf(ctx), key: id }],
    commands: [],
    pending: [event],
    pendingAt: at,
  };
}
