import type { Ctx } from '../../platform/http/context.ts';
import type { PricedRequest, Quoted } from './neighbours.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { OrderIssue, Price, Terms } from './orders.types.ts';

export interface PriceVerdict {
  readonly price: Price | undefined;
  readonly issue?: OrderIssue;
  /** What it would cost now, where that is not what was sent. */
  readonly alternative?: Price;
}

type Deps = Pick<OrdersDeps, 'quote' | 'requote'>;

/** What of an order a price depends on. */
export const pricedRequest = ({ clientId, transportType, lines, pickup, delivery }: PricedRequest): PricedRequest => ({
  clientId,
  transportType,
  lines,
  pickup,
  delivery,
});

/** A quote holds while its grid version is valid plus the tenant's days of grace; its total is computed again. */
export async function judgePrice(deps: Deps, ctx: Ctx, terms: Terms, now: Date): Promise<PriceVerdict> {
  const sent = terms.price;
  const then = sent && (await deps.requote(ctx, sent, pricedRequest(terms)));
  if (sent && then && holds(terms, then) && then.quoted.ok && sameAmount(then.quoted.price, sent))
    return { price: { ...then.quoted.price, quotedAt: earlier(sent.quotedAt, now) } };

  const current = await deps.quote(ctx, pricedRequest(terms));
  // A price that nobody can check is not kept: whoever resolves the review must not take it for ours.
  if (!current.ok)
    return { price: undefined, issue: { code: current.reason, pointer: current.pointer, message: current.message } };
  if (!sent || sameAmount(current.price, sent)) return { price: current.price };
  return { price: sent, issue: changed(sent, current.price, then?.contractEnded === true), alternative: current.price };
}

/** The price of a part of an order by the version its whole was quoted by, if that still holds, else by that of now. */
export async function priceOfPart(deps: Deps, ctx: Ctx, terms: Terms, now: Date): Promise<Quoted> {
  const sent = terms.price;
  const then = sent && (await deps.requote(ctx, sent, pricedRequest(terms)));
  if (sent && then && holds(terms, then) && then.quoted.ok)
    return { ok: true, price: { ...then.quoted.price, quotedAt: earlier(sent.quotedAt, now) } };
  return deps.quote(ctx, pricedRequest(terms));
}

const holds = (terms: Terms, then: { readonly holds: boolean }) => then.holds && terms.priceExpired !== true;

function changed(sent: Price, current: Price, contractEnded: boolean): OrderIssue {
  if (!contractEnded) {
    const message = `The price is ${money(current)} now; ${money(sent)} was sent.`;
    return { code: 'price_changed', pointer: '/price/total', message };
  }
  const message = `The contract that gave ${money(sent)} has ended; the price is ${money(current)} now.`;
  return { code: 'contract_ended', pointer: '/price/gridId', message };
}

const sameAmount = (a: Price, b: Price) => a.total === b.total && a.currency === b.currency;
/** As people write it: with as many decimals as the currency has. */
const money = ({ total, currency }: Price) => {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return `${(total / 10 ** digits).toFixed(digits)} ${currency}`;
};
const earlier = (quotedAt: string, now: Date) =>
  new Date(Math.min(new Date(quotedAt).getTime(), now.getTime())).toISOString();
