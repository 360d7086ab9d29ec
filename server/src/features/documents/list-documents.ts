import type { ListPage } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { type DocumentRecord, seenBy } from './documents.model.ts';

/** The documents of an order that the caller sees, newest first; what he does not see is not counted either. */
export async function listDocuments(
  deps: Pick<DocumentsDeps, 'repo' | 'orders'>,
  ctx: Ctx,
  orderId: string,
  query: InputOf<'listDocuments'>['query'],
): Promise<ListPage<DocumentRecord>> {
  const order = await deps.orders.visible(ctx, orderId);
  return deps.repo.page(ctx, query, { orderId: order.id, ...seenBy(ctx.actor) });
}
