import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../config/limits.ts';
import { AppError } from '../errors/app-error.ts';
import { ServiceUnavailable } from '../http/errors.ts';
import type { Logger } from '../observability/log.ts';
import { type BodyVariants, decodeEntry, type Entry, encodeEntry } from './cache-entry.ts';
import type { LocalLru } from './local-lru.ts';
import { type Loaded, makeEntry } from './make-entry.ts';
import type { RedisPort } from './redis-port.ts';
import { createGate, createSingleFlight } from './single-flight.ts';
import type { Generations, Tags } from './tags.ts';
import { tryLock } from './try-lock.ts';

/** What is asked for: everything that makes two answers different stands in here. */
export interface CacheQuery {
  readonly tenantId: string;
  /** Names what the caller may see (not his role's name), such as a hash of role, clientId and carrierId. */
  readonly visibility: string;
  readonly operationId: string;
  /** Path and query in one form: validated, defaults filled in, sorted; locale and fields included. */
  readonly query: string;
  /** What it is made of; see `Tags`. */
  readonly tags: readonly string[];
  readonly ttlMs: number;
  /** Made by one instance at a time; the others wait a moment for it. */
  readonly expensive?: boolean;
}

/** `HIT`: kept and fresh. `MISS`: made now. `STALE`: kept, and being made anew. `BYPASS`: made now and not kept. */
export type CacheState = 'HIT' | 'MISS' | 'STALE' | 'BYPASS';

export interface CachedReply {
  readonly status: number;
  readonly etag: string;
  readonly ctype: string;
  readonly link?: string;
  readonly body: BodyVariants;
  readonly state: CacheState;
  readonly ageMs: number;
}

/** Answers kept for all who may see the same; never anything personal. */
export interface ResponseCache {
  /** A fresh answer if there is one, without making any: for the front, before Express. */
  lookup(query: CacheQuery): Promise<CachedReply | undefined>;
  /**
   * The answer, made by `load` if need be: once for all who ask at the same time. Throws what `load` throws, unless an
   * older answer may still be given; 503 when Redis is away and too many answers are being made already.
   */
  get(query: CacheQuery, load: () => Promise<Loaded>): Promise<CachedReply>;
}

export interface ResponseCacheDeps {
  readonly redis: RedisPort;
  readonly tags: Tags;
  readonly local: LocalLru;
  readonly log: Logger;
}

export interface ResponseCacheOptions {
  /** Names the form answers are written in: a deployment must not read what another one wrote. */
  readonly build: string;
  readonly now?: () => number;
  readonly onAnswer?: (operationId: string, state: CacheState) => void;
}

/** Builds the cache over process memory and Redis. It works, at a lesser rate, while Redis is away. */
export function createResponseCache(deps: ResponseCacheDeps, options: ResponseCacheOptions): ResponseCache {
  const { redis, tags, local, log } = deps;
  const { build, now = Date.now, onAnswer } = options;
  const flight = createSingleFlight<Entry>();
  const whileUnheard = createGate(limits.cache.unheardLoads);
  const behind = createGate(limits.cache.backgroundRefreshes);

  const reply = (query: CacheQuery, entry: Entry, state: CacheState): CachedReply => {
    onAnswer?.(query.operationId, state);
    const { status, etag, ctype, link, body, storedAt } = entry;
    return {
      status,
      etag,
      ctype,
      ...(link === undefined ? {} : { link }),
      body,
      state,
      ageMs: Math.max(0, now() - storedAt),
    };
  };

  const localKey = (query: CacheQuery, generations: string) =>
    `${query.tenantId}:${query.visibility}:${query.operationId}:${generations}:${query.query}`;
  const redisKey = (query: CacheQuery, generations: string) => {
    const hash = createHash('sha256').update(query.query).digest('base64url');
    return `rc:${build}:${query.tenantId}:${query.visibility}:${query.operationId}:${generations}:${hash}`;
  };

  const fromRedis = async (query: CacheQuery, generations: string): Promise<Entry | undefined> => {
    try {
      const bytes = await redis.getBuffer(redisKey(query, generations));
      const entry = bytes ? decodeEntry(bytes) : undefined;
      if (entry) local.set(localKey(query, generations), entry, entry.errorUntil - now());
      return entry;
    } catch {
      return undefined;
    }
  };
  const kept = async (query: CacheQuery, generations: string) =>
    local.get(localKey(query, generations)) ?? (await fromRedis(query, generations));

  const make = async (query: CacheQuery, generations: string, load: () => Promise<Loaded>): Promise<Entry> => {
    const { entry, keep } = await makeEntry(await load(), query.ttlMs, now);
    if (!keep) return entry;
    const lifeMs = entry.errorUntil - now();
    local.set(localKey(query, generations), entry, lifeMs);
    redis
      .setBuffer(redisKey(query, generations), encodeEntry(entry), lifeMs)
      .catch((error: unknown) => log.debug({ err: error }, 'an answer could not be stored in Redis'));
    return entry;
  };

  /** Across instances one makes it; the others look for its result for a moment, then make it themselves. */
  const makeAlone = async (query: CacheQuery, generations: string, load: () => Promise<Loaded>): Promise<Entry> => {
    const key = `lk:${redisKey(query, generations)}`;
    const mine = await tryLock(redis, key, limits.cache.expensiveLockMs).catch(() => async () => {});
    try {
      // Who got the lock looks once too: the one before may just have finished.
      const until = mine ? 0 : now() + limits.cache.expensiveWaitMs;
      for (;;) {
        const entry = await fromRedis(query, generations);
        if (entry && now() < entry.freshUntil) return entry;
        if (now() >= until) break;
        await pause(25);
      }
      return await make(query, generations, load);
    } finally {
      mine?.().catch((error: unknown) => log.debug({ err: error }, 'a lock is left to run out'));
    }
  };

  const refresh = (query: CacheQuery, generations: string, load: () => Promise<Loaded>): Promise<Entry> =>
    flight(localKey(query, generations), () =>
      query.expensive ? makeAlone(query, generations, load) : make(query, generations, load),
    );

  const heard = async (query: CacheQuery, generations: string, load: () => Promise<Loaded>): Promise<CachedReply> => {
    // Looked at once more after Redis: somebody may have made it meanwhile, and nothing comes between this and the flight.
    const entry = (await kept(query, generations)) ?? local.get(localKey(query, generations));
    if (entry && now() < entry.freshUntil) return reply(query, entry, 'HIT');
    if (entry && now() < entry.staleUntil) {
      behind(() => refresh(query, generations, load))?.catch((error: unknown) =>
        log.warn({ operationId: query.operationId, err: error }, 'an answer could not be refreshed'),
      );
      return reply(query, entry, 'STALE');
    }
    try {
      return reply(query, await refresh(query, generations, load), 'MISS');
    } catch (error) {
      const refused = error instanceof AppError && error.status < 500;
      if (refused || !entry || now() >= entry.errorUntil) throw error;
      return reply(query, entry, 'STALE');
    }
  };

  /** Without Redis' word: few loads at once, each for all who ask meanwhile, and kept for moments or not at all. */
  const alone = async (
    query: CacheQuery,
    { state, key }: Generations,
    load: () => Promise<Loaded>,
  ): Promise<CachedReply> => {
    const name = localKey(query, key);
    const entry = state === 'unheard' ? local.get(name) : undefined;
    if (entry) return reply(query, entry, 'HIT');
    const made = await flight(name, async () => {
      const running = whileUnheard(async () => makeEntry(await load(), query.ttlMs, now));
      if (!running) {
        const reason = 'Too many answers are being prepared at once; ask again in a moment.';
        throw ServiceUnavailable({ reason }, { headers: { 'Retry-After': '1' } });
      }
      const { entry: fresh, keep } = await running;
      if (keep && state === 'unheard') local.set(name, fresh, limits.cache.unheardMs);
      return fresh;
    });
    return reply(query, made, state === 'unheard' ? 'MISS' : 'BYPASS');
  };

  return {
    async lookup(query) {
      const { state, key } = await tags.read(query.tenantId, query.tags);
      if (state === 'owed') return undefined;
      const entry = state === 'heard' ? await kept(query, key) : local.get(localKey(query, key));
      return entry && now() < entry.freshUntil ? reply(query, entry, 'HIT') : undefined;
    },
    async get(query, load) {
      const generations = await tags.read(query.tenantId, query.tags);
      return generations.state === 'heard' ? heard(query, generations.key, load) : alone(query, generations, load);
    },
  };
}
