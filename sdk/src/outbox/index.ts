import type { Core } from '../core/core.ts';
import { createEmitter } from '../core/emitter.ts';
import { PendingOrders } from '../core/errors.ts';
import type { Plugin } from '../core/options.ts';
import { paceMs } from '../core/retry-after.ts';
import { onWake } from '../core/wake.ts';
import { noLongerThan } from '../core/wire.ts';
import { localStorageJournal } from '../storage/journal.ts';
import { layeredOutbox } from '../storage/layered-outbox.ts';
import type { ListQuery, OutboxStore } from '../storage/outbox-store.ts';
import { createAccount } from './account.ts';
import { type Actions, createActions } from './actions.ts';
import { createDrain } from './drain.ts';
import type { OutboxEvents } from './events.ts';
import { createGate, type Gate } from './gate.ts';
import { type Health, healthOf } from './health.ts';
import { createNotifier, type Notifier } from './notify.ts';
import { type QueuedOrders, queuedOrders } from './orders.ts';
import { LONGEST_BACKOFF_MS, type OutboxRecord, UNFINISHED } from './record.ts';
import { discardForLogout } from './sign-out.ts';
import { exportQueue, importQueue } from './transfer.ts';

export { memoryOutbox } from '../storage/memory-outbox.ts';
export type { LockProvider, OutboxStore } from '../storage/outbox-store.ts';
export type { OutboxEvents } from './events.ts';
export type { Health } from './health.ts';
export type { AcceptedHandler, AttentionHandler } from './notify.ts';
export type {
  AttachOptions,
  CommandOptions,
  Document,
  DocumentKind,
  NewOrder,
  Order,
  OrderInput,
  OrderPatch,
  QueuedOrders,
  SubmitOptions,
  Transition,
} from './orders.ts';
export type { OutboxRecord, Receipt, RecordError, RecordState } from './record.ts';
export { isRejected, type OrderRejected, type Submission } from './submission.ts';

/** The queue as an app sees it: only the signed-in user's requests. */
export interface Outbox extends Actions, Pick<Notifier, 'onAccepted' | 'onAttention'> {
  /** For the screen, fire and forget. Returns the function that stops listening. */
  on<K extends keyof OutboxEvents>(event: K, fn: (...args: OutboxEvents[K]) => void): () => void;
  /** Requests in the order they were stored; finished ones stay for 7 days. */
  list(query?: Pick<ListQuery, 'state' | 'lane'>): Promise<OutboxRecord[]>;
  /** `undefined` also for another user's. */
  get(id: string): Promise<OutboxRecord | undefined>;
  /** Tries everything now and waits for it, `timeoutMs` at most; answers how many are not accepted yet. */
  flush(options?: { timeoutMs?: number }): Promise<{ pending: number }>;
  /** How the queue is doing, for a status line. */
  health(): Promise<Health>;
  /** Unfinished requests as text, documents included; no token is in it. */
  export(): Promise<string>;
  /** Adds exported requests of this user; answers how many were new. */
  import(json: string): Promise<number>;
  /** Stops sending in this instance; what is stored stays stored. */
  close(): Promise<void>;
}

/** The plug-in: the queue, and the doors of the order resource that go through it. */
export interface OutboxParts {
  /** `sym.outbox`. */
  readonly api: Outbox;
  /** The queued half of `sym.orders`. */
  readonly orders: QueuedOrders;
}

/** Where this queue runs. */
export interface OutboxOptions {
  /** In a service worker: passes of 25 s at most, and no documents, whose upload would outlive it. */
  readonly worker?: boolean;
}

/**
 * Keeps orders on the device until the server has them: `createSymphonia({ outbox: outbox(idbOutbox()) })`. Starts
 * sending what an earlier run left behind as soon as it is made.
 */
export function outbox(store: OutboxStore, options: OutboxOptions = {}): Plugin<OutboxParts> {
  return (core) => assemble(core, store, options);
}

function assemble(core: Core, given: OutboxStore, { worker = false }: OutboxOptions): OutboxParts {
  const emitter = createEmitter<OutboxEvents>(core.logger);
  const events: typeof emitter = {
    ...emitter,
    emit(event, ...args) {
      const [record] = args;
      const who = core.auth.identity?.();
      // What was on its way for somebody else is nothing to whoever has signed in since.
      if (!who || !record || !('scope' in record) || record.scope === account.scopeOf(who))
        emitter.emit(event, ...args);
    },
  };
  const store = layeredOutbox({
    store: given,
    clock: core.clock,
    journal: localStorageJournal(),
    sacrifice: () => core.cache?.sacrifice() ?? Promise.resolve(false),
    trouble(error) {
      events.emit('storage', error);
      drain.heard(); // what lies in memory now is to reach the disk, also when nothing else is due
    },
  });
  const account = createAccount(core, store);
  const gates = new Map<string, Gate>();
  const gateOf = (scope: string): Gate => {
    const gate = gates.get(scope) ?? createGate({ clock: core.clock, random: core.random, store, scope });
    gates.set(scope, gate);
    return gate;
  };
  const notifier = createNotifier(core, store, () => void drain.kick('timer'));
  const { settle } = store;
  const parts = { core, store, account, events };
  const drain = createDrain({ ...parts, notifier, gateOf, owner: core.newId(), worker, settle });
  const kick = () => void drain.kick('submit');
  const hint = () => void drain.kick('hint');
  const { takeBack, ...actions } = createActions({ ...parts, cancelOnServer: (id) => orders.cancel(id), kick });
  const orders = queuedOrders({ ...parts, takeBack, stored: kick });

  const shown = (record: OutboxRecord): OutboxRecord =>
    record.state === 'queued' && gateOf(record.scope).closed === 'auth'
      ? { ...record, state: 'paused', pause: 'auth' }
      : record;
  const list = async ({ state, ...query }: Pick<ListQuery, 'state' | 'lane'> = {}) => {
    const records = await store.list({ ...query, scope: await account.scope() });
    return records.map(shown).filter((record) => state === undefined || [state].flat().includes(record.state));
  };
  const pending = async () => (await store.list({ scope: await account.scope(), state: UNFINISHED })).length;

  const stops = [
    onWake(hint),
    core.auth.subscribe?.(hint),
    store.watch?.((what) => {
      if (what === 'hint') hint();
      if (what !== 'changed') return;
      events.emit('change');
      drain.heard();
    }),
  ];
  let hintedAt = 0;
  core.onReply.add((reply) => {
    // What live calls use up is missing to commands and documents; orders have a budget of their own.
    for (const gate of gates.values()) {
      gate.spread(1, paceMs(reply.headers));
      // One got through: bad weather is over, if there was any. Said seldom: what a firewall refuses, or a proxy finds too
      // large, would go again with each live call.
      if (reply.status >= 500 || gate.state() !== 'offline') continue;
      const now = core.clock.now();
      if (Math.abs(now - hintedAt) < LONGEST_BACKOFF_MS) continue;
      hintedAt = now;
      hint();
    }
  });
  core.beforeLogout.add(async (choice) => {
    const scope = await account.scope();
    const left = await store.list({ scope, state: UNFINISHED }).catch((error) => {
      if (choice === 'discard') throw error;
      return []; // a broken storage keeps nobody signed in
    });
    if (left.length > 0 && choice === undefined) throw new PendingOrders(left.length);
    if (choice === 'discard') await discardForLogout(core, store, events, left);
    gateOf(scope).closed = 'auth';
    await account.forget();
  });
  // Once more: whatever was asked for while the server heard of it knew him still.
  core.afterLogout.add(account.forget);
  hint();

  return {
    orders,
    api: {
      ...actions,
      on: events.on,
      onAccepted: notifier.onAccepted,
      onAttention: notifier.onAttention,
      list,
      get: async (id) => {
        const record = await store.get(id);
        return record?.scope === (await account.scope()) ? shown(record) : undefined;
      },
      async flush({ timeoutMs = 30_000 } = {}) {
        const until = core.clock.now() + timeoutMs;
        for (let before = Number.POSITIVE_INFINITY; ; ) {
          await noLongerThan(
            core.clock,
            Math.max(0, until - core.clock.now()),
            drain.kick('wish').then(drain.uploaded),
          ).catch(() => {});
          const left = await pending();
          // Another round only while rounds bring something.
          if (left === 0 || left >= before || core.clock.now() >= until) return { pending: left };
          before = left;
        }
      },
      health: async () => healthOf(core, store, await account.scope(), gateOf),
      export: async () => exportQueue(store, await account.scope()),
      async import(json) {
        const added = await importQueue(store, await account.scope(), json);
        kick();
        return added;
      },
      async close() {
        for (const stop of stops) stop?.();
        await drain.stop();
        await store.close();
      },
    },
  };
}
