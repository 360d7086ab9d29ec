import { expect } from 'vitest';
import type { DueInvalidation, InvalidationLog } from './invalidation-log.ts';
import { createLocalLru } from './local-lru.ts';
import type { Loaded } from './make-entry.ts';
import { connected, eventually, type OwnRedis, silent } from './redis.fixtures.ts';
import type { RedisPort } from './redis-port.ts';
import { type CacheQuery, createResponseCache } from './response-cache.ts';
import { createTags } from './tags.ts';

let tenants = 0;
/** A question of a fresh tenant. */
export function aQuery(own: Partial<CacheQuery> = {}): CacheQuery {
  tenants += 1;
  const tenantId = `ten_${tenants}`;
  return {
    tenantId,
    visibility: 'v',
    operationId: 'listProducts',
    query: 'limit=20',
    tags: ['products'],
    ttlMs: 60_000,
    ...own,
  };
}

/** Rows as the database would keep them: outliving the process that wrote them. */
export function aLog() {
  const rows = new Map<string, DueInvalidation>();
  const log: InvalidationLog = {
    async add({ tenantId }, tag) {
      const id = `row${rows.size}-${Math.random()}`;
      rows.set(id, { id, tenantId, tag });
      return id;
    },
    async done(id) {
      rows.delete(id);
    },
    due: async () => [...rows.values()],
  };
  return { log, rows };
}

/** One process: its own connection, memory, clock and a database of one number that counts how often it was asked. */
export async function aProcess(server: OwnRedis, { log } = aLog()) {
  let time = Date.now();
  const now = () => time;
  const { port, part } = await connected(server);
  const tags = createTags({ redis: port, invalidations: log, log: silent });
  await tags.start?.();
  const stop = async () => {
    await tags.stop?.(AbortSignal.timeout(1_000));
    await part.stop?.(AbortSignal.timeout(1_000));
  };
  const cache = createResponseCache(
    { redis: port, tags, local: createLocalLru({ now }), log: silent },
    { build: 'b1', now },
  );
  const later = (ms: number) => {
    time += ms;
  };
  return { port, tags, cache, later, stop };
}

/** What the database says, and how often it was asked. */
export function aSource(value: string) {
  const source = {
    value,
    loads: 0,
    load: async (): Promise<Loaded> => {
      source.loads += 1;
      return { status: 200, ctype: 'application/json', body: JSON.stringify(source.value) };
    },
  };
  return source;
}
/** What the bytes of a reply say. */
export const text = ({ body }: { body: { identity: Buffer } }) => JSON.parse(body.identity.toString()) as unknown;
/** Resolves when the answer to the query stands in Redis. */
export const stored = (port: RedisPort, { tenantId }: CacheQuery) =>
  eventually(async () => expect(await port.command<string[]>(['KEYS', `rc:*${tenantId}:*`])).toHaveLength(1));
