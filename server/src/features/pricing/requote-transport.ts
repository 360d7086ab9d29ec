import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './index.ts';
import { type PricedByVersion, type PriceRequest, quoteByVersion } from './quote-by-version.ts';

/** Names the version of an earlier quote. */
export interface VersionKey {
  readonly gridId: string;
  readonly gridVersion: number;
}

/**
 * Prices a transport by the very version an earlier quote named, read from MongoDB and never from a cache. `undefined`
 * when that version is unknown or not one this transport may be priced by: a price comes with the order, from outside,
 * so a cheaper grid that was made for somebody else must not count.
 */
export async function requoteTransport(
  deps: PricingDeps,
  ctx: Ctx,
  by: VersionKey,
  request: PriceRequest,
): Promise<PricedByVersion | undefined> {
  const grid = await deps.grids.version(ctx, by.gridId, by.gridVersion);
  if (!grid?.standard || grid.transportType !== request.transportType) return undefined;
  return quoteByVersion(deps, ctx, grid, request, request.at ?? deps.now());
}
