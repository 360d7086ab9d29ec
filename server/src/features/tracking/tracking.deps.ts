import type { Ctx } from '../../platform/http/context.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Cursor, LiveMessage } from '../../platform/realtime/types.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { OrdersApi } from '../orders/index.ts';
import type { AroundRepo } from './geofence.repo.ts';
import type { RouteOutcome, Router } from './osrm.ts';
import type { PickUpTime } from './pick-up-time.ts';
import type { PositionsRepo } from './positions.repo.ts';
import type { OnTheBoard } from './tell-board.ts';
import type { VehicleCards } from './vehicle-cards.ts';

/** What tracking asks of its neighbours; live channels are built after it, so their calls are handed in as functions. */
export interface TrackingOptions {
  readonly orders: Pick<
    OrdersApi,
    'visible' | 'get' | 'ofVehicle' | 'tracked' | 'announceTracking' | 'move' | 'vehiclesOfDriver'
  >;
  readonly carriers: Pick<CarriersApi, 'getVehicle' | 'vehicles' | 'vehiclesOf'>;
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** `Realtime.publish`; `here` says that Redis was away. */
  readonly publish: (tenantId: string, channel: string, message: LiveMessage) => Promise<'everywhere' | 'here'>;
  /** `Realtime.position`; undefined while Redis is away. */
  readonly position: (tenantId: string, channel: string) => Promise<Cursor | undefined>;
  /** `Realtime.recheck`, within this process. */
  readonly recheck: (tenantId: string, channel: string) => Promise<void>;
  /** Charges a report that came over a socket, as HTTP charges its requests; throws `rate_limited`. Default: free. */
  readonly charge?: (ctx: Ctx) => Promise<unknown>;
  /** How the tenant wants places to be watched. Default: as a new tenant has it. */
  readonly settings?: (ctx: Pick<Ctx, 'tenantId'>) => Promise<FenceSettings>;
  /** A routing service that speaks OSRM's protocol. Default: none, ways are great circles. */
  readonly osrmUrl?: string | undefined;
  /** Counts what became of each question to it. */
  readonly onRoute?: (outcome: RouteOutcome) => void;
  /** How long the tenant keeps positions. Default: 30 days. */
  readonly retentionDays?: (ctx: Pick<Ctx, 'tenantId'>) => Promise<number>;
}

/** See the tenant. */
export interface FenceSettings {
  readonly geofenceMetres: number;
  readonly autoMove: boolean;
}

/** What the use cases of this feature work with. */
export interface TrackingDeps extends TrackingOptions, Pick<Platform, 'now' | 'log'> {
  readonly charge: NonNullable<TrackingOptions['charge']>;
  readonly retentionDays: NonNullable<TrackingOptions['retentionDays']>;
  readonly settings: NonNullable<TrackingOptions['settings']>;
  readonly positions: PositionsRepo;
  readonly cards: VehicleCards;
  readonly onTheBoard: OnTheBoard;
  readonly around: AroundRepo;
  readonly route: Router;
  readonly pickUpTime: PickUpTime;
}
