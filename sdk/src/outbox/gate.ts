import type { Clock } from '../core/clock.ts';
import { backoffMs } from '../core/retry-after.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { Rank } from './record.ts';

export type GateState = 'open' | 'offline' | 'wait' | 'auth' | 'upgrade';

/** The server counts orders apart from everything else: 0 orders, 1 the rest. */
export type Budget = 0 | 1;

/** The budget that a queued request is paid from. */
export const budgetOf = (rank: Rank): Budget => (rank ? 1 : 0);

/**
 * Whether a scope may send now. Four things hold it back: bad weather (one probe at a time, with growing pauses, until
 * something succeeds), the server's `Retry-After` (kept on disk, an hour at once at most, reset by nothing), a budget that is
 * nearly spent (sends are spread over its window) and a session that is over. In memory but for the `Retry-After`;
 * losing the rest costs one request, never an order.
 */
export interface Gate {
  state(): GateState;
  /** Milliseconds until sending may be tried from this budget, or from any; 0 = now. */
  waitMs(budget?: Budget): number;
  /** How many requests may run at once. */
  width(): number;
  succeeded(): void;
  /** Something between us and the server failed. */
  failed(): void;
  /** The network came back, says the platform: probe within 3 s. */
  hint(): void;
  /** An explicit wish: probe at once; what the server said stands all the same. */
  wish(): void;
  /** The server asked for silence, of one budget or altogether. */
  floor(ms: number, budget?: Budget): Promise<void>;
  /** Its next request in so many milliseconds, and one at a time, because the budget is nearly spent; 0 = it is not. */
  spread(budget: Budget, ms: number | undefined): void;
  /** Reads the stored silence. */
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
const LONGEST_SILENCE_MS = 3_600_000; // a router may answer in the server's name that all is shut for a year
const NONE: Silence = { at: 0, ms: 0 };
const BUDGETS = [0, 1] as const;
// Where in a gate's list the silences begin that keep to a pace, and where the pause after a failure stands.
const PACE = 2;
const PAUSE = 4;

export function createGate(deps: { clock: Clock; random: () => number; store: OutboxStore; scope: string }): Gate {
  const { clock, random, store, scope } = deps;
  const key = `floor:${scope}`;
  let failures = 0;
  /** Told by the server: of orders and of the rest first to be silent, then to go slowly. At last our own pause. */
  const silences = [NONE, NONE, NONE, NONE, NONE];

  const from = (ms: number): Silence => ({ at: clock.now(), ms });
  /** A beginning in the future means that the clock was set back: the silence begins now, or it would last for days. */
  const sane = (silence: Silence = NONE) => (silence.at > clock.now() ? from(silence.ms) : silence);
  const leftOf = ({ at, ms }: Silence) => Math.max(0, at + Math.min(ms, LONGEST_SILENCE_MS) - clock.now());
  const left = (i: number) => {
    const silence = sane(silences[i]);
    silences[i] = silence;
    return leftOf(silence);
  };
  const waitMs = (budget: Budget): number => Math.max(left(budget), left(PACE + budget), left(PAUSE));

  return {
    closed: undefined,
    state() {
      if (this.closed) return this.closed;
      if (left(0) + left(1) > 0) return 'wait';
      return failures > 0 ? 'offline' : 'open';
    },
    waitMs: (budget) => (budget === undefined ? Math.min(waitMs(0), waitMs(1)) : waitMs(budget)),
    width: () => (failures > 0 || silences.slice(PACE, PAUSE).some(({ ms }) => ms > 0) ? 1 : WIDTH),
    succeeded() {
      failures = 0;
      silences[PAUSE] = NONE;
    },
    failed() {
      failures++;
      silences[PAUSE] = from(backoffMs(failures, 1000, LONGEST_PAUSE_MS, random));
    },
    hint() {
      silences[PAUSE] = from(Math.min(left(PAUSE), 3000 * random()));
    },
    wish() {
      silences[PAUSE] = NONE;
    },
    async floor(ms, only) {
      const longer = BUDGETS.filter((budget) => (only ?? budget) === budget && ms > left(budget));
      for (const budget of longer) silences[budget] = from(ms);
      if (longer.length > 0) await store.meta(key, silences.slice(0, PACE));
    },
    spread(budget, ms) {
      if (ms !== undefined) silences[PACE + budget] = from(ms);
    },
    async load() {
      const kept = [(await store.meta(key)) ?? []].flat() as Silence[]; // written by `floor`
      const found = kept.map((silence) => sane(silence));
      // Written down, or it would begin anew with each look.
      if (found.some((silence, i) => silence !== kept[i])) await store.meta(key, found);
      for (const budget of BUDGETS) {
        const stored = found[budget] ?? found[0] ?? NONE; // 0.1.0 stored one for all
        if (leftOf(stored) > left(budget)) silences[budget] = stored;
      }
    },
  };
}
