import type { VersionedDocument } from '../../platform/db/versioned.ts';
import type { EventRecord } from '../../platform/events/event.ts';

export type SubscriptionStatus = 'trial' | 'active' | 'past_due' | 'cancelled';

/** Which plan a client has: with the events not announced yet, in one document. */
export interface Subscription extends VersionedDocument {
  readonly clientId: string;
  readonly planId: string;
  readonly status: SubscriptionStatus;
  /** Not cancelled: of these a client has one. Kept beside the status because a unique index needs an equality. */
  readonly current: boolean;
  /** Kept after the trial, as what was agreed. */
  readonly trialEndsAt?: Date;
  /** Given with the last move. */
  readonly reason?: string;
  /** Counts the events of this subscription, without holes. */
  readonly sequence: number;
  readonly pending: readonly EventRecord[];
  /** When the oldest pending event is due; absent when there is none. */
  readonly pendingAt?: Date;
}

/** Every move a subscription may make. A status missing from a row is a move we refuse. */
const NEXT: Readonly<Record<SubscriptionStatus, readonly SubscriptionStatus[]>> = {
  trial: ['active', 'cancelled'],
  active: ['past_due', 'cancelled'],
  past_due: ['active', 'cancelled'],
  cancelled: [],
};

/** Why a trial that nobody made active was cancelled. */
export const TRIAL_ENDED = 'trial_ended';

/** Where a subscription may go from here. */
export const movesFrom = (status: SubscriptionStatus): readonly SubscriptionStatus[] => NEXT[status];

/** What a move changes. Both fields go together, or a client could have two subscriptions. */
export const movedTo = (to: SubscriptionStatus): Pick<Subscription, 'status' | 'current'> => ({
  status: to,
  current: to !== 'cancelled',
});

/** Why a subscription covers no orders at this moment; undefined when it does. A trial ends by the clock. */
export function inactiveBecause(
  { status, trialEndsAt, reason }: Pick<Subscription, 'status' | 'trialEndsAt' | 'reason'>,
  at: Date,
): string | undefined {
  if (status === 'past_due') return 'The subscription is past due.';
  const trialIsOver = status === 'trial' && trialEndsAt !== undefined && trialEndsAt <= at;
  if (trialIsOver || (status === 'cancelled' && reason === TRIAL_ENDED))
    return `The trial of the subscription ended at ${trialEndsAt?.toISOString()}.`;
  return status === 'cancelled' ? 'The subscription is cancelled.' : undefined;
}

/** Why a patch cannot be applied; undefined when it can. */
export function cannotAmend(
  { status }: Pick<Subscription, 'status'>,
  trialEndsAt: Date | undefined,
  now: Date,
): string | undefined {
  if (status === 'cancelled') return 'it takes no changes any more';
  if (trialEndsAt === undefined) return undefined;
  if (status !== 'trial') return 'it has no trial whose end could be changed';
  if (trialEndsAt <= now) return `a trial cannot end at ${trialEndsAt.toISOString()}, which is over; cancel it instead`;
  return undefined;
}

/** Which subscriptions a caller sees: staff `all`, a client its own. */
export function sightOf(viewer: {
  readonly role: string;
  readonly clientId?: string;
}): 'all' | { readonly only: string | undefined } {
  return viewer.role === 'client' ? { only: viewer.clientId } : 'all';
}
