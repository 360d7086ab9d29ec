import { isDuplicateKey } from '../../platform/db/errors.ts';
import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest, UnknownReference } from '../../platform/http/errors.ts';
import { assertPlanTakes } from './plan-takes.ts';
import type { PlansDeps } from './plans.deps.ts';
import { SubscriptionExists } from './plans.errors.ts';
import { subscriptionChanged } from './subscription-event.ts';
import { movedTo, type Subscription } from './subscriptions.model.ts';
import { ONE_PER_CLIENT } from './subscriptions.repo.ts';

/** What a new subscription is made from; `trialEndsAt` makes it a trial. */
export interface NewSubscription {
  readonly clientId: string;
  readonly planId: string;
  readonly trialEndsAt?: string;
}

/**
 * Subscribes a client to a plan: as a trial, or active at once. Subscription and event are one document in the
 * operation's transaction, so it is there completely or not at all; of two at once the unique index lets one in.
 */
export async function createSubscription(deps: PlansDeps, ctx: Ctx, input: NewSubscription): Promise<Subscription> {
  const { clientId, planId } = input;
  const now = deps.now();
  const trialEndsAt = input.trialEndsAt === undefined ? undefined : endOfTrial(input.trialEndsAt, now);
  if (!(await deps.clientExists(ctx, clientId))) throw UnknownReference({ pointer: '/clientId', id: clientId });
  await assertPlanTakes(deps, ctx, planId);
  const present = await deps.subscriptions.presentOf(ctx, clientId);
  if (present?.current) throw SubscriptionExists({ clientId, by: `${present.id}, which is ${present.status}` });

  const subscription = {
    ...firstVersion(ctx, newId('sub'), now),
    clientId,
    planId,
    ...movedTo(trialEndsAt ? 'trial' : 'active'),
    ...(trialEndsAt ? { trialEndsAt } : {}),
    sequence: 1,
  };
  const event = subscriptionChanged(subscription, { at: now, requestId: ctx.requestId });
  const stored: Subscription = { ...subscription, pending: [event], pendingAt: now };
  try {
    await deps.subscriptions.insert(ctx, stored);
  } catch (error) {
    if (!isDuplicateKey(error, ONE_PER_CLIENT)) throw error;
    throw SubscriptionExists({ clientId, by: 'a subscription made at the same time' }, { cause: error });
  }
  deps.announce(ctx);
  return stored;
}

function endOfTrial(text: string, now: Date): Date {
  const at = new Date(text);
  if (at > now) return at;
  const errors = [{ pointer: '/trialEndsAt', code: 'past', message: `must be later than now, ${now.toISOString()}.` }];
  throw InvalidRequest({ errors }, { errors });
}
