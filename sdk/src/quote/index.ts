import { mayAnswerFromCache } from '../cache/stale.ts';
import { apiErrorOf } from '../core/api-errors.ts';
import type { Core } from '../core/core.ts';
import { invoke } from '../core/invoke.ts';
import { operationNamed } from '../core/operation.ts';
import type { Plugin } from '../core/options.ts';
import type { Answer, CallOptions, Result } from '../core/types.ts';
import { quote as priceOf } from '../generated/quote.ts';
import type { operations } from '../generated/types.ts';
import type { QuoteInput, QuoteResult, Quoter } from './quoter.ts';
import { chosen, keepTariff, keptTariff, listedTariff } from './tariff.ts';

export type { QuoteInput, QuoteResult, Quoter } from './quoter.ts';

const LIVE_MS = 2000; // a person waits for the price, and a page without a network must show one within 3 s
/** Members of an order that no price depends on. A misspelt one is not among them: the server shall find it. */
const NOT_PRICED = /^(id|price|instructions|metadata|productId|quantity|description|name|address|window|contact)$/;

/**
 * Quotes from the server, and from a cached grid when it cannot be reached: `provisional: true`, made by the server's
 * own price function, to the minor unit. Needs `readCache()`; what prices a type is read after its first live quote, and
 * again when the server prices by something else.
 */
export function offlineQuote(): Plugin<Quoter> {
  return (core) => ({
    async quote(order, options = {}) {
      const input = priced(order);
      try {
        const live = await liveQuote(core, input, options);
        const kept = keepTariff(core, input, live).catch((error) =>
          core.logger.debug?.('The tariff could not be kept for later.', { error: String(error) }),
        );
        return { ...live, kept };
      } catch (error) {
        if (!mayAnswerFromCache(error)) throw error;
        return provisionalQuote(core, input, error);
      }
    },
  });
}

/** What a quote depends on, of an order as it is. */
function priced(order: QuoteInput): QuoteInput {
  return JSON.parse(JSON.stringify(order, (name, value) => (NOT_PRICED.test(name) ? undefined : value)));
}

async function liveQuote(core: Core, input: QuoteInput, options: CallOptions): Promise<QuoteResult> {
  const call = invoke(core, operationNamed('pricing.quote'), [
    input,
    { timeoutMs: LIVE_MS, maxRetries: 0, ...options },
  ]);
  const { data } = (await call) as Result<Answer<operations['createQuote']>>; // the operation's own answer
  return { ...data, provisional: false, ageMs: 0 };
}

async function provisionalQuote(core: Core, input: QuoteInput, cause: unknown): Promise<QuoteResult> {
  const kept = await keptTariff(core, input)
    .catch(() => listedTariff(core, input))
    .catch(() => {
      throw cause; // nothing on this device to price with: the first error is the useful one
    });
  const now = core.clock.now();
  const grid = chosen(kept.data, now);
  const result = grid && priceOf(grid, input);
  if (!result?.ok) {
    const {
      reason = 'no_grid',
      pointer = '/transportType',
      message = 'No price grid of this device covers this transport.',
    } = result ?? {};
    throw apiErrorOf(422, {
      code: 'quote_not_possible',
      detail: message,
      errors: [{ pointer, code: reason, message }],
    });
  }
  return {
    price: { ...result.price, quotedAt: new Date(now).toISOString() },
    breakdown: result.breakdown,
    holdsUntil: grid?.validTo ?? null,
    provisional: true,
    ageMs: kept.meta.ageMs,
  };
}
