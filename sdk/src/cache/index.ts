import type { CacheableRead, Core, ReadThrough } from '../core/core.ts';
import { AbortedError, fault } from '../core/errors.ts';
import type { Plugin } from '../core/options.ts';
import { sha256 } from '../core/sha256.ts';
import type { Result } from '../core/types.ts';
import { noLongerThan } from '../core/wire.ts';
import type { CacheStore } from '../storage/cache-store.ts';
import { idbCache } from '../storage/idb-cache.ts';
import { memoryCache } from '../storage/memory-cache.ts';
import { createShelf, type Kept } from './shelf.ts';
import { mayAnswerFromCache } from './stale.ts';
import { createReader } from './who.ts';

export type { CacheEntry, CacheStore } from '../storage/cache-store.ts';
export { idbCache } from '../storage/idb-cache.ts';
export { memoryCache } from '../storage/memory-cache.ts';

/** Where the cache lies and how much it may hold. */
export interface ReadCacheOptions {
  /** 10,000,000 by default, or what the store says; the least recently used go first. */
  readonly maxBytes?: number;
  /** IndexedDB where there is one, else memory. */
  readonly store?: CacheStore;
}

const NETWORK_FIRST_MS = 3000;

/**
 * Keeps the catalog readable without a network: products, plans, carriers and grids answer from the device at once and
 * are asked for anew behind the scenes. Only what the contract marks as cacheable is stored, each user's apart.
 */
export function readCache(options: ReadCacheOptions = {}): Plugin<ReadThrough> {
  return (core) => createReadCache(core, options);
}

function createReadCache(core: Core, options: ReadCacheOptions): ReadThrough {
  const store = options.store ?? (typeof indexedDB === 'object' ? idbCache() : memoryCache());
  const shelf = createShelf(core, store, options.maxBytes ?? store.maxBytes ?? 10_000_000);
  const reader = createReader(core, shelf);
  const flights = new Map<string, Promise<Result<unknown>>>();

  /** Asks the server once, however many wait for it, and keeps what comes. */
  const refresh = (key: string, request: CacheableRead, kept: Kept | undefined): Promise<Result<unknown>> => {
    const running = flights.get(key);
    // Who gives up does so for himself: those that waited with him ask again.
    if (running)
      return running.catch((error) => {
        if (error instanceof AbortedError) return refresh(key, request, kept);
        throw error;
      });
    const flight = ask(key, request, kept).finally(() => flights.delete(key));
    flights.set(key, flight);
    flight.catch(() => {}); // may run in the background
    return flight;
  };

  const ask = async (key: string, request: CacheableRead, kept: Kept | undefined): Promise<Result<unknown>> => {
    try {
      const answer = await request.fresh(kept?.entry.etag);
      if (answer) {
        // Somebody else may have signed in since: his answer is not kept for whoever asked.
        if (key === (await keyOf(core, reader, request))) await shelf.keep(key, answer, request.operation.maxAgeMs);
        return answer;
      }
      if (kept) {
        await shelf.confirm(key);
        return shelf.answer({ ...kept, ageMs: 0 }, false);
      }
      return (await request.fresh(undefined)) as Result<unknown>; // without a tag there is no 304
    } catch (error) {
      // Gone or forbidden: a copy of it must not be shown again.
      if (kept && !(error instanceof AbortedError) && !mayAnswerFromCache(error)) await shelf.drop(key);
      throw error;
    }
  };

  const networkFirst = async (
    key: string,
    request: CacheableRead,
    kept: Kept | undefined,
  ): Promise<Result<unknown>> => {
    const flight = refresh(key, request, kept);
    if (!kept) return flight;
    return noLongerThan(core.clock, NETWORK_FIRST_MS, flight).catch((error) => {
      if (mayAnswerFromCache(error)) return shelf.answer(kept, true);
      throw error;
    });
  };

  core.afterLogout.add(() => shelf.clear());

  return {
    async read(request) {
      const key = await keyOf(core, reader, request);
      const kept = await shelf.find(key);
      const watch = typeof request.policy === 'object' ? request.policy : undefined;
      const policy = watch ? 'swr' : request.policy;
      if (policy === 'cache-only') {
        if (kept) return shelf.answer(kept, kept.ageMs >= kept.entry.maxAgeMs);
        throw fault('not_cached', `${request.operation.name} is not cached.`);
      }
      if (policy === 'network-first' || !kept) return networkFirst(key, request, kept);
      const fresh = kept.ageMs < kept.entry.maxAgeMs;
      if (!fresh)
        refresh(key, request, kept)
          .then((answer) => JSON.stringify(answer.data) !== kept.entry.body && watch?.onFresh(answer))
          .catch((error) => core.logger.debug?.('The read cache failed.', { error: String(error) }));
      return shelf.answer(kept, !fresh);
    },
    sacrifice: () => shelf.clear(),
    close: () => store.close(),
  };
}

async function keyOf(
  core: Core,
  reader: () => Promise<{ tenant: string; sub: string } | undefined>,
  { operation, target }: CacheableRead,
): Promise<string> {
  const who = operation.cache === 'public' ? undefined : await reader();
  const owner = operation.cache === 'user' ? (who?.sub ?? '') : 'shared';
  return [sha256(core.baseUrl).slice(0, 8), core.apiVersion, who?.tenant ?? '', owner, core.locale ?? '', target].join(
    '|',
  );
}
