import { defineError } from '../../platform/errors/app-error.ts';

export const PlanWithdrawn = defineError<{ name: string; id: string }>({
  code: 'plan_withdrawn',
  status: 409,
  title: 'The plan is no longer offered',
  detail: ({ name, id }) => `The plan ${name} (${id}) was withdrawn and takes no new subscriptions.`,
  why: 'A withdrawn plan goes on for those who have it, and for nobody else.',
  fix: 'Choose an active plan, or make this one active again.',
});
export const SubscriptionExists = defineError<{ clientId: string; by: string }>({
  code: 'subscription_exists',
  status: 409,
  title: 'The client has a subscription already',
  detail: ({ clientId, by }) => `${clientId} has ${by}; a client has one subscription that is not cancelled.`,
  why: 'Quota and rates follow from the one subscription of a client, so there cannot be two.',
  fix: 'Give the subscription another plan, or cancel it before you make a new one.',
});
export const SubscriptionCannotMove = defineError<{
  id: string;
  from: string;
  to: string;
  allowed: readonly string[];
}>({
  code: 'subscription_cannot_move',
  status: 409,
  title: 'The subscription cannot make this move',
  detail: ({ id, from, to, allowed }) =>
    `Subscription ${id} is ${from}; it can become ${allowed.join(' or ') || 'nothing else'}, not ${to}.`,
  why: 'A subscription moves along its life cycle only, and a cancelled one is over.',
  fix: 'Read the subscription again and choose one of the moves in allowed; after a cancellation make a new one.',
});
export const SubscriptionCannotBeAmended = defineError<{ id: string; status: string; because: string }>({
  code: 'subscription_cannot_be_amended',
  status: 409,
  title: 'This cannot be changed now',
  detail: ({ id, status, because }) => `Subscription ${id} is ${status}; ${because}.`,
  why: 'A cancelled subscription is over, and only a trial has an end that can be put off.',
  fix: 'Leave trialEndsAt out unless it is a trial, name a time in the future, or make a new subscription.',
});
