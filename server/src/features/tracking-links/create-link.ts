import { newId } from '../../platform/db/new-id.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { NewTrackingLink } from '../../platform/http/contract.types.gen.ts';
import { InvalidRequest, NotFound } from '../../platform/http/errors.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import { expiryOf, type TrackingLink, withLink } from './tracking-links.model.ts';

const OUT_OF_RANGE = {
  pointer: '/expiresAt',
  code: 'range',
  message: 'must lie in the future, at most 90 days from now.',
};

/**
 * Makes a link to an order that the caller sees. It runs in the operation's transaction, so two calls at once cannot make
 * a twenty-first, and dying half-way makes none.
 */
export async function createLink(
  deps: Pick<TrackingLinksDeps, 'orders' | 'repo' | 'now'>,
  ctx: Ctx,
  orderId: string,
  { expiresAt }: NewTrackingLink,
): Promise<TrackingLink> {
  const { unit } = ctx;
  if (!unit) throw new Error('A link is made in a transaction.');
  const order = await deps.orders.visible(ctx, orderId);
  // Whatever a link would show of it is gone.
  if (order.erasedAt) throw NotFound({ what: 'transport order' });
  const now = deps.now();
  const until = expiryOf(expiresAt, new Date(order.delivery.window.to), now);
  if (!until) throw InvalidRequest({ errors: [OUT_OF_RANGE] }, { errors: [OUT_OF_RANGE] });
  const link = { id: newId('lnk'), createdAt: now, expiresAt: until };
  const inside = { ...ctx, unit };
  await deps.repo.save(inside, order.id, withLink(await deps.repo.of(inside, order.id), link, now));
  return link;
}
