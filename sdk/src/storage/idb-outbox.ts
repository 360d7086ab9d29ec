import type { Clock } from '../core/clock.ts';
import { isDelivered, isPrunable, type OutboxRecord, patched, type RecordState, UNFINISHED } from '../outbox/record.ts';
import { ask, idbHandle } from './idb.ts';
import type { ListQuery, OutboxStore, StoreNews } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';
import { webLocks } from './web-locks.ts';

export interface IdbOutboxOptions {
  /** Database name; `sym-outbox` by default. Never dropped, opened without a version, so that any release reads it. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly factory?: IDBFactory;
}

/**
 * Records in IndexedDB, for browsers and service workers: strict durability, 4 s per operation, a lost connection is
 * opened again. Tabs hear of each other's changes. The browser is asked once, from a window, to keep this site's data.
 */
export function idbOutbox(options: IdbOutboxOptions = {}): OutboxStore {
  const name = options.name ?? 'sym-outbox';
  const watchers = new Set<(what: StoreNews) => void>();
  const idb = idbHandle({
    name,
    clock: options.clock,
    factory: options.factory,
    create(db) {
      const records = db.createObjectStore('records', { keyPath: 'seq', autoIncrement: true });
      records.createIndex('id', 'id', { unique: true });
      records.createIndex('scope_state', ['scope', 'state']);
      records.createIndex('lane', 'lane');
      db.createObjectStore('blobs');
      db.createObjectStore('meta');
    },
    lost: () => tell('lost'),
  });
  let channel: BroadcastChannel | undefined;
  let persisted = false;

  const tell = (what: StoreNews) => {
    for (const fn of [...watchers]) fn(what);
  };
  const changed = () => channelOf()?.postMessage('changed');
  const channelOf = () => {
    if (!channel && typeof BroadcastChannel === 'function') {
      channel = new BroadcastChannel(name);
      channel.onmessage = () => tell('changed');
      (channel as { unref?: () => void }).unref?.(); // Node: a listener must not keep the process alive
    }
    return channel;
  };

  return {
    durability: 'disk',
    ...webLocks(),
    async add(record, blob) {
      const stored = await idb.run('readwrite', ['records', 'blobs'], async (tx) => {
        const records = tx.objectStore('records');
        const present = await found(records, record.id);
        if (present) return present;
        const seq = await ask(records.add(record));
        if (blob) tx.objectStore('blobs').put(blob, record.id);
        return { ...record, seq: Number(seq) };
      });
      changed();
      if (typeof document === 'object') {
        if (!persisted) void navigator.storage?.persist?.().catch(() => {});
        persisted = true;
        // Where there is a service worker with Background Sync, it sends when this page is gone.
        void navigator.serviceWorker?.ready
          .then((registration) => (registration as Syncing).sync?.register(name))
          .catch(() => {}); // not allowed by the user: the page sends by itself
      }
      return stored;
    },
    async claim(query) {
      const claimed = await idb.run('readwrite', ['records'], async (tx) => {
        const records = tx.objectStore('records');
        const waiting = await inStates(records, query.scope, UNFINISHED);
        const states = new Map<string, RecordState>();
        for (const id of new Set(waiting.flatMap((record) => record.dependsOn ?? []))) {
          const state = (await found(records, id))?.state;
          if (state) states.set(id, state);
        }
        return selectClaimable(waiting, query, (id) => states.get(id)).map((record) => {
          const next = leased(record, query);
          records.put(next);
          return next;
        });
      });
      if (claimed.length > 0) changed();
      return claimed;
    },
    async patch(id, epoch, patch) {
      const done = await idb.run('readwrite', ['records', 'blobs'], async (tx) => {
        const records = tx.objectStore('records');
        const record = await found(records, id);
        if (record?.epoch !== epoch || record.v !== 1) return false;
        const next = patched(record, patch);
        records.put(next);
        if (isDelivered(next)) tx.objectStore('blobs').delete(id);
        return true;
      });
      if (done) changed();
      return done;
    },
    get: (id) => idb.run('readonly', ['records'], (tx) => found(tx.objectStore('records'), id)),
    list: (query) =>
      idb.run('readonly', ['records'], async (tx) =>
        (await candidates(tx.objectStore('records'), query)).filter((record) => matches(record, query)),
      ),
    blob: (id) => idb.run('readonly', ['blobs'], (tx) => ask<Uint8Array | undefined>(tx.objectStore('blobs').get(id))),
    meta: (key, ...set) =>
      idb.run(set[0] === undefined ? 'readonly' : 'readwrite', ['meta'], async (tx) => {
        const meta = tx.objectStore('meta');
        if (set[0] === null) meta.delete(key);
        else if (set[0] !== undefined) meta.put(set[0], key);
        return ask<unknown>(meta.get(key));
      }),
    prune: (now) =>
      idb.run('readwrite', ['records', 'blobs'], async (tx) => {
        const records = tx.objectStore('records');
        const old = (await all(records.getAll())).filter((record) => isPrunable(record, now));
        for (const { seq, id } of old) {
          records.delete(seq);
          tx.objectStore('blobs').delete(id);
        }
        return old.length;
      }),
    watch(fn) {
      channelOf();
      watchers.add(fn);
      return () => void watchers.delete(fn);
    },
    async close() {
      channel?.close();
      channel = undefined;
      idb.close();
    },
  };
}

/** Background Sync, which only Chromium has and TypeScript's library leaves out. */
interface Syncing extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

function found(records: IDBObjectStore, id: string): Promise<OutboxRecord | undefined> {
  return ask<OutboxRecord | undefined>(records.index('id').get(id));
}

const all = (request: IDBRequest<unknown[]>) => ask(request) as Promise<OutboxRecord[]>; // nothing else is stored there

async function inStates(
  records: IDBObjectStore,
  scope: string,
  states: readonly RecordState[],
): Promise<OutboxRecord[]> {
  const index = records.index('scope_state');
  const parts = await Promise.all(states.map((state) => all(index.getAll(IDBKeyRange.only([scope, state])))));
  return parts.flat().sort((a, b) => a.seq - b.seq);
}

function candidates(records: IDBObjectStore, { lane, scope, state }: ListQuery): Promise<OutboxRecord[]> {
  if (lane !== undefined) return all(records.index('lane').getAll(lane));
  if (scope !== undefined && state !== undefined) return inStates(records, scope, [state].flat());
  return all(records.getAll());
}
