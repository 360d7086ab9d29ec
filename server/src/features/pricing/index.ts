import type { Ctx } from '../../platform/http/context.ts';
import type { Price, TransportType } from '../../platform/http/contract.types.gen.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { type CostRequest, costOfTransport } from './cost-of-transport.ts';
import type { PricingDeps, PricingNeighbours } from './pricing.deps.ts';
import { createGridsRepo, gridsIndexes } from './pricing.repo.ts';
import { pricingRoutes } from './pricing.routes.ts';
import { cityKey } from './quote.ts';
import type { Priced, PricedByVersion, PriceRequest } from './quote-by-version.ts';
import { quoteTransport } from './quote-transport.ts';
import { requoteTransport, type VersionKey } from './requote-transport.ts';

export type { Priced } from './quote-by-version.ts';

/** What other features may ask about prices; every answer is read from MongoDB. */
export interface PricingApi {
  /**
   * The price of a transport at `request.at` (now, if not given), or the first reason why it has none: by the grid of
   * the client's contract for its type, else by the standard grid.
   */
  quote(ctx: Ctx, request: PriceRequest): Promise<Priced>;
  /**
   * The same by the version an earlier quote named, and whether that quote still holds; `contractEnded` when it does not
   * because the contract behind it is over. `undefined` when the version cannot count for this client.
   */
  requote(ctx: Ctx, by: VersionKey, request: PriceRequest): Promise<PricedByVersion | undefined>;
  /** What a carrier gets for a transport by its contract; `undefined` without one, or where it has no price. */
  cost(ctx: Ctx, request: CostRequest): Promise<Price | undefined>;
  /** What a grid prices; `undefined` when the tenant has no such grid. Who may see it is for the caller to decide. */
  grid(ctx: Ctx, gridId: string): Promise<{ readonly transportType: TransportType } | undefined>;
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
      cost: (ctx, request) => costOfTransport(deps, ctx, request),
      grid: async (ctx, gridId) => (await deps.grids.head(ctx, gridId)) ?? undefined,
      cityKey,
    },
  };
}
