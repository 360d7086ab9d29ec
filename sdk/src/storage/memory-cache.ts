import { type CacheEntry, type CacheStore, victims } from './cache-store.ts';

/** Answers in memory: gone with the page. */
export function memoryCache(entries = new Map<string, CacheEntry>()): CacheStore {
  return {
    get: async (key) => entries.get(key),
    put: async (entry) => void entries.set(entry.key, entry),
    async touch(key, change) {
      const entry = entries.get(key);
      if (entry) entries.set(key, { ...entry, ...change });
    },
    delete: async (key) => void entries.delete(key),
    usage: async () => [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0),
    async evict(toBytes) {
      for (const key of victims([...entries.values()], toBytes)) entries.delete(key);
    },
    clear: async () => entries.clear(),
    close: async () => {},
  };
}
