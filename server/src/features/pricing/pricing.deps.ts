import type { Ctx } from '../../platform/http/context.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContractTerms } from './pricing.model.ts';
import type { GridsRepo } from './pricing.repo.ts';

/** What `app.ts` hands over from other features. */
export interface PricingNeighbours {
  /** Whether the tenant has this client: of clients' door. */
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** For how many days after the end of its version a quote holds: the tenant's setting. */
  readonly priceHoldDays: (ctx: Ctx) => Promise<number>;
  /** The contract of a client or carrier for a type, in force at that moment or later: of contracts' door, as the next two are. */
  readonly activeContract: (
    ctx: Ctx,
    party: { readonly clientId: string } | { readonly carrierId: string },
    transportType: TransportType,
    at: Date,
  ) => Promise<ContractTerms | undefined>;
  /** Whether a contract of this client on this grid has been in force and has ended by then. */
  readonly contractEnded: (
    ctx: Ctx,
    of: { readonly clientId: string; readonly transportType: TransportType; readonly gridId: string },
    at: Date,
  ) => Promise<boolean>;
  /** The grids that a client's active contracts name. */
  readonly contractedGrids: (ctx: Ctx, clientId: string, at: Date) => Promise<readonly string[]>;
}

/** What the use cases of this feature work with. */
export interface PricingDeps extends Pick<Platform, 'now' | 'invalidate'>, PricingNeighbours {
  readonly grids: GridsRepo;
}
