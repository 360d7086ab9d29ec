import type { Core } from '../core/core.ts';
import type { Result } from '../core/types.ts';
import { noLongerThan } from '../core/wire.ts';
import type { CacheEntry, CacheStore } from '../storage/cache-store.ts';

/** A stored answer that may still be shown. */
export interface Kept {
  readonly entry: CacheEntry;
  readonly data: unknown;
  readonly ageMs: number;
}

/** The store with its rules: sizes, ages, shapes. Never throws: what fails is simply not there. */
export interface Shelf {
  find(key: string): Promise<Kept | undefined>;
  keep(key: string, answer: Result<unknown>, maxAgeMs: number): Promise<void>;
  /** The server said that the copy still stands. */
  confirm(key: string): Promise<void>;
  drop(key: string): Promise<void>;
  answer(kept: Kept, stale: boolean): Result<unknown>;
  /** A small fact beside the answers. */
  note(key: string, set?: unknown): Promise<unknown>;
  /** Empties everything; says whether there was anything. */
  clear(): Promise<boolean>;
}

const SCHEMA = 1;
const LARGEST_BYTES = 1_000_000;
const PATIENCE_MS = 1000; // a store that hangs must not keep an answer waiting
const STALE_IF_ERROR_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;

export function createShelf(core: Core, store: CacheStore, maxBytes: number): Shelf {
  const { clock, logger } = core;
  let serverOffset = 0;
  let used: number | undefined;
  let noted: string | undefined;

  core.onReply.add((reply) => {
    const date = Date.parse(reply.headers.get('date') ?? '');
    // A portal's clock says nothing.
    if (reply.readable && !Number.isNaN(date)) serverOffset = date - clock.now();
  });
  const serverNow = () => clock.now() + serverOffset;
  const quietly = async <T>(what: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await noLongerThan(clock, PATIENCE_MS, what());
    } catch (error) {
      logger.debug?.('The read cache failed.', { error: String(error) });
      return undefined;
    }
  };
  const parse = (entry: CacheEntry): { data: unknown } | undefined => {
    try {
      return entry.schema === SCHEMA ? { data: JSON.parse(entry.body) } : undefined;
    } catch {
      return undefined;
    }
  };
  const minute = () => Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  const drop = async (key: string) => void (await quietly(() => store.delete(key)));
  const write = (key: string, body: string, etag: string | undefined, maxAgeMs: number, lastUsed: number) =>
    store.put({ key, schema: SCHEMA, etag, body, bytes: body.length, storedAt: serverNow(), maxAgeMs, lastUsed });

  return {
    drop,
    async find(key) {
      const entry = await quietly(() => store.get(key));
      if (!entry) return undefined;
      const parsed = parse(entry);
      const ageMs = serverNow() - entry.storedAt;
      if (!parsed) await drop(key);
      // Too old, or one of the clocks is wrong: it stays until there is something newer.
      if (!parsed || ageMs > STALE_IF_ERROR_MS) return undefined;
      if (entry.lastUsed !== minute()) void quietly(() => store.touch(key, { lastUsed: minute() }));
      // A negative age means that one of the clocks was wrong: treated as old, shown as new.
      return { entry, data: parsed.data, ageMs: ageMs < 0 ? entry.maxAgeMs + 1 : ageMs };
    },
    async keep(key, answer, maxAgeMs) {
      if (answer.meta.status !== 200 || answer.data === undefined) return;
      const body = JSON.stringify(answer.data);
      if (body.length > LARGEST_BYTES) return;
      await quietly(async () => {
        await write(key, body, answer.meta.etag, maxAgeMs, minute());
        used = (used ?? (await store.usage()) - body.length) + body.length;
        if (used <= maxBytes) return;
        await store.evict(maxBytes * 0.8);
        used = await store.usage();
      });
    },
    confirm: async (key) => void (await quietly(() => store.touch(key, { storedAt: serverNow(), lastUsed: minute() }))),
    answer: ({ entry, data, ageMs }, stale) => ({
      data,
      meta: {
        source: 'cache',
        stale,
        ageMs,
        status: 200,
        etag: entry.etag,
        replayed: false,
      },
    }),
    async note(key, set) {
      if (set !== undefined) {
        const body = JSON.stringify(set);
        if (noted === body) return set;
        noted = body;
        await quietly(() => write(key, body, undefined, 0, Number.MAX_SAFE_INTEGER)); // never the oldest
      }
      const entry = await quietly(() => store.get(key));
      return entry && parse(entry)?.data;
    },
    async clear() {
      const had = ((await quietly(() => store.usage())) ?? 0) > 0;
      await quietly(() => store.clear());
      used = 0;
      noted = undefined;
      return had;
    },
  };
}
