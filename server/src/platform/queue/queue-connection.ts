import type { Redis, RedisOptions } from 'ioredis';
import type { Logger } from '../observability/log.ts';

/**
 * What a Redis URL says, as options. Bull is never given the URL itself: it loses the TLS of a `rediss:` one without
 * a word.
 */
export function connectionOptions(url: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const db = Number(pathname.slice(1) || 0);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 6379),
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(Number.isInteger(db) && db > 0 ? { db } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

export type Purpose = 'producer' | 'client' | 'subscriber' | 'bclient';

/** Connections for queues, which the queues themselves never close. */
export interface QueueConnections {
  get(purpose: Purpose): Redis;
  /** Cuts them all. */
  disconnect(): void;
}

/** A producer fails fast; a worker waits for Redis to come back and then goes on, or it would do its job twice. */
const OPTIONS = {
  producer: { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2_000 },
  client: { maxRetriesPerRequest: null },
  subscriber: { maxRetriesPerRequest: null, enableReadyCheck: false },
  bclient: { maxRetriesPerRequest: null, enableReadyCheck: false },
} as const satisfies Record<Purpose, RedisOptions>;

/** Makes connections: `client` and `subscriber` are shared, each worker gets a `bclient` of its own, because it blocks. */
export function createConnections(RedisClient: typeof Redis, url: string, log: Logger): QueueConnections {
  const base = { ...connectionOptions(url), retryStrategy: (times: number) => Math.min(50 * 2 ** times, 2_000) };
  const all: Redis[] = [];
  const shared = new Map<Purpose, Redis>();
  const make = (purpose: Purpose) => {
    const client = new RedisClient({ ...base, ...OPTIONS[purpose] });
    let complained = false;
    client.on('ready', () => {
      complained = false;
    });
    client.on('error', (error) => {
      if (!complained) log.warn({ purpose, err: error }, 'the queue cannot reach Redis and goes on trying');
      complained = true;
    });
    all.push(client);
    return client;
  };
  return {
    get(purpose) {
      if (purpose === 'bclient') return make(purpose);
      const known = shared.get(purpose) ?? make(purpose);
      shared.set(purpose, known);
      return known;
    },
    disconnect() {
      for (const client of all.splice(0)) client.disconnect();
      shared.clear();
    },
  };
}
