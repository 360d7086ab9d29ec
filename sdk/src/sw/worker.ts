import type { AuthProvider } from '../core/auth.ts';
import { createCore } from '../core/client.ts';
import type { Clock } from '../core/clock.ts';
import { createEmitter } from '../core/emitter.ts';
import type { Logger } from '../core/logger.ts';
import { noLongerThan } from '../core/wire.ts';
import { createDrain } from '../outbox/drain.ts';
import type { OutboxEvents } from '../outbox/events.ts';
import { createGate, type Gate } from '../outbox/gate.ts';
import type { Notifier } from '../outbox/notify.ts';
import { idbOutbox } from '../storage/idb-outbox.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import { presentAccount } from './present.ts';
import { type WorkerScope, workerScope } from './scope.ts';

/** Tag of the `sync` event that the outbox registers, and the message that asks the worker for the same. */
export const SYNC_TAG = 'sym-outbox';

/** What the worker needs to send by itself. */
export interface WorkerOptions {
  /** `https://api.example.com/api/v1` */
  readonly baseUrl: string;
  /** `tokenSource({ refresh })` where a cookie renews the session, else `askWindows()`. */
  readonly auth: AuthProvider;
  /** Pinned by the SDK's release. */
  readonly apiVersion?: string;
  /** The same as in the app's windows. */
  readonly store?: OutboxStore;
  /** The platform's by default. */
  readonly fetch?: typeof fetch;
  /** Gets levels, sentences and codes. */
  readonly logger?: Logger;
  /** The worker's globals; another one for tests. */
  readonly scope?: WorkerScope;
  /** Time, for tests. */
  readonly clock?: Clock;
}

/** The queue as the worker sees it. */
export interface SymphoniaWorker {
  /** Sends what is due now; answers how many requests are left for a worker to send. Joins a drain under way. */
  drain(): Promise<{ readonly pending: number }>;
  /** `accepted`, `attention`, … of what this worker sent; the windows' handlers are called by the windows. */
  readonly on: <K extends keyof OutboxEvents>(event: K, fn: (...args: OutboxEvents[K]) => void) => () => void;
}

const LIFE_MS = 25_000; // browsers end a worker soon after

/** In a worker nobody has handlers: the next window calls those of the app. */
const NOBODY: Notifier = {
  onAccepted: () => () => {},
  onAttention: () => () => {},
  run: async () => {},
  nextAt: () => undefined,
};

/**
 * Sends the queue from the app's own service worker, also when no window is open any more. Call it when the worker
 * starts: browsers tell only listeners that were there then. Documents are left to the windows, which live long enough
 * for them. Dying anywhere is as safe as in a window: leases run out and the same bytes go again under the same key.
 */
export function symphoniaWorker(options: WorkerOptions): SymphoniaWorker {
  const { scope = workerScope(), store: shared = idbOutbox() } = options;
  const core = createCore(options);
  const { locks } = shared;
  let lastChance = false;
  const store: OutboxStore = {
    ...shared,
    ...(locks && {
      locks: {
        // A window that holds the lock is at work, unless it is frozen; leases alone keep order as well.
        tryWith: (name, fn) => (lastChance ? fn(new AbortController().signal) : locks.tryWith(name, fn)),
      },
    }),
  };
  const account = presentAccount(core, store);
  const events = createEmitter<OutboxEvents>(core.logger);
  const gates = new Map<string, Gate>();
  const drain = createDrain({
    core,
    store,
    account,
    events,
    notifier: NOBODY,
    owner: core.newId(),
    worker: true,
    settle: async () => {},
    gateOf(of) {
      const gate = gates.get(of) ?? createGate({ clock: core.clock, random: core.random, store, scope: of });
      gates.set(of, gate);
      return gate;
    },
  });

  let running: Promise<{ pending: number }> | undefined;
  const run = async () => {
    await noLongerThan(core.clock, LIFE_MS, drain.kick('wish')).catch(() => {});
    const waiting = await store.list({ scope: await account.scope(), state: ['queued', 'sending'] });
    return { pending: waiting.filter(({ body }) => typeof body === 'string').length };
  };
  const once = () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  scope.addEventListener('sync', (event) => {
    if (event.tag !== SYNC_TAG) return;
    lastChance = event.lastChance === true;
    event.waitUntil(
      once().then(({ pending }) => {
        // Rejected, the browser tries again: after minutes, and when it next sees a network.
        if (pending > 0) throw new Error(`${pending} requests are left.`);
      }),
    );
  });
  scope.addEventListener('message', (event) => {
    if (event.data === SYNC_TAG) event.waitUntil(once());
  });
  // Not waited for: until activation has ended the browser holds back what the windows ask this worker for.
  scope.addEventListener('activate', () => void once().catch(() => {}));

  return { drain: once, on: events.on };
}
