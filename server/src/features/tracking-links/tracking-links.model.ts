import { TooManyTrackingLinks } from './tracking-links.errors.ts';

const DAY_MS = 24 * 3_600_000;
/** How long a link shows a delivery after its window, unless somebody says otherwise. */
const AFTER_WINDOW_MS = 7 * DAY_MS;
/** A link for a delivery that is long over still shows it for a day. */
const SHORTEST_DEFAULT_MS = DAY_MS;
const LONGEST_MS = 90 * DAY_MS;
/** Links of an order that show it at the same time; as many are listed. */
export const LIVE_LINKS = 20;

/** A way to one order for somebody without an account. Its secret is made from this whenever it is needed. */
export interface TrackingLink {
  /** `lnk_…` */
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt?: Date;
}

/** Whether it shows anything at that time. */
export const isLive = ({ expiresAt, revokedAt }: TrackingLink, now: Date): boolean => !revokedAt && expiresAt > now;

/**
 * When a new link ends: as asked, from now to ninety days on; else seven days after the delivery window, at least a day
 * and at most ninety from now. Undefined for any other time.
 */
export function expiryOf(asked: string | undefined, windowTo: Date, now: Date): Date | undefined {
  const latest = now.getTime() + LONGEST_MS;
  if (asked === undefined) {
    const usual = Math.max(windowTo.getTime() + AFTER_WINDOW_MS, now.getTime() + SHORTEST_DEFAULT_MS);
    return new Date(Math.min(usual, latest));
  }
  const at = new Date(asked);
  return at > now && at.getTime() <= latest ? at : undefined;
}

/**
 * The links of an order with one more, newest first: all that are live, and of those that ended the newest, twenty in
 * all. Throws `too_many_tracking_links` when twenty are live.
 */
export function withLink(links: readonly TrackingLink[], fresh: TrackingLink, now: Date): TrackingLink[] {
  const live = links.filter((link) => isLive(link, now));
  if (live.length >= LIVE_LINKS) throw TooManyTrackingLinks({ limit: LIVE_LINKS });
  const ended = links.filter((link) => !isLive(link, now));
  return [fresh, ...live, ...ended.slice(0, LIVE_LINKS - 1 - live.length)].sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
  );
}
