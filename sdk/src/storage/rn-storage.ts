import { type Clock, systemClock, within } from '../core/clock.ts';
import { StorageError } from '../core/errors.ts';

/**
 * A string by key, kept by the phone: `@react-native-async-storage/async-storage` in its versions 1 and 2 (default
 * export) and 3 (`createAsyncStorage(name)`), `expo-sqlite/kv-store`, or anything else of this shape. Only the four
 * functions that all of them have are needed; where one reads many keys at once, under its old or its new name, the
 * start of the app is quicker.
 */
export interface KeyValueStorage {
  /** `null` for a key that is not there. */
  getItem(key: string): Promise<string | null>;
  /** Resolves when the platform says that it is written. */
  setItem(key: string, value: string): Promise<void>;
  /** Also of a key that is not there. */
  removeItem(key: string): Promise<void>;
  /** Every key of the app. */
  getAllKeys(): Promise<readonly string[]>;
  /** AsyncStorage 1 and 2. */
  multiGet?(keys: string[]): Promise<readonly (readonly [string, string | null])[]>;
  /** AsyncStorage 3. */
  getMany?(keys: string[]): Promise<Readonly<Record<string, string | null>>>;
}

/** Keys that begin with one name, each call bounded in time and failing with `StorageError` only. */
export interface Drawer {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Without the name. */
  keys(): Promise<string[]>;
  /** Those that are there. */
  many(keys: readonly string[]): Promise<Map<string, string>>;
  /** Bounds anything else that the platform does. */
  timely<T>(work: Promise<T>): Promise<T>;
}

/** Below the 5 s that callers wait, so that one call that hangs holds nobody up for ever. */
const CALL_MS = 4000;
const AT_ONCE = 100; // keys; Android hands rows over in windows of 2 MB

export function drawer(storage: KeyValueStorage, name: string, clock: Clock = systemClock()): Drawer {
  const timely = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const late = () => new StorageError('blocked', `The phone's storage did not answer within ${CALL_MS} ms.`);
      return await within(clock, CALL_MS, work, late);
    } catch (error) {
      throw storageErrorOf(error);
    }
  };
  const some = async (keys: string[]): Promise<readonly (readonly [string, string | null])[]> => {
    if (storage.getMany) return Object.entries(await storage.getMany(keys));
    if (storage.multiGet) return storage.multiGet(keys);
    return Promise.all(keys.map(async (key) => [key, await storage.getItem(key)] as const));
  };
  return {
    timely,
    get: (key) => timely(storage.getItem(name + key)),
    set: (key, value) => timely(storage.setItem(name + key, value)),
    remove: (key) => timely(storage.removeItem(name + key)),
    keys: async () =>
      (await timely(storage.getAllKeys())).filter((key) => key.startsWith(name)).map((key) => key.slice(name.length)),
    async many(keys) {
      const found = new Map<string, string>();
      for (let i = 0; i < keys.length; i += AT_ONCE)
        for (const [key, value] of await timely(some(keys.slice(i, i + AT_ONCE).map((key) => name + key))))
          if (value !== null) found.set(key.slice(name.length), value);
      return found;
    },
  };
}

/** Platforms differ in their words, not in what can happen: SQLite's 13 or a file system without room, or a broken file. */
function storageErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const said = String(error);
  const kind = /full|quota|space|exceed/i.test(said)
    ? 'quota'
    : /malformed|not a database|CursorWindow/i.test(said)
      ? 'corrupt'
      : 'unavailable';
  return new StorageError(kind, `The phone's storage failed: ${said}`, error);
}

/** Runs one piece of work after the other. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** A transaction, as far as one JavaScript context needs one. */
export function oneAtATime(): Alone {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
