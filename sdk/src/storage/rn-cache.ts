import type { Clock } from '../core/clock.ts';
import { type CacheEntry, type CacheStore, victims } from './cache-store.ts';
import { drawer, type KeyValueStorage, oneAtATime } from './rn-storage.ts';

export type { KeyValueStorage } from './rn-storage.ts';

/** Where the cache lies and how much it may hold. */
export interface RnCacheOptions {
  /** AsyncStorage. */
  readonly storage: KeyValueStorage;
  /** 4,000,000 by default: Android gives AsyncStorage 6 MB in all, and the outbox lies there, too. */
  readonly maxBytes?: number;
  /** What all keys begin with; `sym-cache` by default. */
  readonly name?: string;
  /** Time, for tests. */
  readonly clock?: Clock;
}

const SCHEMA = 1; // another shape gets other keys; the old ones are disposable
const LONGEST_ROW = 600_000; // characters; at most 1.8 MB in UTF-8, of which Android reads 2

type Facts = Omit<CacheEntry, 'key' | 'body'>;

/**
 * Answers in the key-value storage of React Native: `readCache({ store: rnCache({ storage: AsyncStorage }) })`. One key
 * for each body and a small one for its size and age, so that counting and making room read no bodies. A row that is
 * broken, half written or too long for Android is dropped, never thrown. Tested against a simulated storage.
 */
export function rnCache({ storage, maxBytes = 4_000_000, name = 'sym-cache', clock }: RnCacheOptions): CacheStore {
  const keys = drawer(storage, `${name}-${SCHEMA}:`, clock);
  const alone = oneAtATime();

  const drop = async (key: string): Promise<void> => {
    await keys.remove(`f:${key}`);
    await keys.remove(`b:${key}`);
  };
  const write = (key: string, facts: Facts) => keys.set(`f:${key}`, JSON.stringify(facts));
  const factsOf = (text: string | null | undefined): Facts | undefined => {
    try {
      const facts = JSON.parse(text ?? '') as Facts; // written by `write`
      return Number.isFinite(facts.bytes) && Number.isFinite(facts.lastUsed) ? facts : undefined;
    } catch {
      return undefined;
    }
  };
  /** Everything that is whole; what is not goes. */
  const all = async (): Promise<(Facts & { key: string })[]> => {
    const names = new Set(await keys.keys());
    const texts = await keys.many([...names].filter((name) => name.startsWith('f:')));
    const whole: (Facts & { key: string })[] = [];
    for (const key of new Set([...names].map((name) => name.slice(2)))) {
      const facts = names.has(`b:${key}`) ? factsOf(texts.get(`f:${key}`)) : undefined;
      if (facts) whole.push({ ...facts, key });
      else await drop(key);
    }
    return whole;
  };

  return {
    maxBytes,
    get: (key) =>
      alone(async () => {
        const found = await keys.many([`f:${key}`, `b:${key}`]).catch(() => new Map<string, string>()); // a row may be unreadable
        const [facts, body] = [factsOf(found.get(`f:${key}`)), found.get(`b:${key}`)];
        if (facts && body !== undefined) return { ...facts, etag: facts.etag, key, body }; // JSON has no undefined
        if (found.size > 0) await drop(key);
        return undefined;
      }),
    put: (entry) =>
      alone(async () => {
        const { key, body, ...facts } = entry;
        if (body.length > LONGEST_ROW) return drop(key);
        await keys.remove(`f:${key}`); // so that a new body never stands under the tag of the old one
        await keys.set(`b:${key}`, body);
        await write(key, facts);
      }),
    touch: (key, change) =>
      alone(async () => {
        const facts = factsOf(await keys.get(`f:${key}`));
        if (facts) await write(key, { ...facts, ...change });
      }),
    delete: (key) => alone(() => drop(key)),
    usage: () => alone(async () => (await all()).reduce((sum, { bytes }) => sum + bytes, 0)),
    evict: (toBytes) =>
      alone(async () => {
        for (const key of victims(await all(), toBytes)) await drop(key);
      }),
    clear: () =>
      alone(async () => {
        for (const key of await keys.keys()) await keys.remove(key);
      }),
    close: async () => {},
  };
}
