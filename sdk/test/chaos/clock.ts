import type { Clock } from '../../src/core/clock.ts';

/** Time of one storm: it stands still until it is told to go on, and then runs what falls due, in its order. */
export interface ChaosClock extends Clock {
  /** What the server's clock says: never set by anybody. */
  readonly server: Clock;
  advance(ms: number): Promise<void>;
  /** The user sets the devices' clocks; timers that run keep their remaining time. */
  jump(ms: number): void;
  /** How often they did. */
  jumps(): number;
  /** Lets everything run that needs no time. */
  settle(): Promise<void>;
}

const LONGEST_MS = 20_000; // of real time; what takes longer hangs
/** When every storm begins. */
export const START = Date.UTC(2026, 10, 21, 8);

/**
 * `resting` says whether the disk has nothing under way: a database needs as many turns of the event loop as it needs,
 * memory and SQLite one.
 */
export function chaosClock(resting: () => boolean): ChaosClock {
  const timers = new Map<number, { readonly at: number; readonly fn: () => void }>();
  let elapsed = 0;
  let offset = START;
  let count = 0;
  let jumps = 0;

  const settle = async () => {
    let turns = 0;
    const until = Date.now() + LONGEST_MS;
    do await new Promise(setImmediate);
    while (!resting() && (++turns % 1000 > 0 || Date.now() < until));
  };
  /** The earliest timer; of two at the same time the older one, because a map keeps the order of insertion. */
  const next = () => {
    let first: number | undefined;
    let at = Number.POSITIVE_INFINITY;
    for (const [id, timer] of timers) if (timer.at < at) [first, at] = [id, timer.at];
    return first;
  };
  const server: Clock = {
    now: () => START + elapsed,
    setTimeout: (fn, ms) => {
      timers.set(++count, { at: elapsed + Math.max(0, ms), fn });
      return count;
    },
    clearTimeout: (timer) => void timers.delete(timer as number), // given above
  };

  return {
    ...server,
    server,
    now: () => offset + elapsed,
    settle,
    jump: (ms) => {
      offset += ms;
      jumps++;
    },
    jumps: () => jumps,
    async advance(ms) {
      const limit = elapsed + ms;
      for (;;) {
        await settle();
        const id = next();
        const timer = id === undefined ? undefined : timers.get(id);
        if (id === undefined || !timer || timer.at > limit) break;
        timers.delete(id);
        elapsed = Math.max(elapsed, timer.at);
        timer.fn();
      }
      elapsed = limit;
    },
  };
}
