import type { EventRecord } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PositionReceipt, PositionReport } from '../../platform/http/contract.types.gen.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { Authorize, FrameHandler } from '../../platform/realtime/types.ts';
import { ingestPositions } from './ingest-positions.ts';
import { createLiveEvents } from './live-events.ts';
import { createPickUpTime } from './pick-up-time.ts';
import { createPositionsRepo, positionsIndexes } from './positions.repo.ts';
import { reportFrame } from './report-frame.ts';
import { authorizeChannel } from './tracking.channels.ts';
import type { TrackingDeps, TrackingOptions } from './tracking.deps.ts';
import { RETENTION_DAYS } from './tracking.model.ts';
import { trackingRoutes } from './tracking.routes.ts';

/** What other features may ask of tracking. */
export interface TrackingApi {
  /** The one way in for positions, whatever format they came in. */
  ingest(ctx: Ctx, report: PositionReport): Promise<PositionReceipt>;
}

export interface TrackingFeature extends Feature {
  readonly api: TrackingApi;
  /** Who may watch which live channel. */
  readonly channels: Authorize;
  /** Frames answered by this feature, by their type. */
  readonly frames: Readonly<Record<'report', FrameHandler>>;
  /** The consumer of events that feeds the live channels; throws while an event has not reached everyone. */
  readonly onOrderEvent: (event: EventRecord) => Promise<void>;
}

/** Where things are, for everyone who may know. */
export function trackingFeature(
  platform: Pick<Platform, 'mongo' | 'now' | 'log'>,
  options: TrackingOptions,
): TrackingFeature {
  const { retentionDays = RETENTION_DAYS, ...neighbours } = options;
  const deps: TrackingDeps = {
    ...neighbours,
    now: platform.now,
    log: platform.log,
    positions: createPositionsRepo(platform.mongo),
    pickUpTime: createPickUpTime(options.orders),
  };
  return {
    routes: trackingRoutes(deps),
    indexes: positionsIndexes(retentionDays),
    api: { ingest: (ctx, report) => ingestPositions(deps, ctx, report) },
    channels: authorizeChannel(deps),
    frames: { report: reportFrame(deps) },
    onOrderEvent: createLiveEvents(deps),
  };
}
