import { Refused } from './replies.ts';

/** So many requests in so many milliseconds, for each user. */
export interface FakeLimit {
  /** How many. */
  readonly requests: number;
  /** In how many milliseconds. */
  readonly perMs: number;
}

/** Counts requests in windows and says what is left, in the headers of the server. */
export function limiter(now: () => number): {
  limit: FakeLimit | undefined;
  /** The headers of an answer; throws `rate_limited` when nothing is left. */
  take(who: string): Record<string, string>;
} {
  const windows = new Map<string, { from: number; taken: number }>();
  return {
    limit: undefined,
    take(who) {
      if (!this.limit) return {};
      const { requests, perMs } = this.limit;
      let window = windows.get(who);
      if (!window || now() - window.from >= perMs) window = { from: now(), taken: 0 };
      windows.set(who, window);
      const left = requests - window.taken - 1;
      if (left >= 0) window.taken++;
      const seconds = Math.max(1, Math.ceil((window.from + perMs - now()) / 1000));
      const headers = {
        RateLimit: `"submission"; r=${Math.max(0, left)}; t=${seconds}`,
        'RateLimit-Policy': `"submission"; q=${requests}; w=${perMs / 1000}`,
      };
      if (left < 0) throw new Refused('rate_limited', { headers: { ...headers, 'Retry-After': String(seconds) } });
      return headers;
    },
  };
}
