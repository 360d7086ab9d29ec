import type { Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { OrdersDeps } from './index.ts';
import { FilterNotServed } from './list-orders.errors.ts';
import { visibilityOf } from './orders.model.ts';
import { presentRow } from './orders.present.ts';

type Query = InputOf<'listOrders'>['query'];

/** Ranges over the sort field go with every index. */
const RANGES = ['createdFrom', 'createdTo'];
/** Whoever is not staff is bound to an own index; a reference finds one order, whatever else is asked. */
const SERVED = [...OPERATIONS.listOrders.filters.map((names) => [...names].sort().join('+')), 'driverId'];

/** The orders the caller may see, newest first, by key. Only what an index serves is answered; the rest is refused. */
export async function listOrders(deps: OrdersDeps, ctx: Ctx, query: Query) {
  const filter = filterOf(deps, ctx, query);
  const page = await deps.pager.page(
    { limit: query.limit ?? limits.size.pageItemsDefault, cursor: query.cursor },
    { list: 'orders', ...filter },
    (at) => deps.repo.list(ctx, filter, at),
  );
  const total = query.count ? { total: await deps.repo.count(ctx, filter, limits.size.countedTotal) } : {};
  return { ...page, ...total, data: page.data.map((row) => presentRow(ctx, row)) };
}

/** The filter of a list as MongoDB sees it, with what the caller's role adds. */
export function filterOf(deps: Pick<OrdersDeps, 'cityKey'>, ctx: Ctx, query: Query): Document {
  const bound = visibilityOf(ctx.actor);
  const asked = Object.fromEntries(
    (['status', 'clientId', 'carrierId', 'transportType', 'pickupCity', 'deliveryCity', 'reference'] as const)
      .filter((name) => query[name] !== undefined)
      .map((name) => [name, query[name]]),
  );
  const equal: Record<string, unknown> = { ...asked, ...bound };
  const names = Object.keys(equal);
  assertServed(names);

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

function assertServed(names: readonly string[]): void {
  const wanted = names.filter((name) => !RANGES.includes(name)).sort();
  if (wanted.includes('reference') || SERVED.includes(wanted.join('+'))) return;
  throw FilterNotServed({
    asked: wanted,
    served: SERVED.filter((names) => names !== '' && names !== RANGES.join('+')),
  });
}
