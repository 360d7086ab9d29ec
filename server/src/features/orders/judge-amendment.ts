import type { Ctx } from '../../platform/http/context.ts';
import { type Assessment, assessOrder } from './assess-order.ts';
import { pricedRequest } from './judge-price.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { OrderHasNoPrice } from './orders.errors.ts';
import type { NewOrder, OrderDocument, OrderPatch, Price } from './orders.types.ts';

/** What an amendment means for price and status. */
export interface Verdict extends Pick<Assessment, 'issues' | 'alternative' | 'price'> {
  readonly status: OrderDocument['status'];
  readonly cost: Price | undefined;
}

const PRICED = /^(lines|price|(pickup|delivery)\.(city|postcode|country|coordinates)|pickup\.window)$/;

/** The fields a patch names, those of a stop one by one: `delivery.window`. */
export const fieldsOf = (patch: OrderPatch): string[] =>
  Object.entries(patch).flatMap(([name, value]) =>
    name === 'pickup' || name === 'delivery' ? Object.keys(value as object).map((inner) => `${name}.${inner}`) : [name],
  );

/**
 * Judges the order as it would be, by its place in the month as counted; undefined when nothing judged was touched.
 *
 * A verdict without a price says that no grid gives one for what the order is now: what its old goods cost is no price
 * of it, so it goes to review without one. Once accepted it has no way there: 409 `order_has_no_price`.
 */
export async function judgeAmendment(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  next: NewOrder & { clientId: string },
  patch: OrderPatch,
): Promise<Verdict | undefined> {
  if (!fieldsOf(patch).some((field) => PRICED.test(field))) return undefined;
  const counted = async () => order.quota;
  // What a person has stopped only a person lets go.
  const held = order.issues.filter((issue) => issue.code === 'intake_review');
  if (ctx.actor.role === 'client') {
    // He agrees to the price he sends, else to the one the order had.
    const assessment = await assessOrder(deps, ctx, next, counted);
    const issues = [...held, ...assessment.issues];
    return { ...assessment, issues, status: issues.length > 0 ? 'review' : 'placed', cost: undefined };
  }
  const { price, issues } = await assessOrder(deps, ctx, { ...next, price: patch.price }, counted);
  if (!price) {
    if (order.status !== 'placed' && order.status !== 'review')
      throw OrderHasNoPrice({ reference: order.reference, status: order.status });
    return { price, issues: [...held, ...issues], alternative: undefined, status: 'review', cost: undefined };
  }
  const cost = order.carrierId && (await deps.carrierCost(ctx, order.carrierId, pricedRequest(next)));
  return {
    price,
    issues: order.status === 'review' ? [...held, ...issues] : [],
    alternative: undefined,
    status: order.status,
    cost: cost || undefined,
  };
}
