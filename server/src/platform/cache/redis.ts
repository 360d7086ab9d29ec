import { ErrorReply } from 'redis';
import { limits } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { AS_BYTES, type Client, createLastingClient } from './redis-client.ts';
import { type CallOptions, type RedisArg, type RedisPort, RedisUnavailableError } from './redis-port.ts';
import { createSubscriber } from './redis-subscriber.ts';
import { within } from './within.ts';

export interface RedisOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly log: Logger;
  /** Names the connection, in logs, in metrics and in Redis' own `CLIENT LIST`. */
  readonly name: string;
  readonly now?: () => number;
}

export interface Redis {
  readonly port: RedisPort;
  readonly breaker: Breaker;
  readonly part: Part;
}

/** Replies that mean "this server cannot serve anybody now"; any other reply shows a healthy Redis. */
const NOT_SERVING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/;

/**
 * One connection to Redis behind a time-out per call and a breaker.
 *
 * Usable at once: until Redis is reached, and whenever it is lost or frozen, calls fail fast and callers go on without.
 */
export function createRedis({ url, log, name, now = Date.now }: RedisOptions): Redis {
  const { breakerFailures, breakerRetryMs } = limits.redis;
  const breaker = createBreaker({ failures: breakerFailures, retryAfterMs: breakerRetryMs, now });
  const lasting = createLastingClient({ url, name, log, onReady: () => breaker.retryNow() });
  const subscribers = new Set<{ close(): void }>();

  async function call<T>(send: (client: Client) => Promise<T>, timeoutMs: number): Promise<T> {
    if (!breaker.allow()) throw new RedisUnavailableError('it did not answer the last calls');
    try {
      const client = lasting.client;
      if (!client?.isReady) throw new RedisUnavailableError('not connected');
      const reply = await within(send(client), timeoutMs);
      breaker.success();
      return reply;
    } catch (error) {
      if (error instanceof ErrorReply && !NOT_SERVING.test(error.message)) {
        breaker.success();
        throw error;
      }
      breaker.failure();
      throw error instanceof RedisUnavailableError ? error : new RedisUnavailableError('the call failed', error);
    }
  }

  const command = <T>(args: readonly RedisArg[], { timeoutMs = limits.deadline.redisCallMs }: CallOptions = {}) =>
    call((client) => client.sendCommand<T>(args), timeoutMs);
  const commandBytes = <T>(args: readonly RedisArg[], { timeoutMs = limits.deadline.redisCallMs }: CallOptions = {}) =>
    call((client) => client.sendCommand<T>(args, AS_BYTES), timeoutMs);

  const port: RedisPort = {
    name,
    get state() {
      return breaker.state;
    },
    command,
    commandBytes,
    async script<T>(...[script, keys, args, options]: Parameters<RedisPort['script']>) {
      const tail = [String(keys.length), ...keys, ...args];
      try {
        return await command<T>(['EVALSHA', script.sha, ...tail], options);
      } catch (error) {
        if (!(error instanceof ErrorReply && error.message.startsWith('NOSCRIPT'))) throw error;
        return command<T>(['EVAL', script.text, ...tail], options);
      }
    },
    mGet: (keys) => command(['MGET', ...keys]),
    getBuffer: (key) => commandBytes(['GET', key]),
    async setBuffer(key, value, ttlMs) {
      await command(['SET', key, value, 'PX', String(Math.max(1, Math.round(ttlMs)))]);
    },
    incr: (key) => command(['INCR', key]),
    publish: (channel, message) => command(['PUBLISH', channel, message]),
    subscriber(options) {
      const subscriber = createSubscriber({ url, log, name: `${name}-sub`, ...options }, () =>
        subscribers.delete(subscriber),
      );
      subscribers.add(subscriber);
      return subscriber;
    },
  };

  const part: Part = {
    name: `redis ${name}`,
    start: () => lasting.open(),
    async stop() {
      for (const subscriber of subscribers) subscriber.close();
      await lasting.close(limits.deadline.redisCloseMs);
    },
  };
  return { port, breaker, part };
}
