import { describe, expect, it } from 'vitest';
import { aSubscription, inDays } from './plans.fixtures.ts';
import {
  cannotAmend,
  inactiveBecause,
  movedTo,
  movesFrom,
  type SubscriptionStatus,
  sightOf,
} from './subscriptions.model.ts';

const STATUSES: readonly SubscriptionStatus[] = ['trial', 'active', 'past_due', 'cancelled'];
/** The product's table, written a second time on purpose. */
const MOVES = [
  'trial → active',
  'trial → cancelled',
  'active → past_due',
  'active → cancelled',
  'past_due → active',
  'past_due → cancelled',
];
const pairs = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const));

describe('a subscription', () => {
  it.each(pairs)('moves from %s to %s only as the table says', (from, to) => {
    expect(movesFrom(from).includes(to)).toBe(MOVES.includes(`${from} → ${to}`));
  });

  it.each(STATUSES)('is its client’s present one as %s, unless that is the end', (status) => {
    expect(movedTo(status)).toEqual({ status, current: movesFrom(status).length > 0 });
  });
});

const now = new Date('2026-11-21T08:30:00.000Z');

describe('orders are covered', () => {
  it.each([
    ['by a trial until its end', 'trial', 1, undefined],
    ['by no trial from its very end on', 'trial', 0, /trial .* ended at 2026-11-21T08:30/],
    ['by an active one', 'active', undefined, undefined],
    ['by an active one whose trial is long over', 'active', -30, undefined],
    ['by none that is past due', 'past_due', undefined, /past due/],
    ['by none that is past due, even within what was its trial', 'past_due', 1, /past due/],
    ['by none that is cancelled', 'cancelled', undefined, /cancelled/],
  ] as const)('%s', (_rule, status, days, because) => {
    const trialEndsAt = days === undefined ? {} : { trialEndsAt: inDays(days, now) };
    const reason = inactiveBecause({ status, ...trialEndsAt }, now);
    if (because === undefined) expect(reason).toBeUndefined();
    else expect(reason).toMatch(because);
  });

  it('by none whose trial ended, and the sentence is the same before and after the daily task', () => {
    const before = inactiveBecause({ status: 'trial', trialEndsAt: now }, now);
    const after = inactiveBecause({ status: 'cancelled', trialEndsAt: now, reason: 'trial_ended' }, inDays(1, now));
    expect(after).toBe(before);
  });
});

describe('an amendment', () => {
  it.each([
    ['another plan for a trial', 'trial', undefined, undefined],
    ['another plan for an active one', 'active', undefined, undefined],
    ['another plan for one past due', 'past_due', undefined, undefined],
    ['anything for a cancelled one', 'cancelled', undefined, /no changes/],
    ['a later end for a trial', 'trial', 7, undefined],
    ['an end that is over for a trial', 'trial', 0, /which is over/],
    ['an end of the trial of an active one', 'active', 7, /no trial/],
    ['an end of the trial of one past due', 'past_due', 7, /no trial/],
    ['an end of the trial of a cancelled one', 'cancelled', 7, /no changes/],
  ] as const)('%s', (_what, status, days, because) => {
    const reason = cannotAmend({ status }, days === undefined ? undefined : inDays(days, now), now);
    if (because === undefined) expect(reason).toBeUndefined();
    else expect(reason).toMatch(because);
  });
});

it('clients see their own subscriptions, staff all', () => {
  const { clientId } = aSubscription();
  expect(['admin', 'dispatcher'].map((role) => sightOf({ role }))).toEqual(['all', 'all']);
  expect([sightOf({ role: 'client', clientId }), sightOf({ role: 'client' })]).toEqual([
    { only: clientId },
    { only: undefined },
  ]);
});
