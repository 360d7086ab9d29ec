import type { Ctx } from '../../platform/http/context.ts';
import type { PositionReceipt, PositionReport } from '../../platform/http/contract.types.gen.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { DevicesRepo } from './devices.repo.ts';
import type { KnownKeys } from './known-keys.ts';

/** What `app.ts` hands over. */
export interface DevicesOptions {
  readonly carriers: Pick<CarriersApi, 'getVehicle'>;
  /** Tracking's one way in for positions; answers when they are durable. */
  readonly ingest: (ctx: Ctx, report: PositionReport) => Promise<PositionReceipt>;
  /** Where devices reach us, without a slash at its end. */
  readonly publicUrl: string;
}

/** What the use cases of this feature work with. */
export interface DevicesDeps extends DevicesOptions, Pick<Platform, 'now' | 'log'> {
  readonly repo: DevicesRepo;
  readonly keys: KnownKeys;
}
