import { v7 } from 'uuid';
import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { type PriceVerdict, priceOfPart } from './judge-price.ts';
import { DAY_MS, nextWindow } from './move-windows.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { OrderAlternative, OrderLine, Terms } from './orders.types.ts';

/** What was found out about an order that cannot be honoured as sent. */
export interface Findings {
  readonly lines: readonly { readonly line: OrderLine; readonly withdrawn: boolean; readonly sound: boolean }[];
  readonly verdict: PriceVerdict;
  readonly windowPassed: boolean;
}

/**
 * What the order could be instead: the same at the price of now, without the products that are no longer offered, picked
 * up at the same hours of the next day that can still be met. Undefined where accepting that would leave something a person must
 * resolve, and where nothing is wrong.
 */
export async function offerAlternative(
  deps: Pick<OrdersDeps, 'quote' | 'requote'>,
  ctx: Ctx,
  terms: Terms,
  { lines, verdict, windowPassed }: Findings,
  now: Date,
): Promise<OrderAlternative | undefined> {
  const left = lines.filter(({ withdrawn }) => !withdrawn);
  if (left.length === 0 || !left.every(({ sound }) => sound)) return undefined;
  const window = windowPassed ? { window: nextWindow(terms.pickup.window, now) } : {};
  if (left.length === lines.length) {
    if (verdict.issue && !verdict.alternative) return undefined;
    const price = verdict.alternative ? { price: verdict.alternative } : {};
    return windowPassed || verdict.alternative ? offered({ ...price, ...window }, now) : undefined;
  }
  const rest = left.map(({ line }) => line);
  const part = await priceOfPart(deps, ctx, { ...terms, lines: rest }, now);
  return part.ok ? offered({ price: part.price, lines: rest, ...window }, now) : undefined;
}

const offered = (what: Pick<OrderAlternative, 'price' | 'lines' | 'window'>, now: Date): OrderAlternative => ({
  id: `alt_${v7()}`,
  ...what,
  expiresAt: new Date(now.getTime() + limits.review.alternativeDays * DAY_MS).toISOString(),
});
