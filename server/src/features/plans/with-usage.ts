import type { Ctx } from '../../platform/http/context.ts';
import type { PlansDeps } from './plans.deps.ts';
import type { Subscription } from './subscriptions.model.ts';
import { monthOf } from './usage-month.ts';

/** A subscription beside what the present month has used of it. */
export interface WithUsage {
  readonly subscription: Subscription;
  readonly usage: { readonly month: string; readonly orders: number; readonly monthlyOrders?: number };
}

/** Adds to subscriptions what this month, in the tenant's zone, has used: one query for all months and one for all plans. */
export async function eachWithUsage(
  deps: PlansDeps,
  ctx: Ctx,
  subscriptions: readonly Subscription[],
): Promise<WithUsage[]> {
  const month = monthOf(deps.now(), await deps.timeZone(ctx));
  // One after the other: a transaction has one session, which does one thing at a time.
  const used = await deps.usage.ordersOf(ctx, unique(subscriptions, 'clientId'), month);
  const plans = await deps.plans.byIds(ctx, unique(subscriptions, 'planId'));
  const limits = new Map(plans.map(({ id, monthlyOrders }) => [id, monthlyOrders]));
  return subscriptions.map((subscription) => usageOf(subscription, month, used, limits));
}

/** The same for one. */
export async function withUsage(deps: PlansDeps, ctx: Ctx, subscription: Subscription): Promise<WithUsage> {
  const [one] = await eachWithUsage(deps, ctx, [subscription]);
  if (!one) throw new Error('A subscription got lost on its way.');
  return one;
}

function usageOf(
  subscription: Subscription,
  month: string,
  used: ReadonlyMap<string, number>,
  limits: ReadonlyMap<string, number | undefined>,
): WithUsage {
  const monthlyOrders = limits.get(subscription.planId);
  const orders = used.get(subscription.clientId) ?? 0;
  return { subscription, usage: { month, orders, ...(monthlyOrders === undefined ? {} : { monthlyOrders }) } };
}

const unique = (subscriptions: readonly Subscription[], field: 'clientId' | 'planId'): string[] => [
  ...new Set(subscriptions.map((subscription) => subscription[field])),
];
