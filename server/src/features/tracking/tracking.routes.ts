import { ok, type Routes } from '../../platform/http/operation.ts';
import { getTracking } from './get-tracking.ts';
import { ingestPositions } from './ingest-positions.ts';
import type { TrackingDeps } from './tracking.deps.ts';

export const trackingRoutes = (deps: TrackingDeps) =>
  ({
    reportPositions: async (ctx, { body }) => ok(await ingestPositions(deps, ctx, body)),
    getTracking: async (ctx, { params }) => ok(await getTracking(deps, ctx, params.orderId)),
  }) satisfies Routes;
