import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { inForce, takenFromStandard } from './pricing.model.ts';
import { type Priced, type PriceRequest, quoteByVersion } from './quote-by-version.ts';

/**
 * Prices a transport by the one grid it has: that of the client's contract in force for its type, else the standard one.
 * Where a contract's grid has no price the standard grid does not step in: a client that agreed on a tariff must not
 * silently pay another, so a person decides. A contract that is to come ends the promise of the standard grid. Read from MongoDB and never from a cache.
 */
export async function quoteTransport(deps: PricingDeps, ctx: Ctx, request: PriceRequest): Promise<Priced> {
  const { clientId, transportType, at = deps.now() } = request;
  const active = clientId === undefined ? undefined : await deps.activeContract(ctx, { clientId }, transportType, at);
  const contract = inForce(active, at);
  const grid = contract
    ? await deps.grids.inForce(ctx, contract.gridId, at)
    : await deps.grids.standardInForce(ctx, transportType, at);
  if (grid) {
    const agreed = contract ? { until: contract.validTo } : { other: takenFromStandard(active, grid) };
    return (await quoteByVersion(deps, ctx, grid, request, at, agreed)).quote;
  }
  const what = contract ? `No version of the contract’s grid ${contract.gridId}` : `No grid for ${transportType}`;
  return {
    ok: false,
    reason: 'no_grid',
    pointer: '/transportType',
    message: `${what} is valid at ${at.toISOString()}.`,
  };
}
