import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { OrderCount } from './count-order.ts';
import type { PlansDeps } from './plans.deps.ts';
import { inactiveBecause } from './subscriptions.model.ts';

/** Whether an order is covered by its client's subscription; `message` is for the issue of the order. */
export type Admission =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'quota_exceeded' | 'subscription_inactive';
      readonly message: string;
    };

export interface AdmissionRequest {
  readonly clientId: string;
  /** By the server's clock: a trial past its end covers nothing from that moment on. */
  readonly at: Date;
  /** What `countOrder` gave; without it only the subscription is judged. */
  readonly count?: Pick<OrderCount, 'number'>;
}

/**
 * Judges an order by its client's present subscription and by what the plan includes now, not when it was counted: a
 * larger plan, or another one, lets an order in review through. Who never had a subscription is not limited.
 *
 * Always from MongoDB, two look-ups by index: what an admin has just changed must decide the very next attempt, on
 * every instance. Writes nothing.
 */
export async function admits(
  deps: Pick<PlansDeps, 'subscriptions' | 'plans'>,
  ctx: TenantCtx,
  { clientId, at, count }: AdmissionRequest,
): Promise<Admission> {
  const subscription = await deps.subscriptions.presentOf(ctx, clientId);
  if (!subscription) return { ok: true };
  const inactive = inactiveBecause(subscription, at);
  if (inactive !== undefined) return { ok: false, reason: 'subscription_inactive', message: inactive };
  if (!count) return { ok: true };
  const plan = await deps.plans.get(ctx, subscription.planId);
  if (plan?.monthlyOrders === undefined || count.number <= plan.monthlyOrders) return { ok: true };
  const message = `This is order ${count.number} of its month; the plan ${plan.name} includes ${plan.monthlyOrders}.`;
  return { ok: false, reason: 'quota_exceeded', message };
}
