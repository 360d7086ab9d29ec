import type { Clock, Timer } from '../core/clock.ts';

/** Watches that something is heard often enough. */
export interface Silence {
  /** A sign of life; with `ms` the limit is another one from now on. */
  heard(ms?: number): void;
  /** Looks at once: timers of a sleeping device are late. */
  check(): void;
  stop(): void;
}

/** Calls `onSilence`, once, when nothing was heard for `limitMs`. */
export function watchSilence(clock: Clock, limitMs: number, onSilence: () => void): Silence {
  let limit = limitMs;
  let heardAt = clock.now();
  let over = false;
  let timer: Timer;

  function stop(): void {
    over = true;
    clock.clearTimeout(timer);
  }

  function check(): void {
    if (over) return;
    const left = heardAt + limit - clock.now();
    clock.clearTimeout(timer);
    if (left > 0) {
      timer = clock.setTimeout(check, left);
      return;
    }
    stop();
    onSilence();
  }

  check();
  return {
    heard(ms) {
      heardAt = clock.now();
      if (ms === undefined) return;
      limit = ms;
      check();
    },
    check,
    stop,
  };
}
