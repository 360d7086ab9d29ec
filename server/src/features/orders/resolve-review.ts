import type { Ctx } from '../../platform/http/context.ts';
import { assessOrder } from './assess-order.ts';
import { judgePrice, type PriceVerdict } from './judge-price.ts';
import { deliveryAfter } from './move-windows.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { AlternativeChanged, OrderHasNoPrice } from './orders.errors.ts';
import type { MoveEffect, OrderAlternative, OrderDocument, Price, Terms, Transition } from './orders.types.ts';

/**
 * Resolves a review. Accepting the alternative checks the order again with it: prices may have changed once more, then
 * it stays in review with what is wrong now. One that has expired is no refusal either, because the acceptance may have
 * waited on a device: it no longer holds its price, but where that is still the price of now the order is placed.
 * Staff may place an order as it stands: they are the person who decides, for everybody to see.
 */
export async function resolveReview(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  move: Transition,
): Promise<MoveEffect | 'as it is'> {
  const offered = order.alternative;
  if (move.alternativeId !== undefined && move.alternativeId !== offered?.id) {
    throw AlternativeChanged({ sent: move.alternativeId, current: offered?.id });
  }
  if (move.alternativeId === undefined && ctx.actor.role !== 'client') return placedByStaff(deps, ctx, order);

  const accepted = move.alternativeId === undefined ? undefined : offered;
  const window = accepted?.window;
  const terms = {
    ...order,
    ...(window ? { pickup: { ...order.pickup, window } } : {}),
    ...(window ? { delivery: { ...order.delivery, window: deliveryAfter(order, window) } } : {}),
    lines: accepted?.lines ?? order.lines,
    price: accepted?.price ?? order.price,
    priceExpired: accepted !== undefined && hasExpired(accepted, deps.now()),
  };
  const assessment = await assessOrder(deps, ctx, terms, async () => order.quota);
  const { price, alternative } = assessment;
  // What a person has stopped only a person lets go.
  const held = ctx.actor.role === 'client' ? order.issues.filter((issue) => issue.code === 'intake_review') : [];
  const issues = [...held, ...assessment.issues];
  const losesPrice = order.price !== undefined && !price;
  if (!accepted && !losesPrice && issues.length > 0 && sameIssues(issues, order.issues)) return 'as it is';
  return {
    to: issues.length === 0 ? 'placed' : 'review',
    set: {
      lines: terms.lines,
      pickup: terms.pickup,
      delivery: terms.delivery,
      issues,
      ...(price ? { price } : {}),
      ...(alternative ? { alternative } : {}),
    },
    unset: [...(price ? [] : ['price']), ...(alternative ? [] : ['alternative'])],
    entry: amendedBy(order, terms, price),
  };
}

const hasExpired = ({ expiresAt }: OrderAlternative, now: Date) => new Date(expiresAt) <= now;

/** What the timeline says of an acceptance: it is an amendment to which the client agreed. */
function amendedBy(order: OrderDocument, { lines, pickup, delivery }: Terms, price: Price | undefined) {
  const repriced = price && order.price && price.total !== order.price.total;
  const changed = [
    ...(lines === order.lines ? [] : ['lines']),
    ...(pickup.window === order.pickup.window ? [] : ['pickup.window']),
    ...(delivery.window === order.delivery.window ? [] : ['delivery.window']),
    ...(repriced ? ['price'] : []),
  ];
  return {
    ...(changed.length > 0 ? { changed } : {}),
    ...(repriced ? { totals: { before: order.price.total, after: price.total } } : {}),
  };
}

/**
 * Staff decide in spite of the issues, but not without a price: where the order has none it is asked for now. A price
 * that is not ours they may accept, and the timeline says so, because it names a grid that does not give it.
 */
async function placedByStaff(deps: OrdersDeps, ctx: Ctx, order: OrderDocument): Promise<MoveEffect> {
  const placed = { set: { issues: [] }, unset: ['alternative'] };
  const verdict = await judgePrice(deps, ctx, order, deps.now());
  if (order.price) return { ...placed, entry: letStand(order.price, verdict) };
  const { price } = verdict;
  if (!price) throw OrderHasNoPrice({ reference: order.reference, status: order.status });
  return { ...placed, set: { issues: [], price } };
}

/** What the timeline says of a price that staff let stand: nothing where it is the grid's. */
function letStand({ total }: Price, { alternative: ours, price }: PriceVerdict): NonNullable<MoveEffect['entry']> {
  if (ours) return { totals: { before: ours.total, after: total }, note: 'Placed at the price that was sent.' };
  return price ? {} : { note: 'Placed at the price that was sent; no grid gives one now.' };
}

const sameIssues = (a: OrderDocument['issues'], b: OrderDocument['issues']) =>
  JSON.stringify(a.map(({ code, pointer }) => [code, pointer])) ===
  JSON.stringify(b.map(({ code, pointer }) => [code, pointer]));
