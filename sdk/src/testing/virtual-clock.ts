import type { Clock } from '../core/clock.ts';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** Time that only moves when a test says so. Everything that is waiting for time runs in its order. */
export interface VirtualClock extends Clock {
  /** Moves on by `ms`, running what falls due; waits in between until nothing moves by itself. */
  advance(ms: number): Promise<void>;
  /** Jumps, as when a user sets the clock: timers that run keep their remaining time. */
  jump(ms: number): void;
  /** Advances until `done` holds, `limitMs` of virtual time at most (an hour by default); throws otherwise. */
  until(done: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>;
  /** Lets everything run that needs no time. */
  settle(): Promise<void>;
}

/**
 * Time for tests: hand it to `createSymphonia({ clock })` and to `fakeSymphonia({ clock })`, and an hour of retries takes
 * milliseconds. `start` is in milliseconds since 1970. `turns` = turns of the event loop to wait for between steps;
 * fake-indexeddb needs many, memory and SQLite one. The runner's own fake timers are not needed and must be off.
 */
export function virtualClock(start = Date.UTC(2026, 10, 21, 8), turns = 2): VirtualClock {
  let mono = 0;
  let offset = start;
  let count = 0;
  const timers = new Map<number, Pending>();

  const settle = async () => {
    for (let i = 0; i < turns; i++) await nextTurn();
  };
  const next = () => [...timers.entries()].sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0];
  const step = async (limit: number): Promise<boolean> => {
    await settle();
    const found = next();
    if (!found || found[1].at > limit) {
      mono = Math.max(mono, limit);
      return false;
    }
    timers.delete(found[0]);
    mono = Math.max(mono, found[1].at);
    found[1].fn();
    return true;
  };

  return {
    now: () => offset + mono,
    setTimeout: (fn, ms) => {
      const id = ++count;
      timers.set(id, { at: mono + Math.max(0, ms), order: id, fn });
      return id;
    },
    clearTimeout: (timer) => void timers.delete(timer as number), // a number of ours, or nothing
    settle,
    jump: (ms) => {
      offset += ms;
    },
    async advance(ms) {
      const limit = mono + ms;
      while (await step(limit));
      await settle();
    },
    async until(done, limitMs = 3_600_000) {
      const limit = mono + limitMs;
      await settle();
      while (!(await done())) {
        if (!(await step(limit))) {
          if (await done()) return;
          throw new Error(`Did not happen within ${limitMs} virtual ms.`);
        }
        await settle();
      }
    },
  };
}

/** One turn of the event loop, so that promises and I/O of this platform get on; browsers have only messages for that. */
function nextTurn(): Promise<void> {
  const { setImmediate: soon } = globalThis as { setImmediate?: (fn: () => void) => unknown }; // Node's, React Native's
  return new Promise((resolve) => {
    if (soon) return void soon(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
