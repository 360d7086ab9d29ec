import { newEvent } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Announcement } from './announce.ts';
import { subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { VehicleOrder } from './orders.repo.ts';
import type { TrackingRecord } from './orders.types.ts';

/**
 * Tells what the vehicle of an order did, together with the record of what is told by then: both in one write, which
 * happens only if nobody has told anything since `seen`, and the order is still where it was and on the same vehicle.
 * Gives the order as it is then, or null when nothing was told: look again, and decide anew.
 *
 * So however many judge the same positions at once, one tells it; dying before the write leaves it to the next position,
 * dying after it leaves events that the relay finds. It raises `sequence` and leaves `version`, so that nobody's
 * `If-Match` is broken by it.
 */
export async function announceTracking(
  deps: Pick<OrdersDeps, 'repo' | 'now' | 'nudge'>,
  ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'requestId'>,
  seen: VehicleOrder,
  told: { readonly record: Omit<TrackingRecord, 'revision'>; readonly announcements: readonly Announcement[] },
): Promise<VehicleOrder | null> {
  const now = deps.now();
  const events = told.announcements.map(({ type, data }) =>
    newEvent({
      type,
      time: now,
      tenantId: ctx.tenantId,
      subject: subjectOf(seen.id),
      // Both are the order's to say, when it is written.
      sequence: 0,
      version: 0,
      requestId: ctx.requestId,
      data,
    }),
  );
  const after = await deps.repo.announceTracking(ctx, seen, { record: told.record, events, now });
  if (after) deps.nudge();
  return after;
}
