/** What happened to the watchers of a process since the meters were last put to zero. */
export interface Meters {
  /** For each return: ms from the loss of a working connection until every channel was placed again. */
  readonly returnMs: number[];
  /** When connections were begun, in ms since 1970. */
  readonly connectAt: number[];
  /** Connections that ended, by close code, status of the refused upgrade, or `silence`. */
  readonly ends: Record<string, number>;
  readonly drains: number;
  /** Snapshots that took the place of events, the first of each watcher not counted. */
  readonly resets: number;
  readonly replays: number;
  /** Events that came although they were known; a watcher drops them by their number. */
  readonly repeated: number;
  readonly delivered: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const newMeters = (): Writable<Meters> => ({
  ...{ returnMs: [], connectAt: [], ends: {}, drains: 0 },
  ...{ resets: 0, replays: 0, repeated: 0, delivered: 0 },
});

/** The value that the share `p` (0 to 1) of `values` does not exceed; 0 of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

/** The most `moments` (ms) that lie in any second. */
export function peakPerSecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let first = 0;
  let peak = 0;
  for (const [last, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? moment) >= 1_000) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}
