import type { Clock } from '../core/clock.ts';
import { backoffMs } from '../core/retry-after.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';

export type GateState = 'open' | 'offline' | 'wait' | 'auth' | 'upgrade';

/**
 * Whether a scope may send now. Three things close it: bad weather (one probe at a time, with growing pauses, until
 * something succeeds), the server's `Retry-After` (kept on disk, honoured in full, reset by nothing) and a session
 * that is over. In memory but for the floor; losing it costs one request, never an order.
 */
export interface Gate {
  state(): GateState;
  /** Milliseconds until sending may be tried; 0 = now. */
  waitMs(): number;
  /** How many requests may run at once. */
  width(): number;
  succeeded(): void;
  /** Something between us and the server failed. */
  failed(): void;
  /** The network came back, says the platform: probe within 3 s. */
  hint(): void;
  /** An explicit wish: probe at once; a floor stands all the same. */
  wish(): void;
  /** The server asked for silence. */
  floor(ms: number): Promise<void>;
  /** Few requests are left in the server's window: spread them. */
  spread(remaining: number, ms: number): void;
  /** Reads the stored floor. */
  load(): Promise<void>;
  /** Set while no usable token is there. */
  closed: 'auth' | 'upgrade' | undefined;
}

/** From when, and for how long. */
interface Silence {
  readonly at: number;
  readonly ms: number;
}

const WIDTH = 3;
const LONGEST_PAUSE_MS = 60_000;

export function createGate(deps: { clock: Clock; random: () => number; store: OutboxStore; scope: string }): Gate {
  const { clock, random, store, scope } = deps;
  const key = `floor:${scope}`;
  let failures = 0;
  let pause: Silence = { at: 0, ms: 0 };
  let stored: Silence = { at: 0, ms: 0 };

  const from = (ms: number): Silence => ({ at: clock.now(), ms });
  const left = ({ at, ms }: Silence) => Math.max(0, at + ms - clock.now());
  /** A beginning in the future means that the clock was set back: the silence begins now, or it would last for days. */
  const sane = (silence: Silence) => (silence.at > clock.now() ? from(silence.ms) : silence);
  const floorLeft = () => {
    stored = sane(stored);
    return left(stored);
  };
  const pauseLeft = () => {
    pause = sane(pause);
    return left(pause);
  };

  return {
    closed: undefined,
    state() {
      if (this.closed) return this.closed;
      if (floorLeft() > 0) return 'wait';
      return failures > 0 ? 'offline' : 'open';
    },
    waitMs: () => Math.max(floorLeft(), pauseLeft()),
    width: () => (failures > 0 ? 1 : WIDTH),
    succeeded() {
      failures = 0;
      pause = from(0);
    },
    failed() {
      failures++;
      pause = from(backoffMs(failures, 1000, LONGEST_PAUSE_MS, random));
    },
    hint() {
      pause = from(Math.min(pauseLeft(), 3000 * random()));
    },
    wish() {
      pause = from(0);
    },
    async floor(ms) {
      if (ms <= floorLeft()) return;
      stored = from(ms);
      await store.meta(key, stored);
    },
    spread(remaining, ms) {
      if (remaining < WIDTH) pause = from(Math.max(pauseLeft(), Math.min(LONGEST_PAUSE_MS, ms / (remaining + 1))));
    },
    async load() {
      const found = (await store.meta(key)) as Silence | undefined; // written by `floor`
      if (found && left(sane(found)) > floorLeft()) stored = found;
    },
  };
}
