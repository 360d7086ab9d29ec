import type { Ctx } from '../../platform/http/context.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContractsRepo } from './contracts.repo.ts';

/** What `app.ts` hands over from the same floor. */
export interface ContractsNeighbours {
  /** Whether the tenant has this client: of clients' door. */
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** The same of carriers' door. */
  readonly carrierExists: (ctx: Ctx, carrierId: string) => Promise<boolean>;
  /** What a grid prices, of pricing's door; undefined when the tenant has no such grid. */
  readonly grid: (ctx: Ctx, gridId: string) => Promise<{ readonly transportType: TransportType } | undefined>;
}

/** What the use cases of this feature work with. */
export interface ContractsDeps extends Pick<Platform, 'log' | 'now' | 'invalidate'>, ContractsNeighbours {
  readonly contracts: ContractsRepo;
}
