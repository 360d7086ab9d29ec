import type { Ctx } from '../../platform/http/context.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Cursor, LiveMessage } from '../../platform/realtime/types.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { OrdersApi } from '../orders/index.ts';
import type { PickUpTime } from './pick-up-time.ts';
import type { PositionsRepo } from './positions.repo.ts';

/** What tracking asks of its neighbours; live channels are built after it, so their calls are handed in as functions. */
export interface TrackingOptions {
  readonly orders: Pick<OrdersApi, 'visible' | 'get' | 'underWay' | 'vehiclesOfDriver'>;
  readonly carriers: Pick<CarriersApi, 'getVehicle' | 'vehiclesOf'>;
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** `Realtime.publish`; `here` says that Redis was away. */
  readonly publish: (tenantId: string, channel: string, message: LiveMessage) => Promise<'everywhere' | 'here'>;
  /** `Realtime.position`; undefined while Redis is away. */
  readonly position: (tenantId: string, channel: string) => Promise<Cursor | undefined>;
  /** `Realtime.recheck`, within this process. */
  readonly recheck: (tenantId: string, channel: string) => Promise<void>;
  /** How long positions are kept. Default 30. */
  readonly retentionDays?: number;
}

/** What the use cases of this feature work with. */
export interface TrackingDeps extends Omit<TrackingOptions, 'retentionDays'>, Pick<Platform, 'now' | 'log'> {
  readonly positions: PositionsRepo;
  readonly pickUpTime: PickUpTime;
}
