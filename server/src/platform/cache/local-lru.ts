import { LRUCache } from 'lru-cache';
import { limits } from '../config/limits.ts';
import type { Entry } from './cache-entry.ts';

/** Answers kept in this process, up to 32 MB; the least used go first. */
export interface LocalLru {
  get(key: string): Entry | undefined;
  /** Keeps `entry` for `ttlMs`. */
  set(key: string, entry: Entry, ttlMs: number): void;
  readonly bytes: number;
}

/** What a key, its entry and their book-keeping take beside the bodies, in bytes; roughly. */
const OVERHEAD = 512;

/** Builds a `LocalLru`. */
export function createLocalLru({ maxBytes = limits.cache.localBytes as number, now = Date.now } = {}): LocalLru {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: ({ body }) => OVERHEAD + body.identity.length + (body.gzip?.length ?? 0) + (body.br?.length ?? 0),
    perf: { now },
    ttlResolution: 0,
  });
  return {
    get: (key) => entries.get(key),
    set: (key, entry, ttlMs) => void entries.set(key, entry, { ttl: Math.max(1, Math.round(ttlMs)) }),
    get bytes() {
      return entries.calculatedSize;
    },
  };
}
