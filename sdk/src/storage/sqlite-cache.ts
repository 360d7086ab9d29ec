import { type CacheEntry, type CacheStore, victims } from './cache-store.ts';
import { databaseOpener } from './sqlite-open.ts';

/** Answers in a SQLite file of their own, for Node ≥ 22.13. Not flushed at every write: it may be lost. */
export function sqliteCache(file: string): CacheStore {
  const open = databaseOpener(
    file,
    1000,
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, bytes INTEGER NOT NULL, lastUsed INTEGER NOT NULL, data TEXT NOT NULL)`,
  );
  const get = (key: string) => {
    const row = open().prepare('SELECT data FROM entries WHERE key = ?').get(key);
    return row ? (JSON.parse(String(row.data)) as CacheEntry) : undefined; // written by `put`
  };
  const put = (entry: CacheEntry) =>
    void open()
      .prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)')
      .run(entry.key, entry.bytes, entry.lastUsed, JSON.stringify(entry));

  return {
    get: async (key) => get(key),
    put: async (entry) => put(entry),
    async touch(key, change) {
      const entry = get(key);
      if (entry) put({ ...entry, ...change });
    },
    delete: async (key) => void open().prepare('DELETE FROM entries WHERE key = ?').run(key),
    usage: async () => Number(open().prepare('SELECT COALESCE(SUM(bytes), 0) AS sum FROM entries').get()?.sum),
    async evict(toBytes) {
      const rows = open().prepare('SELECT key, bytes, lastUsed FROM entries').all() as unknown as CacheEntry[]; // the columns just named
      for (const key of victims(rows, toBytes)) open().prepare('DELETE FROM entries WHERE key = ?').run(key);
    },
    clear: async () => open().exec('DELETE FROM entries'),
    close: async () => open.close(),
  };
}
