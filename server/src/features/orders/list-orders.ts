import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import { assertServed } from '../../platform/http/served-filters.ts';
import { circleOf, nearPage } from './near-orders.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { visibilityOf } from './orders.model.ts';
import { presentRow } from './orders.present.ts';
import { rowProjection } from './orders.row.ts';

type Query = InputOf<'listOrders'>['query'];

/** Whoever is bound to one driver is served by an index of his own. */
const BOUND = ['driverId', 'driverId+status'];

/** The orders the caller may see, newest first, by key. Only what an index serves is answered; the rest is refused. */
export async function listOrders(deps: OrdersDeps, ctx: Ctx, query: Query) {
  const filter = filterOf(deps, ctx, query);
  const projection = rowProjection(query.fields);
  const request = { limit: query.limit ?? limits.size.pageItemsDefault, cursor: query.cursor };
  const circle = query.near === undefined ? undefined : circleOf(query.near);
  const page = circle
    ? await nearPage(deps, ctx, { ...request, count: query.count }, { filter, circle, projection })
    : await deps.pager.page(request, { list: 'orders', ...filter }, (at) =>
        deps.repo.list(ctx, filter, at, projection),
      );
  const count = () => deps.repo.count(ctx, filter, limits.size.countedTotal);
  return {
    ...page,
    ...(query.count && !circle ? { total: await count() } : {}),
    data: page.data.map((row) => presentRow(ctx, row)),
  };
}

/** The filter of a list as MongoDB sees it, with what the caller's role adds; of `near` only what stands beside it. */
export function filterOf(deps: Pick<OrdersDeps, 'cityKey'>, ctx: Ctx, query: Query): Record<string, unknown> {
  const bound = visibilityOf(ctx.actor);
  const asked = Object.fromEntries(
    (['status', 'clientId', 'carrierId', 'transportType', 'pickupCity', 'deliveryCity', 'reference'] as const)
      .filter((name) => query[name] !== undefined)
      .map((name) => [name, query[name]]),
  );
  const equal: Record<string, unknown> = { ...asked, ...bound };
  // A reference names one order and a circle few; what the role adds is looked for among those.
  const narrow = query.reference !== undefined || query.near !== undefined;
  if (!narrow) assertServed('listOrders', Object.keys(equal), BOUND);

  const { pickupCity, deliveryCity, ...rest } = equal;
  const from = query.createdFrom ? { $gte: new Date(query.createdFrom) } : {};
  const to = query.createdTo ? { $lt: new Date(query.createdTo) } : {};
  return {
    ...rest,
    ...(typeof pickupCity === 'string' ? { 'pickup.cityKey': deps.cityKey(pickupCity) } : {}),
    ...(typeof deliveryCity === 'string' ? { 'delivery.cityKey': deps.cityKey(deliveryCity) } : {}),
    ...(query.createdFrom || query.createdTo ? { createdAt: { ...from, ...to } } : {}),
    // Somebody bound to one owner who asks for another sees nothing.
    ...Object.fromEntries(
      Object.entries(bound)
        .filter(([name, value]) => name in asked && asked[name] !== value)
        .map(([name]) => [name, 'none']),
    ),
  };
}
