/** A running timer; opaque, because browsers and Node disagree about what it is. */
export type Timer = unknown;

/** Time as the SDK sees it, in milliseconds since 1970. Tests hand in a virtual one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `fn` once, `ms` from now. */
  setTimeout(fn: () => void, ms: number): Timer;
  /** Stops a timer; one that ran, or none, is no error. */
  clearTimeout(timer: Timer): void;
}

/** The platform's clock. Looked up at call time, so that an environment may replace its timers. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    // Platforms count in 32 bits: what is longer would be over at once.
    setTimeout: (fn, ms) => setTimeout(fn, Math.min(ms, 2e9)),
    // The handle came from the line above; only its type was forgotten.
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  };
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it fires. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * The promise, or a rejection made by `late` when `ms` pass first. The promise itself runs on. Time in which the page
 * stood still does not count: when it thaws, a timer that is overdue fires before the answer that lay waiting is read,
 * so the wait is made of two timers, and what was frozen during one has the other left to live through.
 */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>, late: () => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer = clock.setTimeout(() => {
      timer = clock.setTimeout(() => reject(late()), ms / 2);
    }, ms / 2);
    promise.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}
