import type { Ctx } from '../../platform/http/context.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { type ContractTerms, type GridVersion, inForce, takenFromStandard } from './pricing.model.ts';
import { type PricedByVersion, type PriceRequest, quoteByVersion } from './quote-by-version.ts';

/** Names the version of an earlier quote. */
export interface VersionKey {
  readonly gridId: string;
  readonly gridVersion: number;
}

/**
 * Prices a transport by the very version an earlier quote named, read from MongoDB and never from a cache. `undefined`
 * when that version is unknown or not one this client may be priced by: a price comes with the order, from outside, so a
 * cheaper grid that was made for somebody else must not count.
 *
 * A quote by the grid of the client's contract holds as one by a standard grid does, but never longer than the contract:
 * after its end the price is still computed, so that people can see what was promised, and it says `contractEnded`.
 *
 * A quote by the standard grid stops to hold when the client gets a contract, as it would by a new version of that grid:
 * the tenant's days after the contract came into force. A version that came later than the contract never holds under it.
 */
export async function requoteTransport(
  deps: PricingDeps,
  ctx: Ctx,
  by: VersionKey,
  request: PriceRequest,
): Promise<PricedByVersion | undefined> {
  const grid = await deps.grids.version(ctx, by.gridId, by.gridVersion);
  if (!grid || grid.transportType !== request.transportType) return undefined;
  const at = request.at ?? deps.now();
  const { clientId, transportType } = request;
  const active = clientId === undefined ? undefined : await deps.activeContract(ctx, { clientId }, transportType, at);
  if (grid.standard) return quoteByVersion(deps, ctx, grid, request, at, { other: takenFromStandard(active, grid) });

  const standing = await standingOf(deps, ctx, grid, clientId, inForce(active, at), at);
  if (standing === 'none') return undefined;
  const priced = await quoteByVersion(deps, ctx, grid, request, at, standing);
  return standing.ended ? { ...priced, holds: false, contractEnded: true } : priced;
}

/** What a grid that is not everybody's is to a client: in force by its contract, so once, or never. */
type Standing = { readonly ended: boolean; readonly until: Date | undefined } | 'none';

async function standingOf(
  deps: PricingDeps,
  ctx: Ctx,
  { id: gridId, transportType }: GridVersion,
  clientId: string | undefined,
  contract: ContractTerms | undefined,
  at: Date,
): Promise<Standing> {
  if (clientId === undefined) return 'none';
  if (contract?.gridId === gridId) return { ended: false, until: contract.validTo };
  const ended = await deps.contractEnded(ctx, { clientId, transportType, gridId }, at);
  return ended ? { ended: true, until: at } : 'none';
}
