import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import { judgePrice } from './judge-price.ts';
import type { ProductFacts } from './neighbours.ts';
import { offerAlternative } from './offer-alternative.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { OrderAlternative, OrderIssue, OrderLine, Price, Quota, Terms, TransportType } from './orders.types.ts';

export interface Assessment {
  readonly price: Price | undefined;
  /** Why it cannot be honoured as sent; empty when it can. */
  readonly issues: readonly OrderIssue[];
  readonly alternative: OrderAlternative | undefined;
  /** Which order of its month it is, where the client has a plan. */
  readonly quota: Quota | undefined;
}

/**
 * Judges whether an order can be honoured as sent. It refuses only a product that never existed; everything else is an
 * issue for a person to resolve, because a business rule must not make an order vanish.
 *
 * `counted` gives the order's place in its month. It is asked last, when nothing can refuse any more, because for a new
 * order asking is counting; nothing else is written.
 */
export async function assessOrder(
  deps: OrdersDeps,
  ctx: Ctx,
  terms: Terms,
  counted: () => Promise<Quota | undefined>,
): Promise<Assessment> {
  const now = deps.now();
  const products = await deps.products(ctx, [...new Set(terms.lines.map((line) => line.productId))]);
  const lines = terms.lines.map((line, index) => {
    const product = products.get(line.productId);
    if (!product) throw UnknownReference({ pointer: `/lines/${index}/productId`, id: line.productId });
    const issues = lineIssues(line, product, terms.transportType, `/lines/${index}`);
    return { line, issues, withdrawn: product.status === 'withdrawn', sound: issues.length === 0 };
  });
  const verdict = await judgePrice(deps, ctx, terms, now);
  const window = windowIssues(terms, now);
  const findings = { lines, verdict, windowPassed: window.length > 0 };
  const alternative = await offerAlternative(deps, ctx, terms, findings, now);

  const quota = await counted();
  const plan = await planIssues(deps, ctx, terms, quota, now);
  return {
    price: verdict.price,
    issues: [...lines.flatMap(({ issues }) => issues), ...(verdict.issue ? [verdict.issue] : []), ...window, ...plan],
    // Offered only where accepting it resolves everything.
    alternative: plan.length === 0 ? alternative : undefined,
    quota,
  };
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

function windowIssues({ pickup }: Terms, now: Date): OrderIssue[] {
  const { to } = pickup.window;
  if (new Date(to) >= now) return [];
  return [{ code: 'window_passed', pointer: '/pickup/window/to', message: `The pick-up window ended at ${to}.` }];
}

/** What the client's plan says to one more order. */
async function planIssues(
  deps: Pick<OrdersDeps, 'admits'>,
  ctx: Ctx,
  { clientId }: Terms,
  quota: Quota | undefined,
  at: Date,
): Promise<OrderIssue[]> {
  const admitted = await deps.admits(ctx, { clientId, at, ...(quota ? { count: quota.number } : {}) });
  return admitted.ok ? [] : [{ code: admitted.reason, pointer: '', message: admitted.message }];
}
