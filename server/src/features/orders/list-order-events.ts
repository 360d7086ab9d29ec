import { limits } from '../../platform/config/limits.ts';
import { InvalidCursor } from '../../platform/db/page.ts';
import type { EventRecord } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import { getOrder } from './get-order.ts';
import { subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { TERMS } from './orders.model.ts';

/** What happened to an order, oldest first; what waits to be announced is shown already. The cursor is a sequence. */
export async function listOrderEvents(
  deps: OrdersDeps,
  ctx: Ctx,
  orderId: string,
  query: InputOf<'listOrderEvents'>['query'],
) {
  const order = await getOrder(deps, ctx, orderId);
  const after = sequenceOf(query.cursor);
  const limit = query.limit ?? limits.size.pageItemsDefault;
  const announced = await deps.events.ofSubject(ctx, subjectOf(orderId), after, limit + 1);
  const known = new Set(announced.map((event) => event.sequence));
  const waiting = order.pending.filter((event) => event.sequence > after && !known.has(event.sequence));
  const all = [...announced, ...waiting].sort((a, b) => a.sequence - b.sequence);
  // Cut first: a page may hold less than its limit, but its cursor goes on behind what was looked at.
  const looked = all.slice(0, limit);
  const last = looked.at(-1);
  const data = visibleEvents(ctx, looked).map(present);
  return { data, ...(all.length > limit && last ? { next: String(last.sequence) } : {}) };
}

function sequenceOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^[0-9]{1,9}$/.test(cursor)) throw InvalidCursor({ reason: 'it is not one of ours, or was changed' });
  return Number(cursor);
}

/** Whoever carries an order is told what happened while it was his, and not why others decided as they did. */
function visibleEvents(ctx: Ctx, events: readonly EventRecord[]): EventRecord[] {
  const { role, id, carrierId } = ctx.actor;
  if (role !== 'carrier' && role !== 'driver') return [...events];
  const [field, own] = role === 'driver' ? ['driverId', id] : ['carrierId', carrierId];
  return events
    .filter(({ data }) => own !== undefined && data[field as string] === own)
    .map((event) => ({ ...event, data: withoutTerms(event) }));
}

function withoutTerms({ type, data: { reason, changed, ...data } }: EventRecord): Record<string, unknown> {
  return {
    ...data,
    ...(type === 'order.failed' ? { reason } : {}),
    ...(Array.isArray(changed) ? { changed: changed.filter((name) => !TERMS.includes(name)) } : {}),
  };
}

/** An event as the API shows it. */
function present(event: EventRecord): components['schemas']['OrderEvent'] {
  const { id, time, tenantId, subject, sequence, version, apiVersion, requestId, data } = event;
  return {
    id,
    type: event.type as components['schemas']['EventType'],
    time: time.toISOString(),
    tenantId,
    subject,
    sequence,
    version,
    apiVersion,
    requestId,
    data,
  }; // orders cause no others
}
