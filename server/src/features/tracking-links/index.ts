import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { VerifyToken } from '../../platform/http/authenticate.ts';
import type { SecretAnswer } from '../../platform/http/run.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { createLinkTokens } from './link-token.ts';
import { isLinkToken, verifyLink } from './open-link.ts';
import { secretOf } from './present-link.ts';
import { eraseLinks } from './revoke-link.ts';
import type { TrackingLinksDeps, TrackingLinksOptions } from './tracking-links.deps.ts';
import { createTrackingLinksRepo, trackingLinksIndexes } from './tracking-links.repo.ts';
import { trackingLinksRoutes } from './tracking-links.routes.ts';

export { isLinkToken } from './open-link.ts';

/** What others may ask of tracking links. */
export interface TrackingLinksApi {
  /** Wraps the check of access tokens: a link's secret is taken as one. */
  orLink(verify: VerifyToken): VerifyToken;
  /** Takes an order's links away, for good. */
  erase(ctx: TenantCtx, orderId: string): Promise<unknown>;
}

export interface TrackingLinksFeature extends Feature {
  readonly api: TrackingLinksApi;
  /** The secret of a link is made from what is kept, each time; replays keep none. */
  readonly secrets: { readonly createTrackingLink: SecretAnswer };
}

/** Links by which recipients without an account see one delivery. */
export function trackingLinksFeature(
  platform: Pick<Platform, 'mongo' | 'now'>,
  { appSecret, ...neighbours }: TrackingLinksOptions,
): TrackingLinksFeature {
  const deps: TrackingLinksDeps = {
    ...neighbours,
    repo: createTrackingLinksRepo(platform.mongo),
    tokens: createLinkTokens(appSecret),
    now: platform.now,
  };
  return {
    routes: trackingLinksRoutes(deps),
    indexes: [trackingLinksIndexes],
    secrets: { createTrackingLink: secretOf(deps) },
    api: {
      orLink: (verify) => (token) => (isLinkToken(token) ? verifyLink(deps, token) : verify(token)),
      erase: (ctx, orderId) => eraseLinks(deps, ctx, orderId),
    },
  };
}
