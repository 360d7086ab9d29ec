import type { RnFiles } from '../../src/storage/rn-blobs.ts';
import type { KeyValueStorage } from '../../src/storage/rn-storage.ts';

/** One call of the storage or the files. */
export interface PhoneCall {
  readonly what: 'get' | 'set' | 'remove' | 'keys' | 'write-file' | 'read-file' | 'remove-file';
  readonly key: string;
}

export interface Start {
  /** Of AsyncStorage; 2 by default. */
  readonly version?: 2 | 3;
  /** Told before and after each call; a promise that never resolves is the death of the app. */
  readonly step?: (call: PhoneCall) => Promise<void> | undefined;
}

/**
 * A phone with AsyncStorage and files, simulated: it takes its time, does one thing after the other as the native side
 * does, fails when told, holds what Android's limits allow, and forgets its last write in a power cut. No phone has
 * proved that it is like one.
 */
export interface Phone {
  readonly disk: Map<string, string>;
  readonly files: Map<string, Uint8Array>;
  /** Characters of all keys and values together; 6 MB as on Android. */
  capacity: number;
  /** Asked for each call; `lost` = not done, `late` = done, and both told as a failure; `hang` = never answered, done later. */
  fault: (call: PhoneCall) => 'lost' | 'late' | 'hang' | undefined;
  /** Starts the app: modules that know nothing of an earlier start. */
  boot(start?: Start): { storage: KeyValueStorage; files: RnFiles };
  /** The last write is gone as if it had never been. */
  powerCut(): void;
  /** Lets calls that hang take effect. */
  thaw(): void;
}

const LARGEST_ROW = 2_097_152; // what Android's CursorWindow holds

export function aPhone(random: () => number = () => 0.5): Phone {
  let undo: () => void = () => {};
  const hung: (() => void)[] = [];
  const phone: Phone = {
    disk: new Map(),
    files: new Map(),
    capacity: 6 * 1024 * 1024,
    fault: () => undefined,
    boot,
    powerCut: () => undo(),
    thaw() {
      for (const effect of hung.splice(0)) effect();
    },
  };

  const put = <V>(map: Map<string, V>, key: string, value: V | undefined) => {
    const before = map.get(key);
    const had = map.has(key);
    undo = () => void (had ? map.set(key, before as V) : map.delete(key)); // it had one
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  };
  const used = () => [...phone.disk].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const set = (key: string, value: string) => {
    if (used() - (phone.disk.get(key)?.length ?? 0) + key.length + value.length > phone.capacity)
      throw new Error('database or disk is full (code 13 SQLITE_FULL)');
    put(phone.disk, key, value);
  };
  const get = (key: string): string | null => {
    const value = phone.disk.get(key) ?? null;
    if (value && Buffer.byteLength(value) > LARGEST_ROW)
      throw new Error('Row too big to fit into CursorWindow requiredPos=0, totalRows=1');
    return value;
  };

  /** One thing after the other, some turns later. */
  function boot({ version = 2, step }: Start = {}): { storage: KeyValueStorage; files: RnFiles } {
    let last: Promise<unknown> = Promise.resolve();
    const call = <T>(what: PhoneCall['what'], key: string, effect: () => T): Promise<T> => {
      const mine = last.then(async () => {
        for (let turns = random() * 4; turns > 0; turns--) await undefined;
        await step?.({ what, key });
        const fault = phone.fault({ what, key });
        if (fault === 'hang') return new Promise<T>((resolve) => hung.push(() => resolve(effect())));
        if (fault === 'lost') throw new Error('Something went wrong.');
        const value = effect();
        await step?.({ what, key });
        if (fault === 'late') throw new Error('Something went wrong.');
        return value;
      });
      last = mine.catch(() => {});
      return mine;
    };
    const many = async (keys: readonly string[]) =>
      Promise.all(keys.map((key) => call('get', key, () => [key, get(key)] as const)));
    return {
      storage: {
        getItem: (key) => call('get', key, () => get(key)),
        setItem: (key, value) => call('set', key, () => set(key, value)),
        removeItem: (key) => call('remove', key, () => put(phone.disk, key, undefined)),
        getAllKeys: () => call('keys', '', () => [...phone.disk.keys()]),
        ...(version === 2 ? { multiGet: many } : { getMany: async (keys) => Object.fromEntries(await many(keys)) }),
      },
      files: {
        write: (name, bytes) => call('write-file', name, () => put(phone.files, name, bytes.slice())),
        read: (name) => call('read-file', name, () => phone.files.get(name)),
        remove: (name) => call('remove-file', name, () => put(phone.files, name, undefined)),
      },
    };
  }
  return phone;
}
