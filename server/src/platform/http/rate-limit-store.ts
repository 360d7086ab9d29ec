import { createHash } from 'node:crypto';
import { type IncrementResponse, MemoryStore, type Options, type Store } from 'express-rate-limit';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import type { RedisPort } from '../cache/redis-port.ts';
import { limits } from '../config/limits.ts';

export interface SharedStoreOptions {
  readonly redis: RedisPort;
  /** Unique per limiter, ends in a colon. */
  readonly prefix: string;
  readonly limit: number;
  /** How many instances share the limit while each counts in its own memory. */
  readonly expectedInstances: number;
}

/**
 * Counts in Redis, for all instances together; while Redis does not answer, in this process' memory with the limit
 * divided by the expected instances, so that an outage never opens the gate to password guessing.
 */
export function createSharedStore({ redis, prefix, limit, expectedInstances }: SharedStoreOptions): Store {
  const shared = new RedisStore({ prefix, sendCommand: patientCommand(redis) });
  const memory = new MemoryStore();
  const share = Math.max(1, Math.floor(limit / expectedInstances));

  const orMemory = async <T>(ask: () => Promise<T>, askMemory: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch {
      return askMemory();
    }
  };

  return {
    prefix,
    localKeys: false,
    async init(options: Options) {
      memory.init(options);
      await shared.init(options);
    },
    increment: (key) =>
      orMemory(
        () => shared.increment(key),
        async () => scaled(await memory.increment(key), share, limit),
      ),
    decrement: (key) =>
      orMemory(
        () => shared.decrement(key),
        () => memory.decrement(key),
      ),
    async resetKey(key) {
      await memory.resetKey(key);
      await shared.resetKey(key);
    },
    shutdown: () => memory.shutdown(),
  };
}

/** Hits counted against the share, told as hits against the whole limit, so that headers and verdict agree. */
function scaled({ totalHits, resetTime }: IncrementResponse, share: number, limit: number): IncrementResponse {
  const hits = totalHits <= share ? Math.ceil((totalHits * limit) / share) : limit + totalHits - share;
  return { totalHits: hits, resetTime };
}

/**
 * What the Redis store sends its commands with.
 *
 * The store keeps the outcome of its first `SCRIPT LOAD` for ever, also a rejected one. So a load that fails is answered
 * with the script's SHA-1, which we know without Redis: the first `EVALSHA` that reaches Redis is then told NOSCRIPT,
 * upon which the store loads the script.
 */
function patientCommand(redis: RedisPort) {
  return async (...args: string[]): Promise<RedisReply> => {
    try {
      return await redis.command<RedisReply>(args, { timeoutMs: limits.deadline.rateLimitCallMs });
    } catch (error) {
      const [name, sub, script] = args;
      if (name === 'SCRIPT' && sub === 'LOAD' && script) return createHash('sha1').update(script).digest('hex');
      throw error;
    }
  };
}
