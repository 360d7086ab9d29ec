import { v7 } from 'uuid';
import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { OrdersDeps } from './index.ts';
import type { PricedRequest, ProductFacts } from './neighbours.ts';
import type { OrderAlternative, OrderIssue, OrderLine, Price, Stop, TransportType } from './orders.types.ts';

/** What is to be judged: a new order, or one as it would be after an amendment. */
export interface Terms {
  readonly clientId: string;
  readonly transportType: TransportType;
  readonly lines: readonly OrderLine[];
  readonly pickup: Stop;
  readonly delivery: Stop;
  /** What the customer saw; without it the price of now is taken. */
  readonly price?: Price | undefined;
}

export interface Assessment {
  readonly price: Price | undefined;
  /** Why it cannot be honoured as sent; empty when it can. */
  readonly issues: readonly OrderIssue[];
  readonly alternative: OrderAlternative | undefined;
}

const ALTERNATIVE_DAYS = 14;

/**
 * Judges whether an order can be honoured as sent. It refuses only a product that never existed; everything else is an
 * issue for a person to resolve, because a business rule must not make an order vanish. Writes nothing.
 */
export async function assessOrder(deps: OrdersDeps, ctx: Ctx, terms: Terms): Promise<Assessment> {
  const now = deps.now();
  const products = await deps.products(ctx, [...new Set(terms.lines.map((line) => line.productId))]);
  const issues: OrderIssue[] = [];
  for (const [index, line] of terms.lines.entries()) {
    const product = products.get(line.productId);
    if (!product) throw UnknownReference({ pointer: `/lines/${index}/productId`, id: line.productId });
    issues.push(...lineIssues(line, product, terms.transportType, `/lines/${index}`));
  }
  if (new Date(terms.pickup.window.to) < now) {
    issues.push({
      code: 'window_passed',
      pointer: '/pickup/window/to',
      message: `The pick-up window ended at ${terms.pickup.window.to}.`,
    });
  }
  const { price, issue, alternative } = await judgePrice(deps, ctx, terms, now);
  if (issue) issues.push(issue);
  // An alternative is offered only where accepting it resolves everything.
  return { price, issues, alternative: issues.length === 1 && alternative ? offer(alternative, now) : undefined };
}

function lineIssues(line: OrderLine, product: ProductFacts, type: TransportType, pointer: string): OrderIssue[] {
  const issues: OrderIssue[] = [];
  const add = (code: OrderIssue['code'], field: string, message: string) =>
    issues.push({ code, pointer: `${pointer}/${field}`, message });
  const { maxQuantity, maxWeightGrams, maxVolumeLitres } = product.limits;
  if (product.status === 'withdrawn') add('product_withdrawn', 'productId', `${product.name} is no longer offered.`);
  if (product.transportType !== type)
    add('limits_exceeded', 'productId', `${product.name} travels as ${product.transportType}, not ${type}.`);
  if (maxQuantity !== undefined && line.quantity > maxQuantity)
    add('limits_exceeded', 'quantity', `${product.name} is limited to ${maxQuantity} an order.`);
  if (maxWeightGrams !== undefined && line.weightGrams > maxWeightGrams)
    add('limits_exceeded', 'weightGrams', `${product.name} is limited to ${maxWeightGrams} g.`);
  if (maxVolumeLitres !== undefined && (line.volumeLitres ?? 0) > maxVolumeLitres)
    add('limits_exceeded', 'volumeLitres', `${product.name} is limited to ${maxVolumeLitres} l.`);
  return issues;
}

interface PriceVerdict {
  readonly price: Price | undefined;
  readonly issue?: OrderIssue;
  readonly alternative?: Price;
}

/** A quote holds while its grid version is valid plus the tenant's days of grace; its total is computed again. */
async function judgePrice(deps: OrdersDeps, ctx: Ctx, terms: Terms, now: Date): Promise<PriceVerdict> {
  const request: PricedRequest = {
    clientId: terms.clientId,
    transportType: terms.transportType,
    lines: terms.lines,
    pickup: terms.pickup,
    delivery: terms.delivery,
  };
  const sent = terms.price;
  if (sent) {
    const then = await deps.requote(ctx, sent, request);
    if (then?.holds && then.quoted.ok && sameAmount(then.quoted.price, sent))
      return { price: { ...then.quoted.price, quotedAt: earlier(sent.quotedAt, now) } };
  }
  const current = await deps.quote(ctx, request);
  // A price that nobody can check is not kept: whoever resolves the review must not take it for ours.
  if (!current.ok)
    return { price: undefined, issue: { code: current.reason, pointer: current.pointer, message: current.message } };
  if (!sent || sameAmount(current.price, sent)) return { price: current.price };
  const message = `The price is ${money(current.price)} now; ${money(sent)} was sent.`;
  return {
    price: sent,
    issue: { code: 'price_changed', pointer: '/price/total', message },
    alternative: current.price,
  };
}

const sameAmount = (a: Price, b: Price) => a.total === b.total && a.currency === b.currency;
const money = (price: Price) => `${(price.total / 100).toFixed(2)} ${price.currency}`;
const earlier = (quotedAt: string, now: Date) =>
  new Date(Math.min(new Date(quotedAt).getTime(), now.getTime())).toISOString();

const offer = (price: Price, now: Date): OrderAlternative => ({
  id: `alt_${v7()}`,
  price,
  expiresAt: new Date(now.getTime() + ALTERNATIVE_DAYS * 86_400_000).toISOString(),
});
