import { defineError } from '../../platform/errors/app-error.ts';

export const TooManyTrackingLinks = defineError<{ limit: number }>({
  code: 'too_many_tracking_links',
  status: 409,
  title: 'The order has no room for another tracking link',
  detail: ({ limit }) => `The order has ${limit} links that still show it, the most it may have.`,
  why: 'Each link is a way to see the order without an account, so there are few of them.',
  fix: 'Send one of its links again, or revoke one that is not needed any more.',
});
export const TrackingLinkEnded = defineError<Record<never, never>>({
  code: 'tracking_link_ended',
  status: 410,
  title: 'The tracking link has ended',
  detail: () => 'This link showed a delivery and has ended; ask whoever sent it to you for another one.',
  why: 'A tracking link ends at its time, when it is revoked, and when its order is erased.',
  fix: 'Ask the sender of the link for a new one.',
});
