import type { Ctx } from '../../platform/http/context.ts';
import type { Price } from '../../platform/http/contract.types.gen.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { inForce, toTariff } from './pricing.model.ts';
import { type QuoteRequest, quote } from './quote.ts';

/** A transport as a carrier is paid for it, now or at a moment of the server's clock. */
export interface CostRequest extends QuoteRequest {
  readonly carrierId: string;
  readonly at?: Date;
}

/**
 * What a carrier gets for a transport: the price by the grid of its contract in force for the type. `undefined` without
 * a contract, or where its grid has no price; there is no standard to fall back on, people agree on the cost then.
 */
export async function costOfTransport(deps: PricingDeps, ctx: Ctx, request: CostRequest): Promise<Price | undefined> {
  const { carrierId, transportType, at = deps.now() } = request;
  const contract = inForce(await deps.activeContract(ctx, { carrierId }, transportType, at), at);
  const grid = contract && (await deps.grids.inForce(ctx, contract.gridId, at));
  const priced = grid && quote(toTariff(grid), request);
  return priced?.ok ? { ...priced.price, quotedAt: at.toISOString() } : undefined;
}
