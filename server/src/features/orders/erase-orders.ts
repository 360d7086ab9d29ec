import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { erasedOrder } from './erased-order.ts';
import type { OrdersDeps } from './index.ts';
import { actorOf, subjectOf } from './order-event.ts';
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

/**
 * Takes the personal data out of all orders that are over, of a tenant or of one client, with their documents. Orders
 * that are not over are left alone and counted: end them and run it again.
 *
 * Each order is one write, made when its documents and the typed reasons of its events are gone. Dying in between leaves
 * the rest as it was: those done are not found any more, so the next run goes on where this one stopped.
 */
export async function eraseOrders(
  deps: EraseDeps,
  ctx: Pick<Ctx, 'tenantId' | 'deadline' | 'actor'>,
  of: { readonly clientId?: string } = {},
): Promise<Erased> {
  const over = { ...of, status: { $in: STATUSES.filter(isFinal) }, erasedAt: { $exists: false } };
  let erased = 0;
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await deps.pager.page<OrderDocument>({ limit: AT_ONCE, cursor }, over, (at) =>
      deps.repo.whole(ctx, over, at),
    );
    await Promise.all(page.data.map((order) => erase(deps, ctx, order)));
    erased += page.data.length;
    cursor = page.next;
  }
  const open = await deps.repo.count(ctx, { ...of, status: { $nin: over.status.$in } }, limits.size.countedTotal);
  return { erased, open };
}

async function erase(deps: EraseDeps, ctx: Parameters<typeof eraseOrders>[1], order: OrderDocument): Promise<void> {
  await Promise.all([deps.eraseDocuments(ctx, order.id), deps.events.eraseReasons(ctx, subjectOf(order.id))]);
  const now = deps.now();
  // Nothing changes an order that is over but another erasure: where that was first there is nothing left to do.
  await deps.repo.erase(ctx, order, erasedOrder(order, actorOf(ctx), now), now);
}
