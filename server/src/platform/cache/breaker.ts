/** `closed`: calls pass. `open`: calls are refused at once. `half_open`: one call passes to see whether it works again. */
export type BreakerState = 'closed' | 'open' | 'half_open';

export interface Breaker {
  readonly state: BreakerState;
  /** Whether a call may be made now; a yes in `half_open` is the one trial, which must end in `success` or `failure`. */
  allow(): boolean;
  success(): void;
  failure(): void;
  /** The other side says it is back: let the next call try, without waiting. */
  retryNow(): void;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it refuses before it tries one call, in milliseconds. */
  readonly retryAfterMs: number;
  readonly now?: () => number;
}

/** Keeps calls away from a server that does not answer, so that each costs nothing instead of its time-out. */
export function createBreaker({ failures, retryAfterMs, now = Date.now }: BreakerOptions): Breaker {
  let failedInARow = 0;
  let openedAt: number | undefined;
  let trying = false;

  const mayTry = () => openedAt !== undefined && now() - openedAt >= retryAfterMs;

  return {
    get state() {
      if (openedAt === undefined) return 'closed';
      return mayTry() || trying ? 'half_open' : 'open';
    },
    allow() {
      if (openedAt === undefined) return true;
      if (trying || !mayTry()) return false;
      trying = true;
      return true;
    },
    success() {
      failedInARow = 0;
      openedAt = undefined;
      trying = false;
    },
    failure() {
      failedInARow += 1;
      if (!trying && failedInARow < failures) return;
      // A call that began before it opened must not put off the trial, so only the trial's own failure restarts the wait.
      if (openedAt === undefined || trying) openedAt = now();
      trying = false;
    },
    retryNow() {
      if (openedAt !== undefined) openedAt = now() - retryAfterMs;
    },
  };
}
