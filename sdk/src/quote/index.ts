import { ApiError, apiErrorOf } from '../core/api-errors.ts';
import type { Core } from '../core/core.ts';
import { AbortedError } from '../core/errors.ts';
import { invoke } from '../core/invoke.ts';
import { operationNamed } from '../core/operation.ts';
import type { Plugin } from '../core/options.ts';
import type { Answer, CallOptions, Result } from '../core/types.ts';
import { gridHolds, type PricingGrid, quote as priceOf } from '../generated/quote.ts';
import type { operations } from '../generated/types.ts';
import type { QuoteInput, QuoteResult, Quoter } from './quoter.ts';

export type { QuoteInput, QuoteResult, Quoter } from './quoter.ts';

type GridPage = Answer<operations['listPricingGrids']>;
type Grid = GridPage['data'][number];

const LIVE_MS = 3000; // a person waits for the price

/**
 * Quotes from the server, and from a cached grid when it cannot be reached: `provisional: true`, made by the server's
 * own price function, to the minor unit. Needs `readCache()`; the grids are read once after each live quote.
 */
export function offlineQuote(): Plugin<Quoter> {
  return (core) => ({
    async quote(input, options = {}) {
      try {
        const live = await liveQuote(core, input, options);
        warm(core, input);
        return live;
      } catch (error) {
        if (
          error instanceof AbortedError ||
          (error instanceof ApiError && error.status < 500 && ![401, 408, 429].includes(error.status))
        )
          throw error;
        return provisionalQuote(core, input, error);
      }
    },
  });
}

async function liveQuote(core: Core, input: QuoteInput, options: CallOptions): Promise<QuoteResult> {
  const call = invoke(core, operationNamed('pricing.quote'), [
    input,
    { timeoutMs: LIVE_MS, maxRetries: 0, ...options },
  ]);
  const { data } = (await call) as Result<Answer<operations['createQuote']>>; // the operation's own answer
  return { ...data, provisional: false, ageMs: 0 };
}

/** Every grid this user may see for a transport type; the query is the cache's key, so both sides ask alike. */
function grids(core: Core, input: QuoteInput, options: CallOptions): Promise<Result<GridPage>> {
  return invoke(core, operationNamed('pricing.listGrids'), [
    { transportType: input.transportType, limit: 100, ...options },
  ]) as Promise<Result<GridPage>>;
}

function warm(core: Core, input: QuoteInput): void {
  grids(core, input, {}).catch((error) =>
    core.logger.debug?.('The grids could not be kept for later.', { error: String(error) }),
  );
}

async function provisionalQuote(core: Core, input: QuoteInput, cause: unknown): Promise<QuoteResult> {
  const cached = await grids(core, input, { cache: 'cache-only' }).catch(() => undefined);
  if (!cached) throw cause; // nothing on this device to price with: the first error is the useful one
  const now = core.clock.now();
  const grid = chosen(cached.data.data, input, now);
  const result = grid ? priceOf(grid as PricingGrid, input) : undefined; // the contract's grid, read-only lists and all
  if (!grid || !result?.ok) {
    const {
      reason = 'no_grid',
      pointer = '/transportType',
      message = 'No price grid of this device covers this transport.',
    } = result?.ok === false ? result : {};
    throw apiErrorOf(422, {
      code: 'quote_not_possible',
      detail: message,
      errors: [{ pointer, code: reason, message }],
    });
  }
  return {
    price: { ...result.price, quotedAt: new Date(now).toISOString() },
    breakdown: { ...result.breakdown, surcharges: [...result.breakdown.surcharges] },
    holdsUntil: grid.validTo ?? null,
    provisional: true,
    ageMs: cached.meta.ageMs,
  };
}

/**
 * The grid the server would most likely take: a client's own contract before the standard one. Staff who quote for a
 * client may see many contracts and not whose they are; for them only the standard grid is sure.
 */
function chosen(all: readonly Grid[], input: QuoteInput, now: number): Grid | undefined {
  const holding = all.filter((grid) => grid.transportType === input.transportType && gridHolds(grid, now));
  const contract = input.clientId === undefined ? holding.find((grid) => !grid.standard) : undefined;
  return contract ?? holding.find((grid) => grid.standard);
}
