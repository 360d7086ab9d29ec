import { newEvent } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';

/** An event about an order that does not change the order itself. */
export interface Announcement {
  readonly type: string;
  /** Told beside the order's ids and status; what one of its parties may not see does not belong here. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Tells something about an order, such as a document or an estimate: raises its `sequence` and leaves its `version`, so
 * that nobody's `If-Match` is broken by it. Gives the order's version; undefined when there is no such order.
 *
 * One write, inside the caller's transaction where he has one: dying before its commit leaves no event, dying after it
 * leaves one that the relay finds. Numbers and ids are read in the same step, so a command at the same moment can
 * neither give the event a taken number nor be overtaken by it.
 */
export async function announce(
  deps: Pick<OrdersDeps, 'repo' | 'now' | 'nudge'>,
  ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'unit' | 'requestId'>,
  orderId: string,
  { type, data }: Announcement,
): Promise<number | undefined> {
  const now = deps.now();
  const event = newEvent({
    type,
    time: now,
    tenantId: ctx.tenantId,
    subject: subjectOf(orderId),
    // Both are the order's to say, when it is written.
    sequence: 0,
    version: 0,
    requestId: ctx.requestId,
    data,
  });
  const version = await deps.repo.announce(ctx, orderId, event, now);
  if (version !== undefined) {
    if (ctx.unit) ctx.unit.afterCommit(deps.nudge);
    else deps.nudge();
  }
  return version;
}
