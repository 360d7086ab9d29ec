import type { AnonCtx, Ctx } from '../../platform/http/context.ts';
import type { PublicTracking } from '../../platform/http/contract.types.gen.ts';
import { NotFound } from '../../platform/http/errors.ts';
import { openLink } from './open-link.ts';
import { presentPublic } from './present-public.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import { TrackingLinkEnded } from './tracking-links.errors.ts';

/** Where the channel stands while Redis is away. */
const UNKNOWN = { epoch: 'none', seq: 0 } as const;

/**
 * What a link shows: 404 for a secret that was never ours, 410 for a link that has ended. The channel's place is read
 * before the data, so that an event in between is told once too often and never left out.
 */
export async function getPublicTracking(
  deps: TrackingLinksDeps,
  anon: AnonCtx,
  token: string,
): Promise<PublicTracking> {
  const opened = await openLink(deps, token);
  if (opened === 'unknown') throw NotFound({ what: 'tracking link' });
  if (opened === 'ended') throw TrackingLinkEnded({});
  const { claim } = opened;
  const { tenantId, orderId, linkId } = claim;
  const ctx: Ctx = { ...anon, tenantId, actor: { kind: 'link', id: linkId, role: 'recipient', orderId } };
  const { epoch, seq } = (await deps.position(tenantId, `order:${orderId}`)) ?? UNKNOWN;
  const [order, tenant] = await Promise.all([deps.orders.get(ctx, orderId), deps.tenant(ctx)]);
  if (!order || order.erasedAt || !tenant) throw TrackingLinkEnded({});
  return { ...presentPublic(claim, order, tenant), ...(await deps.whereabouts(ctx, order)), stream: { epoch, seq } };
}
