import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { ServiceUnavailable } from '../../platform/http/errors.ts';
import { erasedOrder } from './erased-order.ts';
import { actorOf, subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { isFinal, STATUSES } from './orders.model.ts';
import type { OrderDocument } from './orders.types.ts';

/** What an erasure has done, and what it has left. */
export interface Erased {
  readonly erased: number;
  /** Orders that are not over: who carries them needs the address. Counted up to ten thousand. */
  readonly open: number;
}

type EraseDeps = Pick<OrdersDeps, 'repo' | 'pager' | 'now' | 'eraseDocuments' | 'events'>;

const AT_ONCE = 50;
/** The relay moves what is pending several times a second; where it does not, it is not running, or away. */
const TOLD_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Takes the personal data out of all orders that are over, of a tenant or of one client, with their documents. Orders
 * that are not over are left alone and counted: end them and run it again.
 *
 * The order goes first, in one write: from then on it takes no documents, and what the relay reads of it has no reasons.
 * What was on its way before is waited for, then its documents and the reasons of its events are taken, and last it is
 * marked. Dying in between leaves it without the mark, and the next run goes through it again. Throws
 * `service_unavailable` where events still wait to be told: then all but what they say is erased.
 */
export async function eraseOrders(
  deps: EraseDeps,
  ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'actor'>,
  of: { readonly clientId?: string } = {},
): Promise<Erased> {
  const over = { ...of, status: { $in: STATUSES.filter(isFinal) }, erasureEndedAt: { $exists: false } };
  let erased = 0;
  let untold = 0;
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await deps.pager.page<OrderDocument>({ limit: AT_ONCE, cursor }, over, (at) =>
      deps.repo.whole(ctx, over, at),
    );
    const ended = await Promise.all(page.data.map((order) => erase(deps, ctx, order)));
    untold += ended.filter((has) => !has).length;
    erased += page.data.length;
    cursor = page.next;
  }
  if (untold > 0)
    throw ServiceUnavailable({
      reason: `Events of ${untold} orders wait to be told; start the server and run it again.`,
    });
  const open = await deps.repo.count(ctx, { ...of, status: { $nin: over.status.$in } }, limits.size.countedTotal);
  return { erased, open };
}

/** Whether nothing of it is left. */
async function erase(deps: EraseDeps, ctx: Parameters<typeof eraseOrders>[1], order: OrderDocument): Promise<boolean> {
  const now = deps.now();
  // Nothing changes an order that is over but another erasure: where that was first there is nothing left to write.
  if (!order.erasedAt) await deps.repo.erase(ctx, order, erasedOrder(order, actorOf(ctx), now), now);
  const [isTold] = await Promise.all([told(deps, ctx, order.id), deps.eraseDocuments(ctx, order.id)]);
  await deps.events.eraseReasons(ctx, subjectOf(order.id));
  if (isTold) await deps.repo.endErasure(ctx, order.id, deps.now());
  return isTold;
}

/** Waits until the relay has put down what it may have read before the order was erased. */
async function told({ repo }: EraseDeps, ctx: Parameters<typeof eraseOrders>[1], orderId: string): Promise<boolean> {
  const until = performance.now() + TOLD_WITHIN_MS;
  while (!(await repo.isTold(ctx, orderId))) {
    if (performance.now() > until) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}
