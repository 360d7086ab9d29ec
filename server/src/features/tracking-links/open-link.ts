import { limits } from '../../platform/config/limits.ts';
import { toAppError } from '../../platform/db/errors.ts';
import type { Identity } from '../../platform/http/authenticate.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import { Unauthenticated } from '../../platform/http/errors.ts';
import type { LinkClaim } from './link-token.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';
import { isLive } from './tracking-links.model.ts';

type OpenDeps = Pick<TrackingLinksDeps, 'tokens' | 'repo' | 'now'>;

/** What a secret opens: a link that shows its order, one that has ended, or nothing that was ever ours. */
export type Opened = { readonly claim: LinkClaim } | 'ended' | 'unknown';

/** Looks the link behind a secret up. One that was signed here and is not there any more has ended as well. */
export async function openLink({ tokens, repo, now }: OpenDeps, token: string): Promise<Opened> {
  const claim = tokens.read(token);
  if (!claim) return 'unknown';
  if (claim.expiresAt <= now()) return 'ended';
  const ctx = { tenantId: claim.tenantId, deadline: deadlineIn(limits.deadline.requestMs) };
  const links = await repo.of(ctx, claim.orderId).catch((error: unknown) => Promise.reject(toAppError(error)));
  const link = links.find(({ id }) => id === claim.linkId);
  return link && isLive(link, now()) ? { claim } : 'ended';
}

/** Whether a bearer token is a link's, whatever it is worth. */
export const isLinkToken = (token: string): boolean => token.startsWith('tl_');

/** Who calls with a link: the recipient of its one order, until the link ends. Throws `unauthenticated`. */
export async function verifyLink(deps: OpenDeps, token: string): Promise<Identity> {
  const opened = await openLink(deps, token);
  if (typeof opened === 'string') {
    throw Unauthenticated(
      { reason: 'This tracking link has ended or was never given out.' },
      { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
    );
  }
  const { tenantId, orderId, linkId, expiresAt } = opened.claim;
  return {
    tenantId,
    // Its sockets end as those of a session do.
    actor: { kind: 'link', id: linkId, role: 'recipient', orderId, sessionId: linkId },
    expiresAt: expiresAt.getTime(),
  };
}
