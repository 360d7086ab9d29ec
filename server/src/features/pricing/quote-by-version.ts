import type { Ctx } from '../../platform/http/context.ts';
import type { Price } from '../../platform/http/contract.types.gen.ts';
import { type Claim, endWithDays, periodAt, periodsInForce } from './grid-periods.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { type GridVersion, toTariff } from './pricing.model.ts';
import { type NoQuote, type QuoteBreakdown, type QuoteRequest, quote } from './quote.ts';

/** A transport to be priced for a client, now or at a moment of the server's clock. */
export interface PriceRequest extends QuoteRequest {
  /** Whose transport it is; without a client it is priced by the standard grid of its type. */
  readonly clientId?: string | undefined;
  readonly at?: Date;
}

/**
 * A price, how it came about and until when (exclusive) it holds, or the first reason why there is none. `holdsUntil`
 * is undefined while no end is known, and long ago for a version that has never been in force.
 */
export type Priced =
  | {
      readonly ok: true;
      readonly price: Price;
      readonly breakdown: QuoteBreakdown;
      readonly holdsUntil: Date | undefined;
    }
  | NoQuote;

/** What one version says to a request. */
export interface PricedByVersion {
  readonly quote: Priced;
  /** Whether a quote by this version holds at the request's moment: it prices then, or did within the tenant's days. */
  readonly holds: boolean;
  /** It does not hold because the client's contract on this grid has ended. */
  readonly contractEnded?: true;
  /** The last stretch in which this version was the one that prices; no `validTo` while that has no end. */
  readonly validFrom: Date;
  readonly validTo?: Date;
}

/** What is needed to price: the grids, and for how many days after its end a version's quotes hold. */
type QuoteDeps = Pick<PricingDeps, 'grids' | 'priceHoldDays'>;

const LONG_AGO = new Date(0);

/** What a client's contract does to the quotes of a version. */
interface Agreed {
  /** When the contract on this grid ends, and with it every quote by it. */
  readonly until?: Date | undefined;
  /** The contract on another grid, which takes over from this version as a higher version does. */
  readonly other?: Claim | undefined;
}

/** Prices a request by one version at one moment. */
export async function quoteByVersion(
  deps: QuoteDeps,
  ctx: Ctx,
  grid: GridVersion,
  request: QuoteRequest,
  at: Date,
  { until, other }: Agreed = {},
): Promise<PricedByVersion> {
  const later: Claim[] = await deps.grids.validityAbove(ctx, grid.id, grid.version);
  const period = periodAt(periodsInForce(grid, other ? [...later, other] : later), at.getTime());
  const holdsUntil = earlier(period ? endWithDays(period, await deps.priceHoldDays(ctx)) : LONG_AGO, until);
  const validTo = period ? endWithDays(period, 0) : grid.validTo;
  const quoted = quote(toTariff(grid), request);
  return {
    quote: quoted.ok
      ? { ok: true, price: { ...quoted.price, quotedAt: at.toISOString() }, breakdown: quoted.breakdown, holdsUntil }
      : quoted,
    holds: holdsUntil === undefined || at < holdsUntil,
    validFrom: period ? new Date(period.from) : grid.validFrom,
    ...(validTo ? { validTo } : {}),
  };
}

/** The earlier of two ends, of which either may be unknown. */
const earlier = (a: Date | undefined, b: Date | undefined): Date | undefined => (a && b ? (a < b ? a : b) : (a ?? b));
