import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import { maySee as maySeeOrder } from '../orders/index.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { type DocumentRecord, maySee } from './documents.model.ts';

/** The document, if the caller sees its order and documents of its kind; else it does not exist for him. */
export async function getDocument(
  deps: Pick<DocumentsDeps, 'repo' | 'orders'>,
  ctx: Ctx,
  id: string,
): Promise<DocumentRecord> {
  const document = await deps.repo.get(ctx, id);
  const order = document && (await deps.orders.get(ctx, document.orderId));
  // One sentence for all three: another one would tell that there is something.
  if (!order || !maySeeOrder(ctx.actor, order) || !maySee(ctx.actor, document)) throw NotFound({ what: 'document' });
  return document;
}
