import type { Subscription as SubscriptionView } from '../../platform/http/contract.types.gen.ts';
import type { WithUsage } from './with-usage.ts';

/** A subscription as the API shows it, the same for everyone who may see it. */
export function presentSubscription({ subscription, usage }: WithUsage): SubscriptionView {
  const { trialEndsAt, reason } = subscription;
  return {
    id: subscription.id,
    clientId: subscription.clientId,
    planId: subscription.planId,
    status: subscription.status,
    ...(trialEndsAt === undefined ? {} : { trialEndsAt: trialEndsAt.toISOString() }),
    ...(reason === undefined ? {} : { reason }),
    usage,
    version: subscription.version,
    createdAt: subscription.createdAt.toISOString(),
    updatedAt: subscription.updatedAt.toISOString(),
  };
}
