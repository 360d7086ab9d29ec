import { type EventRecord, newEvent } from '../../platform/events/event.ts';
import type { Subscription } from './subscriptions.model.ts';

/** As much of a subscription as its events tell. */
export type Told = Pick<
  Subscription,
  'id' | 'tenantId' | 'clientId' | 'planId' | 'status' | 'trialEndsAt' | 'reason' | 'version' | 'sequence'
>;

/**
 * `subscription.changed`, to be stored together with the change. `after` is the subscription with the change made and
 * both its counters raised; `more` says what it was: `from` for a move, `changed` for an amendment.
 */
export function subscriptionChanged(
  after: Told,
  of: { readonly at: Date; readonly requestId: string },
  more: Readonly<Record<string, unknown>> = {},
): EventRecord {
  const { id, tenantId, clientId, planId, status, trialEndsAt, reason, version, sequence } = after;
  return newEvent({
    type: 'subscription.changed',
    time: of.at,
    tenantId,
    subject: `subscription/${id}`,
    sequence,
    version,
    requestId: of.requestId,
    data: {
      subscriptionId: id,
      clientId,
      planId,
      status,
      ...(trialEndsAt ? { trialEndsAt: trialEndsAt.toISOString() } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...more,
    },
  });
}
