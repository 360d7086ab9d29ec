/**
 * Milliseconds an answer asks us to wait, or `undefined`. A date is compared with the answer's own `Date`, so a wrong
 * clock on the device neither shortens nor stretches the wait (RFC 9110 section 10.2.3).
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  if (Number.isNaN(date)) return undefined;
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, date - (Number.isNaN(sent) ? now : sent));
}

/** Full jitter: anything between nothing and `min(cap, base · 2^attempt)`, in milliseconds. */
export function backoffMs(attempt: number, base: number, cap: number, random: () => number): number {
  return random() * Math.min(cap, base * 2 ** Math.min(attempt, 30));
}

/** What the rate limit leaves: `r` requests in the next `t` seconds (RateLimit header), the tightest policy first. */
export function rateLimitOf(headers: Headers): { remaining: number; ms: number } | undefined {
  let tightest: { remaining: number; ms: number } | undefined;
  for (const item of (headers.get('ratelimit') ?? '').split(',')) {
    const remaining = Number(/;\s*r=(\d+)/.exec(item)?.[1] ?? Number.NaN);
    const seconds = Number(/;\s*t=(\d+)/.exec(item)?.[1] ?? Number.NaN);
    if (Number.isNaN(remaining) || Number.isNaN(seconds)) continue;
    if (!tightest || remaining < tightest.remaining) tightest = { remaining, ms: seconds * 1000 };
  }
  return tightest;
}
