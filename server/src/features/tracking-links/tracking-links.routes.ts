import { created, noContent, ok, type Routes } from '../../platform/http/operation.ts';
import { createLink } from './create-link.ts';
import { getPublicTracking } from './get-public-tracking.ts';
import { listLinks } from './list-links.ts';
import { presentLink } from './present-link.ts';
import { revokeLink } from './revoke-link.ts';
import type { TrackingLinksDeps } from './tracking-links.deps.ts';

export const trackingLinksRoutes = (deps: TrackingLinksDeps) =>
  ({
    createTrackingLink: async (ctx, { params: { orderId }, body }) =>
      created(presentLink(deps, ctx, orderId, await createLink(deps, ctx, orderId, body))),
    listTrackingLinks: async (ctx, { params: { orderId } }) =>
      ok({ data: (await listLinks(deps, ctx, orderId)).map((link) => presentLink(deps, ctx, orderId, link)) }),
    revokeTrackingLink: async (ctx, { params }) => {
      await revokeLink(deps, ctx, params.orderId, params.linkId);
      return noContent();
    },
    getPublicTracking: async (ctx, { params }) => ok(await getPublicTracking(deps, ctx, params.token)),
  }) satisfies Routes;
