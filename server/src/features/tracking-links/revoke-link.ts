import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import type { TrackingLink } from './tracking-links.model.ts';

/**
 * For so long other processes may still be told that a link has ended, in milliseconds: more than any serves sockets
 * without its database. New requests see the link's record. Kept until their links' own end, the words of one busy
 * client would be millions, and each process reads all of them when it starts.
 */
const TOLD_FOR_MS = 3_600_000;

/**
 * Ends a link: for new requests at once, for who watches by it within a second. Dying between the two leaves watchers
 * connected; revoking it again disconnects them.
 */
export async function revokeLink(
  deps: Pick<TrackingLinksDeps, 'orders' | 'repo' | 'now' | 'disconnect'>,
  ctx: Ctx,
  orderId: string,
  linkId: string,
): Promise<void> {
  const order = await deps.orders.visible(ctx, orderId);
  if (!(await deps.repo.revoke(ctx, order.id, linkId, deps.now()))) throw NotFound({ what: 'tracking link' });
  const link = (await deps.repo.of(ctx, order.id)).find(({ id }) => id === linkId);
  if (link) await disconnect(deps, ctx, link);
}

/**
 * Removes the links of an order that is being erased, with their watchers. Dying half-way leaves watchers who are told
 * nothing that names anybody, and a run after it has nothing left to do: an erased order is over and shows no position.
 */
export async function eraseLinks(
  deps: Pick<TrackingLinksDeps, 'repo' | 'now' | 'disconnect'>,
  ctx: TenantCtx,
  orderId: string,
): Promise<readonly TrackingLink[]> {
  const links = await deps.repo.remove(ctx, orderId);
  for (const link of links) await disconnect(deps, ctx, link);
  return links;
}

/** A link that would have ended sooner needs no word for longer than that. */
const disconnect = (
  deps: Pick<TrackingLinksDeps, 'now' | 'disconnect'>,
  ctx: TenantCtx,
  { id, expiresAt }: TrackingLink,
): Promise<void> =>
  deps.disconnect(ctx, id, new Date(Math.min(expiresAt.getTime(), deps.now().getTime() + TOLD_FOR_MS)));
