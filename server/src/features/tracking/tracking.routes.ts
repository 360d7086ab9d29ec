import { ok, type Routes } from '../../platform/http/operation.ts';
import { getBoard } from './get-board.ts';
import { getClientTracking } from './get-client-tracking.ts';
import { getTracking } from './get-tracking.ts';
import { getTrail } from './get-trail.ts';
import { getVehicleTracking } from './get-vehicle-tracking.ts';
import { getVehicleTrail } from './get-vehicle-trail.ts';
import { ingestPositions } from './ingest-positions.ts';
import type { TrackingDeps } from './tracking.deps.ts';

export const trackingRoutes = (deps: TrackingDeps) =>
  ({
    reportPositions: async (ctx, { body }) => ok(await ingestPositions(deps, ctx, body)),
    getTrail: async (ctx, { params, query }) => ok(await getTrail(deps, ctx, params.orderId, query)),
    getVehicleTrail: async (ctx, { params, query }) => ok(await getVehicleTrail(deps, ctx, params.vehicleId, query)),
    getVehicleTracking: async (ctx, { params }) => ok(await getVehicleTracking(deps, ctx, params.vehicleId)),
    getClientTracking: async (ctx, { params }) => ok(await getClientTracking(deps, ctx, params.clientId)),
    getBoard: async (ctx, { query }) => ok(await getBoard(deps, ctx, query.bbox)),
    getTracking: async (ctx, { params }) => ok(await getTracking(deps, ctx, params.orderId)),
  }) satisfies Routes;
