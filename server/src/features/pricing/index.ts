import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { createGridsRepo, type GridsRepo, gridsIndexes } from './pricing.repo.ts';
import { pricingRoutes } from './pricing.routes.ts';
import { cityKey } from './quote.ts';
import type { Priced, PricedByVersion, PriceRequest } from './quote-by-version.ts';
import { quoteTransport } from './quote-transport.ts';
import { requoteTransport, type VersionKey } from './requote-transport.ts';

export type { Priced } from './quote-by-version.ts';

/** What `app.ts` hands over from other features. */
export interface PricingNeighbours {
  /** Whether the tenant has this client: of clients' door. */
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** For how many days after the end of its version a quote holds: the tenant's setting. */
  readonly priceHoldDays: (ctx: Ctx) => Promise<number>;
}

/** What the use cases of this feature work with. */
export interface PricingDeps extends Pick<Platform, 'now' | 'invalidate'>, PricingNeighbours {
  readonly grids: GridsRepo;
}

/** What other features may ask about prices; every answer is read from MongoDB. */
export interface PricingApi {
  /** The price of a transport by the version in force at `request.at` (now, if not given), or the first reason why it has none. */
  quote(ctx: Ctx, request: PriceRequest): Promise<Priced>;
  /** The same by the version an earlier quote named, and whether that quote still holds; `undefined` when it cannot count. */
  requote(ctx: Ctx, by: VersionKey, request: PriceRequest): Promise<PricedByVersion | undefined>;
  /** A city's name for comparing. */
  cityKey(name: string): string;
}

export interface PricingFeature extends Feature {
  readonly api: PricingApi;
}

/** What a transport costs. */
export function pricingFeature(
  { mongo, pager, now, invalidate }: Platform,
  neighbours: PricingNeighbours,
): PricingFeature {
  const deps: PricingDeps = { grids: createGridsRepo(mongo.db, pager), now, invalidate, ...neighbours };
  return {
    routes: pricingRoutes(deps),
    indexes: [gridsIndexes],
    api: {
      quote: (ctx, request) => quoteTransport(deps, ctx, request),
      requote: (ctx, by, request) => requoteTransport(deps, ctx, by, request),
      cityKey,
    },
  };
}
