import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';

export interface Loop extends Part {
  /** Does the next round at once. */
  nudge(): void;
}

export interface LoopOptions {
  readonly name: string;
  readonly log: Logger;
  /** One round; tells whether there may be more to do at once. */
  readonly round: () => Promise<'more' | 'idle'>;
  readonly idleMs: number;
  readonly stopWithinMs?: number;
  readonly onStop?: () => Promise<void>;
}

/** Repeats a round: at once while there is work, else every `idleMs` or when nudged. A failed round is tried again later. */
export function createLoop({ name, log, round, idleMs, stopWithinMs = 4_000, onStop }: LoopOptions): Loop {
  let stopped = false;
  let running: Promise<void> | undefined;
  let wake: (() => void) | undefined;
  let nudged = false;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, nudged ? 0 : ms);
      nudged = false;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopped) {
      try {
        const outcome = await round();
        failures = 0;
        if (outcome === 'idle' && !stopped) await pause(idleMs);
      } catch (error) {
        failures++;
        log.warn({ err: error, loop: name, failures }, 'a round failed and will be repeated');
        await pause(Math.min(5_000, idleMs * 2 ** failures));
      }
    }
  };

  return {
    name,
    stopWithinMs,
    start() {
      running = run();
    },
    nudge() {
      nudged = true;
      wake?.();
    },
    drain() {},
    async stop() {
      stopped = true;
      wake?.();
      await running;
      await onStop?.();
    },
  };
}
