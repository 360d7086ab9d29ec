import { assertVersion, requireIfMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { PlansDeps } from './plans.deps.ts';
import { subscriptionChanged } from './subscription-event.ts';
import type { Subscription } from './subscriptions.model.ts';
import type { SubscriptionChange } from './subscriptions.repo.ts';

/** A change as it was decided; `told` is what its event says beside the subscription itself. */
export interface Decision extends Pick<SubscriptionChange, 'set' | 'unset'> {
  readonly told: Readonly<Record<string, unknown>>;
}

/** A decision as it is written: every change raises both counters and carries its event. */
export function changeOf(
  seen: Subscription,
  { set, unset = [], told }: Decision,
  of: { readonly at: Date; readonly requestId: string },
): SubscriptionChange {
  const rest = Object.fromEntries(Object.entries(seen).filter(([name]) => !unset.some((gone) => gone === name)));
  const after = { ...(rest as unknown as Subscription), ...set }; // only what may be absent is ever taken away
  const event = subscriptionChanged(
    { ...after, version: seen.version + 1, sequence: seen.sequence + 1 },
    { at: of.at, requestId: of.requestId },
    told,
  );
  return { set, unset, event, at: of.at };
}

/**
 * Changes a subscription at the version the caller saw: 428 without `If-Match`, 404 when it is not there, 412 when it has
 * changed meanwhile. `decide` judges it as it stands. One write carries the change and its event; dying before it leaves
 * nothing, dying after it leaves both.
 */
export async function changeSubscription(
  deps: PlansDeps,
  ctx: Ctx,
  of: { readonly id: string; readonly ifMatch: number | '*' | undefined },
  decide: (subscription: Subscription, now: Date) => Promise<Decision> | Decision,
): Promise<Subscription> {
  const ifMatch = requireIfMatch(of.ifMatch);
  const seen = await deps.subscriptions.get(ctx, of.id);
  if (!seen) throw NotFound({ what: 'subscription' });
  assertVersion(ifMatch, seen.version);

  const at = deps.now();
  const decision = await decide(seen, at);
  const changed = await deps.subscriptions.change(
    ctx,
    seen,
    changeOf(seen, decision, { at, requestId: ctx.requestId }),
  );
  if (!changed) {
    // Somebody was faster between our read and our write: say what became of it.
    const now = await deps.subscriptions.get(ctx, of.id);
    assertVersion(ifMatch, now?.version ?? 0);
    throw new Error(`Subscription ${of.id} is at version ${now?.version}, but did not match it.`);
  }
  deps.announce(ctx);
  return changed;
}
