import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './index.ts';
import { type Priced, type PriceRequest, quoteByVersion } from './quote-by-version.ts';

/** Prices a transport by the standard version in force at that moment, read from MongoDB and never from a cache. */
export async function quoteTransport(deps: PricingDeps, ctx: Ctx, request: PriceRequest): Promise<Priced> {
  const { transportType, at = deps.now() } = request;
  const grid = await deps.grids.standardInForce(ctx, transportType, at);
  if (grid) return (await quoteByVersion(deps, ctx, grid, request, at)).quote;
  return {
    ok: false,
    reason: 'no_grid',
    pointer: '/transportType',
    message: `No grid for ${transportType} is valid at ${at.toISOString()}.`,
  };
}
