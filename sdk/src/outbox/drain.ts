import type { Timer } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { StorageError } from '../core/errors.ts';
import { noLongerThan } from '../core/wire.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { Account } from './account.ts';
import { deliver } from './deliver.ts';
import type { OutboxEvents } from './events.ts';
import { budgetOf, type Gate } from './gate.ts';
import { nextDueMs } from './lane.ts';
import type { Notifier } from './notify.ts';
import { type Rank, rankOf, UNFINISHED } from './record.ts';
import { resume, retireOrphans } from './resume.ts';
import { leaseMs } from './send.ts';

/**
 * Why a pass is asked for. `submit` = something new lies there, worth one probe in any weather; `hint` = the platform
 * believes the network is back; `wish` = somebody asks for all of it now.
 */
export type Trigger = 'timer' | 'submit' | 'hint' | 'wish';

export interface Drain {
  /** Asks for a pass; resolves when one that began after the call has ended. Never rejects. */
  kick(trigger: Trigger): Promise<void>;
  /** Resolves when no document is on its way from here. */
  uploaded(): Promise<unknown>;
  /** Another page changed the store, or it is in trouble. A page may be gone before it sends what it stored: a look later does no harm. */
  heard(): void;
  /** Ends claiming; what is under way is still written down. */
  stop(): Promise<void>;
}

export interface DrainDeps {
  readonly core: Core;
  readonly store: OutboxStore;
  readonly account: Account;
  readonly events: Emitter<OutboxEvents>;
  readonly notifier: Notifier;
  readonly owner: string;
  gateOf(scope: string): Gate;
  /** In a service worker, which is ended after half a minute: no documents, and no attempt that would outlive it. */
  readonly worker: boolean;
  settle(): Promise<void>;
}

const BUDGET_MS = 20_000;
const BUSY_RETRY_MS = 2000;
const FROZEN_MS = 60_000; // a holder this long is frozen, or so busy that sharing harms nobody
const UNWATCHED_MS = 120_000; // timers of a page in the background run once a minute
const HEARD_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;
const LONGEST_SLEEP_MS = 300_000;
const WORKER_REST_MS = 5000; // what a service worker has left after its last claim
const RANKS: readonly Rank[] = [0, 1, 2];

/**
 * Sends what is due, three at a time, one pass at a time. The lock only saves traffic: when it stays busy for a minute
 * its holder may be frozen, and the pass goes on with leases alone.
 */
export function createDrain(deps: DrainDeps): Drain {
  const { core, store, account, events, notifier } = deps;
  let stopped = false;
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let timer: Timer;
  let wake: () => void = () => {};
  let busySince: number | undefined;
  let busyAt = 0;
  let retryFailedBefore = 0;
  let refused: string | undefined;
  let prunedAt = Number.NEGATIVE_INFINITY;
  /** A document on its way; it may take minutes, so no pass waits for it. */
  let upload: { readonly done: Promise<unknown>; readonly abort: AbortController } | undefined;
  const seen = new Set<string>();

  const authRequired = (gate: Gate, token?: string) => {
    refused = token;
    if (gate.closed === 'auth') return;
    gate.closed = 'auth';
    events.emit('auth-required');
  };

  /** Whether a usable token of this scope is there; opens or closes the gate accordingly. */
  const admitted = async (scope: string, gate: Gate): Promise<boolean> => {
    const token = await account.tokenOf(scope);
    if (token === 'weather') {
      gate.failed();
      return false;
    }
    if (token === 'away' || token.token === refused) {
      authRequired(gate, token === 'away' ? undefined : refused);
      return false;
    }
    const back = gate.closed !== undefined || !seen.has(scope);
    seen.add(scope);
    gate.closed = undefined;
    refused = undefined;
    await resume(deps, scope, back);
    return true;
  };

  /** How long a kind of request must wait in this instance. */
  const waitMs = (gate: Gate, rank: Rank): number =>
    rank === 2 && (deps.worker || upload) ? Number.POSITIVE_INFINITY : gate.waitMs(budgetOf(rank));

  const send = async (scope: string, gate: Gate, signal: AbortSignal): Promise<void> => {
    const until = core.clock.now() + BUDGET_MS;
    const running = new Set<Promise<void>>();
    for (;;) {
      const open = !stopped && !signal.aborted && core.clock.now() < until && gate.waitMs() === 0 && !gate.closed;
      const limit = open ? gate.width() - running.size : 0;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const batch =
        limit > 0
          ? await store.claim({
              scope,
              owner: deps.owner,
              limit,
              now: core.clock.now(),
              leaseMs: leaseMs(),
              retryFailedBefore,
              exceptRanks: RANKS.filter((rank) => waitMs(gate, rank) > 0),
            })
          : [];
      for (const record of batch) {
        const document = rankOf(record) === 2;
        const abort = new AbortController();
        const one = deliver(
          {
            core,
            store,
            gate,
            events,
            signal: abort.signal,
            until: deps.worker ? until + WORKER_REST_MS : undefined,
            account,
            authRequired: (token) => authRequired(gate, token?.token),
          },
          record,
        )
          .catch(troubled)
          .finally(() => {
            running.delete(one);
            if (!document) return;
            upload = undefined;
            void kick('timer');
          });
        if (document) upload = { done: one, abort };
        else running.add(one);
      }
      if (running.size === 0) return;
      if (batch.length === 0 || batch.length === limit) await Promise.race([...running, woken]);
    }
  };

  const troubled = (error: unknown) => {
    core.logger.error?.('The outbox failed; it tries again.', { error: String(error) });
    if (error instanceof StorageError) events.emit('storage', error);
  };

  const pass = async (trigger: Trigger): Promise<void> => {
    await deps.settle();
    const scope = await account.scope();
    const gate = deps.gateOf(scope);
    await gate.load();
    if (trigger === 'hint') gate.hint();
    if (trigger === 'wish' || trigger === 'submit') gate.wish();
    const { anonymousScope } = account; // a cart that waits for whoever signs in
    const pending = [
      ...(await store.list({ scope, state: UNFINISHED })),
      ...(scope === anonymousScope ? [] : await store.list({ scope: anonymousScope, state: 'queued' })),
    ];
    const work = async (signal = new AbortController().signal) => {
      await retireOrphans(deps, pending);
      if (pending.length > 0 && gate.waitMs() === 0 && (await admitted(scope, gate))) await send(scope, gate, signal);
      // Somebody else may have signed in meanwhile: whose handlers these are is away.
      if ((await account.scope()) === scope) await notifier.run(scope);
      if (Math.abs(core.clock.now() - prunedAt) > PRUNE_EVERY_MS) {
        prunedAt = core.clock.now();
        await store.prune(prunedAt);
      }
    };
    const outcome = await (store.locks?.tryWith(`sym:${scope}`, work) ?? work());
    const now = core.clock.now();
    if (outcome !== 'busy') busySince = undefined;
    else {
      // An hour in which this page stood still, or had nothing to do, says nothing about the holder.
      if (busySince === undefined || now - busyAt > UNWATCHED_MS) busySince = now;
      busyAt = now;
      if (now - busySince >= FROZEN_MS) await work();
    }
    if (!stopped) schedule(await delayOf(scope, gate, outcome === 'busy'));
  };

  /** Milliseconds until something is due; infinite when nothing waits for time. */
  const delayOf = async (scope: string, gate: Gate, busy: boolean): Promise<number> => {
    const now = core.clock.now();
    const due = nextDueMs(await store.list({ scope, state: UNFINISHED, anyVersion: true }), now, (rank) =>
      waitMs(gate, rank),
    );
    const ms = Math.min(
      gate.closed ? Math.max(due, LONGEST_SLEEP_MS) : due,
      (notifier.nextAt() ?? Number.POSITIVE_INFINITY) - now,
    );
    // Never at once: a pass that found nothing to do must not spin.
    return Math.max(busy ? BUSY_RETRY_MS : 250, ms);
  };

  const schedule = (ms: number) => {
    if (ms === Number.POSITIVE_INFINITY) return;
    core.clock.clearTimeout(timer);
    timer = core.clock.setTimeout(
      () => {
        timer = undefined;
        void kick('timer');
      },
      Math.min(LONGEST_SLEEP_MS, ms),
    );
  };

  const begin = (trigger: Trigger): Promise<void> => {
    const running = pass(trigger)
      .catch((error) => {
        troubled(error);
        schedule(5000);
      })
      .finally(() => {
        if (current === running) current = undefined;
      });
    current = running;
    return running;
  };

  const kick = (trigger: Trigger): Promise<void> => {
    if (stopped) return Promise.resolve();
    // A record that failed before now is due again, whatever its own backoff says.
    if (trigger === 'hint' || trigger === 'wish') retryFailedBefore = core.clock.now();
    wake();
    if (!current) return begin(trigger);
    next ??= current.then(() => {
      next = undefined;
      return stopped ? undefined : begin(trigger);
    });
    return next;
  };

  return {
    kick,
    uploaded: async () => upload?.done,
    heard() {
      if (!stopped && timer === undefined) schedule(HEARD_MS);
    },
    async stop() {
      stopped = true;
      core.clock.clearTimeout(timer);
      upload?.abort.abort();
      const ends = Promise.all([current, upload?.done]);
      await noLongerThan(core.clock, BUDGET_MS, ends).catch(() => {}); // its leases run out by themselves
    },
  };
}
