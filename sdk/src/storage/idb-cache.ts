import type { Clock } from '../core/clock.ts';
import { type CacheEntry, type CacheStore, victims } from './cache-store.ts';
import { ask, idbHandle } from './idb.ts';

/** What `indexedDB` is; programs for Node are checked without that name. */
type Factory = typeof globalThis extends { readonly indexedDB: infer F } ? F : never;

export interface IdbCacheOptions {
  /** Database name without the schema number; `sym-cache` by default. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly factory?: Factory;
}

const SCHEMA = 1; // another shape gets another database; the old one is disposable

/** Answers in IndexedDB, in a database of their own that may be thrown away at any time. */
export function idbCache(options: IdbCacheOptions = {}): CacheStore {
  const idb = idbHandle({
    name: `${options.name ?? 'sym-cache'}-${SCHEMA}`,
    version: 1,
    clock: options.clock,
    factory: options.factory,
    create: (db) => void db.createObjectStore('entries', { keyPath: 'key' }),
  });
  const run = <T>(mode: IDBTransactionMode, work: (entries: IDBObjectStore) => Promise<T>) =>
    idb.run(mode, ['entries'], (tx) => work(tx.objectStore('entries')));
  const all = (entries: IDBObjectStore) => ask<CacheEntry[]>(entries.getAll());

  return {
    get: (key) => run('readonly', (entries) => ask<CacheEntry | undefined>(entries.get(key))),
    put: (entry) => run('readwrite', async (entries) => void entries.put(entry)),
    touch: (key, change) =>
      run('readwrite', async (entries) => {
        const entry = await ask<CacheEntry | undefined>(entries.get(key));
        if (entry) entries.put({ ...entry, ...change });
      }),
    delete: (key) => run('readwrite', async (entries) => void entries.delete(key)),
    usage: () => run('readonly', async (entries) => (await all(entries)).reduce((sum, entry) => sum + entry.bytes, 0)),
    evict: (toBytes) =>
      run('readwrite', async (entries) => {
        for (const key of victims(await all(entries), toBytes)) entries.delete(key);
      }),
    clear: () => run('readwrite', async (entries) => void entries.clear()),
    close: async () => idb.close(),
  };
}
