/**
 * Milliseconds an answer asks us to wait, or `undefined`. A date is compared with the answer's own `Date`, so a wrong
 * clock on the device neither shortens nor stretches the wait (RFC 9110 section 10.2.3).
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const ms = Date.parse(value) - (Date.parse(headers.get('date') ?? '') || now);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Full jitter: anything between nothing and `min(cap, base · 2^attempt)`, in milliseconds. */
export function backoffMs(attempt: number, base: number, cap: number, random: () => number): number {
  return random() * Math.min(cap, base * 2 ** Math.min(attempt, 30));
}

/** Whether a status says that the same request may do better later. */
export const passes = (status: number) => status >= 500 || [408, 425, 429].includes(status);

const NEARLY_SPENT = 3; // requests: as many as the outbox sends at once
const LONGEST_PACE_MS = 60_000;

/**
 * Milliseconds until the next request, so that the last ones of a budget are spread over what is left of its window:
 * `r` requests in the next `t` seconds (RateLimit header), of all budgets named the one that asks for most. 0 while
 * none is nearly spent, `undefined` when the answer says nothing.
 */
export function paceMs(headers: Headers): number | undefined {
  const paces = headers
    .get('ratelimit')
    ?.split(',')
    .map((item) => {
      const [, left = ''] = /;\s*r=(\d+)/.exec(item) ?? [];
      const [, seconds = ''] = /;\s*t=(\d+)/.exec(item) ?? [];
      return left && Number(left) < NEARLY_SPENT ? (Number(seconds) * 1000) / (Number(left) + 1) : 0;
    });
  return paces && Math.min(LONGEST_PACE_MS, Math.max(...paces));
}
