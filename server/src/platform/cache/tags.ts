import { LRUCache } from 'lru-cache';
import { limits } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import type { InvalidationLog, InvalidationScope } from './invalidation-log.ts';
import { type RedisPort, redisScript } from './redis-port.ts';
import { createTickReader } from './tick-reader.ts';

/** The generations of some tags, as part of a cache key. */
export interface Generations {
  /**
   * `heard`: read from Redis, all invalidations are in it. `unheard`: Redis cannot be asked, others may have written.
   * `owed`: this process wrote and Redis has not counted it yet, so what is kept must not be used.
   */
  readonly state: 'heard' | 'unheard' | 'owed';
  /** Changes with every invalidation of one of the tags that this process can know of. */
  readonly key: string;
}

/** What is cached is filed under tags; invalidating a tag makes everything filed under it unreachable, everywhere at once. */
export interface Tags {
  /** Read before the database and not again: what a slow reader stores is then filed under the old generation. */
  read(tenantId: string, tags: readonly string[]): Promise<Generations>;
  /**
   * Runs `write` and invalidates `tags` after it, before the caller is answered: at once, or after the commit when the
   * scope carries a transaction. A write that failed outside of one may still have been carried out, so it invalidates too.
   *
   * A row in the invalidation log is written first and removed when Redis has counted. So a process that dies in
   * between leaves a row for the sweep; and while Redis is away this process goes round the cache for these tags and
   * tries again every second.
   */
  invalidating<T>(scope: InvalidationScope, tags: readonly string[], write: () => Promise<T>): Promise<T>;
  /** Delivers what processes that died left behind; safe to run anywhere at any time. Returns how many. */
  sweep(): Promise<number>;
}

/**
 * KEYS[1]: the counter. ARGV: the least it must become, its life (ms). A counter that is missing (evicted, flushed, lost
 * in a failover) starts at the clock in microseconds and never at 1, or the entries of old generations would revive.
 */
const START = `
local at = redis.call('TIME')
local least = math.max(tonumber(ARGV[1]), tonumber(at[1]) * 1000000 + tonumber(at[2]))
local value = tonumber(redis.call('GET', KEYS[1]) or '0')
if value == 0 then value = least end`;
const SEED = redisScript(`${START}
if value < tonumber(ARGV[1]) then value = tonumber(ARGV[1]) + 1 end
redis.call('SET', KEYS[1], string.format('%.0f', value), 'PX', ARGV[2])
return string.format('%.0f', value)`);
const ADVANCE = redisScript(`${START}
value = math.max(value, tonumber(ARGV[1])) + 1
redis.call('SET', KEYS[1], string.format('%.0f', value), 'PX', ARGV[2])
return string.format('%.0f', value)`);

export interface TagsDeps {
  readonly redis: RedisPort;
  readonly invalidations: InvalidationLog;
  readonly log: Logger;
}

/** What this process knows of a tag: the highest generation it saw, and how often it wrote itself. */
interface Known {
  highest: number;
  writes: number;
}

const counterOf = (tenantId: string, tag: string) => `g:${tenantId}:${tag}`;

/** Builds `Tags`; as a part it repeats failed invalidations every second and sweeps every few. */
export function createTags({ redis, invalidations, log }: TagsDeps): Tags & Part {
  const known = new LRUCache<string, Known>({ max: limits.cache.knownTags });
  /** Counters whose invalidation has not reached Redis yet, with the rows that stand for them. */
  const owed = new Map<string, Set<string>>();
  const readCounters = createTickReader((keys) => redis.mGet(keys));
  let timers: NodeJS.Timeout[] = [];

  const know = (counter: string): Known => {
    const entry = known.get(counter) ?? { highest: 0, writes: 0 };
    known.set(counter, entry);
    return entry;
  };

  const advance = async (counter: string, script: typeof ADVANCE): Promise<number> => {
    const entry = know(counter);
    const args = [String(entry.highest), String(limits.cache.generationMs)];
    const value = Number(await redis.script<string>(script, [counter], args));
    entry.highest = Math.max(entry.highest, value);
    return value;
  };

  /** The generation of a counter: as read, or seeded when it is missing or behind what was seen before. */
  const generation = async (counter: string): Promise<number> => {
    const value = Number((await readCounters(counter)) ?? 0);
    const entry = know(counter);
    if (value === 0 || value < entry.highest) return advance(counter, SEED);
    entry.highest = value;
    return value;
  };

  const deliver = async (counter: string): Promise<void> => {
    const rows = [...(owed.get(counter) ?? [])];
    await advance(counter, ADVANCE);
    const owing = owed.get(counter);
    for (const row of rows) owing?.delete(row);
    if (owing?.size === 0) owed.delete(counter);
    const kept = (error: unknown) => log.debug({ counter, err: error }, 'a delivered invalidation will be swept again');
    await Promise.all(rows.map((row) => invalidations.done(row).catch(kept)));
  };

  const deliverOr = async (counter: string): Promise<void> => {
    try {
      await deliver(counter);
    } catch (error) {
      log.warn({ counter, err: error }, 'an invalidation did not reach Redis and will be repeated');
    }
  };

  const tags: Tags = {
    async read(tenantId, names) {
      const counters = names.map((tag) => counterOf(tenantId, tag));
      const isOwed = () => owed.size > 0 && counters.some((counter) => owed.has(counter));
      const values = isOwed() ? undefined : await Promise.all(counters.map(generation)).catch(() => undefined);
      if (values && !isOwed()) return { state: 'heard', key: values.join('.') };
      // Own writes are known without Redis; those of others are not, hence the short life of what is filed so.
      return {
        state: isOwed() ? 'owed' : 'unheard',
        key: `u${counters.map((counter) => know(counter).writes).join('.')}`,
      };
    },
    async invalidating(scope, names, write) {
      const rows = new Map<string, string>();
      // One after the other: a transaction's session does one thing at a time.
      for (const tag of names) rows.set(counterOf(scope.tenantId, tag), await invalidations.add(scope, tag));
      const invalidate = async () => {
        for (const [counter, row] of rows) {
          know(counter).writes += 1;
          owed.set(counter, (owed.get(counter) ?? new Set()).add(row));
        }
        await Promise.all([...rows.keys()].map(deliverOr));
      };
      if (scope.unit) {
        const result = await write();
        scope.unit.afterCommit(invalidate);
        return result;
      }
      try {
        return await write();
      } finally {
        await invalidate();
      }
    },
    async sweep() {
      const due = await invalidations.due();
      for (const { id, tenantId, tag } of due) {
        await advance(counterOf(tenantId, tag), ADVANCE);
        await invalidations.done(id);
      }
      return due.length;
    },
  };

  const repeat = (everyMs: number, work: () => Promise<unknown>) => {
    const run = () => work().catch((error: unknown) => log.warn({ err: error }, 'invalidations could not be repeated'));
    return setInterval(() => void run(), everyMs).unref();
  };

  return {
    ...tags,
    name: 'cache tags',
    start() {
      const { invalidationRetryMs, invalidationSweepEveryMs } = limits.cache;
      timers = [
        repeat(invalidationRetryMs, () => Promise.all([...owed.keys()].map(deliverOr))),
        repeat(invalidationSweepEveryMs, tags.sweep),
      ];
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
