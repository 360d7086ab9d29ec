import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import type { SecretAnswer } from '../../platform/http/run.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import type { TrackingLink } from './tracking-links.model.ts';

/** A link as the API shows it, with its secret: whoever sees the order may send the link to the recipient again. */
export function presentLink(
  { tokens, publicUrl }: Pick<TrackingLinksDeps, 'tokens' | 'publicUrl'>,
  ctx: Pick<Ctx, 'tenantId'>,
  orderId: string,
  link: TrackingLink,
): components['schemas']['TrackingLink'] {
  const { token, url } = secretParts({ tokens, publicUrl }, ctx, orderId, link);
  return {
    id: link.id,
    orderId,
    token,
    url,
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    ...(link.revokedAt ? { revokedAt: link.revokedAt.toISOString() } : {}),
  };
}

type Shown = components['schemas']['TrackingLink'];

function secretParts(
  { tokens, publicUrl }: Pick<TrackingLinksDeps, 'tokens' | 'publicUrl'>,
  ctx: Pick<Ctx, 'tenantId'>,
  orderId: string,
  link: Pick<TrackingLink, 'id' | 'expiresAt'>,
): Pick<Shown, 'token' | 'url'> {
  const token = tokens.make(ctx.tenantId, orderId, link);
  return { token, url: `${publicUrl}/track/${token}` };
}

/** Takes the secret out of the answer that is kept for replays, and makes it again from the rest. */
export const secretOf = (deps: Pick<TrackingLinksDeps, 'tokens' | 'publicUrl'>): SecretAnswer => ({
  without(body) {
    const { token: _, url: __, ...kept } = body as Shown; // of createTrackingLink
    return kept;
  },
  whole(ctx, kept) {
    const { id, orderId, expiresAt } = kept as Omit<Shown, 'token' | 'url'>; // as kept above
    return { ...kept, ...secretParts(deps, ctx, orderId, { id, expiresAt: new Date(expiresAt) }) };
  },
});
