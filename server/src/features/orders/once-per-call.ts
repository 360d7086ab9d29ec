import { inTheirOrder } from './in-their-order.ts';
import type { PricedRequest } from './neighbours.ts';
import type { OrdersDeps } from './orders.deps.ts';

/** A question and its answer. */
type Asked<A extends readonly unknown[], R> = (...args: A) => Promise<R>;

/**
 * The same dependencies for one call with many items: what its items ask alike is asked once. It must not live longer
 * than the call: after it, prices, products and plans may be others.
 */
export function oncePerCall(deps: OrdersDeps): OrdersDeps {
  const withoutPlan = new Set<string>();
  const counting = inTheirOrder();
  return {
    ...deps,
    products: once(deps.products, (_ctx, ids) => ids.join()),
    clientExists: once(deps.clientExists, (_ctx, id) => id),
    quote: once(deps.quote, (_ctx, request) => priced(request)),
    requote: once(
      deps.requote,
      (_ctx, { gridId, gridVersion }, request) => `${gridId} ${gridVersion} ${priced(request)}`,
    ),
    carrier: once(deps.carrier, (_ctx, id) => id),
    carrierCost: once(deps.carrierCost, (_ctx, carrierId, request) => `${carrierId} ${priced(request)}`),
    vehicleOwner: once(deps.vehicleOwner, (_ctx, id) => id),
    driverEmployer: once(deps.driverEmployer, (_ctx, id) => id),
    referencePrefix: once(deps.referencePrefix, () => ''),
    admits: once(deps.admits, (_ctx, { clientId, count }) => `${clientId} ${count}`),
    // Counting is no question: only that there is nothing to count is remembered.
    // A client's orders are counted in one document, at which many at once would only get into each other's way.
    countOrder: (ctx, order) =>
      counting(order.clientId, async () => {
        if (withoutPlan.has(order.clientId)) return undefined;
        const counted = await deps.countOrder(ctx, order);
        if (!counted) withoutPlan.add(order.clientId);
        return counted;
      }),
  };
}

/** Answers a question that was asked before as it was answered then, also while that is being found out; no failure is kept. */
function once<A extends readonly unknown[], R>(ask: Asked<A, R>, keyOf: (...args: A) => string): Asked<A, R> {
  const answers = new Map<string, Promise<R>>();
  return (...args) => {
    const key = keyOf(...args);
    const known = answers.get(key);
    if (known) return known;
    const answer = ask(...args);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}

/** Two requests with the same text have the same price, whoever lives at their addresses. */
function priced({ clientId, transportType, lines, pickup, delivery }: PricedRequest): string {
  const place = ({ city, postcode, country, coordinates }: PricedRequest['pickup']) => [
    city,
    postcode,
    country,
    coordinates,
  ];
  const goods = lines.map(({ weightGrams, volumeLitres }) => [weightGrams, volumeLitres]);
  return JSON.stringify([clientId, transportType, goods, place(pickup), place(delivery)]);
}
