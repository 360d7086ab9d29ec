import { setImmediate as turn } from 'node:timers/promises';

/** A step more may take a millisecond or two, so nobody else waits longer than about this. */
const EVERY_MS = 5;

/** Lets everybody else have the event loop between the steps of long work. */
export interface Turns {
  /** Whether the loop was held for so long that it is somebody else's turn; asking costs next to nothing. */
  due(): boolean;
  give(): Promise<void>;
}

/** Goes by the clock, since no number of steps says how long they take. */
export function createTurns(everyMs: number = EVERY_MS): Turns {
  let since = performance.now();
  return {
    due: () => performance.now() - since >= everyMs,
    async give() {
      await turn();
      since = performance.now();
    },
  };
}
