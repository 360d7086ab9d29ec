import type { EventRecord } from '../../platform/events/event.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { PositionReceipt, PositionReport } from '../../platform/http/contract.types.gen.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import type { Authorize, FrameHandler } from '../../platform/realtime/types.ts';
import type { OrderDocument } from '../orders/index.ts';
import { applyRetention } from './apply-retention.ts';
import { forRecipient } from './for-recipient.ts';
import { createAroundRepo } from './geofence.repo.ts';
import type { Whereabouts } from './get-tracking.ts';
import { ingestPositions } from './ingest-positions.ts';
import { createLiveEvents } from './live-events.ts';
import { createOsrm } from './osrm.ts';
import { createPickUpTime } from './pick-up-time.ts';
import { createPositionsRepo, positionsIndexes } from './positions.repo.ts';
import { reportFrame } from './report-frame.ts';
import { createRetentionRepo } from './retention.repo.ts';
import { createOnTheBoard } from './tell-board.ts';
import { authorizeChannel } from './tracking.channels.ts';
import type { TrackingDeps, TrackingOptions } from './tracking.deps.ts';
import { RETENTION_DAYS } from './tracking.model.ts';
import { trackingRoutes } from './tracking.routes.ts';
import { createVehicleCards } from './vehicle-cards.ts';

/** What other features may ask of tracking. */
export interface TrackingApi {
  /** The one way in for positions, whatever format they came in. */
  ingest(ctx: Ctx, report: PositionReport): Promise<PositionReceipt>;
  /** Where an order is, as far as its recipient may know. */
  forRecipient(ctx: Ctx, order: OrderDocument): Promise<Whereabouts>;
}

export interface TrackingFeature extends Feature {
  readonly api: TrackingApi;
  /** Who may watch which live channel. */
  readonly channels: Authorize;
  /** Frames answered by this feature, by their type. */
  readonly frames: Readonly<Record<'report', FrameHandler>>;
  /** The consumer of events that feeds the live channels; throws while an event has not reached everyone. */
  readonly onOrderEvent: (event: EventRecord) => Promise<void>;
  readonly daily: DailyTask;
}

/** Where things are, for everyone who may know. */
export function trackingFeature(
  platform: Pick<Platform, 'mongo' | 'now' | 'log'>,
  options: TrackingOptions,
): TrackingFeature {
  const deps: TrackingDeps = {
    charge: async () => {},
    retentionDays: async () => RETENTION_DAYS,
    settings: async () => ({ geofenceMetres: 200, autoMove: false }),
    route: options.osrmUrl
      ? createOsrm({ url: options.osrmUrl, onRoute: options.onRoute ?? (() => {}) })
      : async () => undefined,
    ...options,
    now: platform.now,
    log: platform.log,
    positions: createPositionsRepo(platform.mongo),
    cards: createVehicleCards(options.carriers),
    onTheBoard: createOnTheBoard(),
    around: createAroundRepo(platform.mongo),
    pickUpTime: createPickUpTime(options.orders),
  };
  return {
    routes: trackingRoutes(deps),
    indexes: positionsIndexes,
    api: {
      ingest: (ctx, report) => ingestPositions(deps, ctx, report),
      forRecipient: (ctx, order) => forRecipient(deps, ctx, order),
    },
    channels: authorizeChannel(deps),
    frames: { report: reportFrame(deps) },
    onOrderEvent: createLiveEvents(deps),
    daily: {
      name: 'tracking.apply-retention',
      run: () => applyRetention({ ...deps, repo: createRetentionRepo(platform.mongo) }),
    },
  };
}
