import type { Clock } from '../core/clock.ts';
import { isDelivered, isPrunable, type OutboxRecord, patched, type RecordState, UNFINISHED } from '../outbox/record.ts';
import { ask, idbHandle } from './idb.ts';
import type { ListQuery, OutboxStore, StoreNews } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';
import { webLocks } from './web-locks.ts';

/** Which database, and, for tests, by whose time. */
export interface IdbOutboxOptions {
  /** Database name; `sym-outbox` by default. Never dropped, opened without a version, so that any release reads it. */
  readonly name?: string;
  /** Time, for tests. */
  readonly clock?: Clock;
  /** `indexedDB` by default; another one for tests. */
  readonly factory?: IDBFactory;
}

/**
 * Records in IndexedDB, for browsers and service workers: strict durability, 4 s per operation, a lost connection is
 * opened again. Tabs hear of each other's changes. The browser is asked once, from a window, to keep this site's data.
 */
export function idbOutbox({ name = 'sym-outbox', clock, factory }: IdbOutboxOptions = {}): OutboxStore {
  const watchers = new Set<(what: StoreNews) => void>();
  const tell = (what: StoreNews) => {
    for (const fn of [...watchers]) fn(what);
  };
  const idb = idbHandle({
    name,
    clock,
    factory,
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
  const read = <T>(store: string, work: (store: IDBObjectStore) => Promise<T>) =>
    idb.run('readonly', [store], (tx) => work(tx.objectStore(store)));
  const write = <T>(work: (records: IDBObjectStore, blobs: IDBObjectStore) => Promise<T>) =>
    idb.run('readwrite', ['records', 'blobs'], (tx) => work(tx.objectStore('records'), tx.objectStore('blobs')));

  let channel: BroadcastChannel | undefined;
  let persisted = false;
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
      const stored = await write(async (records, blobs) => {
        const present = await found(records, record.id);
        if (present) return present;
        // What comes from memory or from an export had its place there.
        const { seq: _, ...row } = record as OutboxRecord;
        const seq = await ask(records.add(row));
        if (blob) blobs.put(blob, record.id);
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
      const claimed = await write(async (records) => {
        // The first few nearly always hold what may go: with all of them read for each batch, the drain of a long queue
        // would take time by the square of its length.
        for (let count = 8; ; count *= 8) {
          const waiting = await inStates(records, query.scope, UNFINISHED, count);
          const states = new Map<string, RecordState | undefined>();
          for (const id of waiting.flatMap((record) => (record.v === 1 && record.dependsOn) || []))
            states.set(id, (await found(records, id))?.state);
          const chosen = selectClaimable(waiting, query, (id) => states.get(id));
          // All were read, or enough orders found, which nothing goes before.
          if (waiting.length < count || chosen[query.limit - 1]?.op === 'orders.create')
            return chosen.map((record) => {
              const next = leased(record, query);
              records.put(next);
              return next;
            });
        }
      });
      if (claimed[0]) changed();
      return claimed;
    },
    async patch(id, epoch, patch) {
      const done = await write(async (records, blobs) => {
        const record = await found(records, id);
        if (record?.epoch !== epoch || record.v !== 1) return false;
        const next = patched(record, patch);
        records.put(next);
        if (isDelivered(next)) blobs.delete(id);
        return true;
      });
      if (done) changed();
      return done;
    },
    get: (id) => read('records', (records) => found(records, id)),
    list: (query) =>
      read('records', async (records) => (await candidates(records, query)).filter((record) => matches(record, query))),
    blob: (id) => read('blobs', (blobs) => ask<Uint8Array | undefined>(blobs.get(id))),
    meta: (key, set) =>
      set === undefined
        ? read('meta', (meta) => ask<unknown>(meta.get(key)))
        : idb.run('readwrite', ['meta'], async (tx) => {
            const meta = tx.objectStore('meta');
            if (set === null) meta.delete(key);
            else meta.put(set, key);
            return set ?? undefined;
          }),
    prune: (now) =>
      write(async (records, blobs) => {
        const old = (await ask<OutboxRecord[]>(records.getAll())).filter((record) => isPrunable(record, now));
        for (const { seq, id } of old) {
          records.delete(seq);
          blobs.delete(id);
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

/** The first `count` of them by `seq`. */
async function inStates(
  records: IDBObjectStore,
  scope: string,
  states: readonly RecordState[],
  count?: number,
): Promise<OutboxRecord[]> {
  const index = records.index('scope_state');
  const parts = await Promise.all(states.map((state) => ask<OutboxRecord[]>(index.getAll([scope, state], count))));
  const inOrder = parts.flat().sort((a, b) => a.seq - b.seq);
  return inOrder.slice(0, count); // each state's own first are among them
}

function candidates(records: IDBObjectStore, { lane, scope, state }: ListQuery): Promise<OutboxRecord[]> {
  if (lane) return ask(records.index('lane').getAll(lane));
  if (scope && state) return inStates(records, scope, [state].flat());
  return ask(records.getAll());
}
