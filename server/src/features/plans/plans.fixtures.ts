import { v7 } from 'uuid';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { NewPlan } from './plans.model.ts';
import { movedTo, type Subscription, type SubscriptionStatus } from './subscriptions.model.ts';

/** A plan to be made: 49.00 EUR a month. */
export const aNewPlan = (fields: Partial<NewPlan> = {}): NewPlan => ({
  name: 'Business',
  price: { amount: 4_900, currency: 'EUR' },
  monthlyOrders: 200,
  keyRequestsPerMinute: 100,
  features: ['live-tracking'],
  ...fields,
});

/** A subscription as it is stored, of a tenant of its own unless one is named. */
export function aSubscription(
  fields: Partial<Subscription> & { readonly tenantId?: string; readonly status?: SubscriptionStatus } = {},
): Subscription {
  const { tenantId = aCtx().tenantId, status = 'active', ...more } = fields;
  const head = firstVersion({ tenantId }, `sub_${v7()}`, more.createdAt ?? new Date());
  return {
    ...head,
    clientId: `cli_${v7()}`,
    planId: `pln_${v7()}`,
    ...movedTo(status),
    sequence: 1,
    pending: [],
    ...more,
  };
}

/** Some days from now, or from a given moment; before it when negative. */
export const inDays = (days: number, from = new Date()): Date => new Date(from.getTime() + days * 86_400_000);
