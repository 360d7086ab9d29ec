import type { Clock } from '../core/clock.ts';
import { StorageError } from '../core/errors.ts';
import { isDelivered, isPrunable, type OutboxRecord, patched } from '../outbox/record.ts';
import { createMemoryLocks } from './memory-locks.ts';
import type { OutboxStore, StoreNews } from './outbox-store.ts';
import { createRnBlobs, type RnFiles } from './rn-blobs.ts';
import { onPhoneHints, type PhoneHints } from './rn-hints.ts';
import { openPlace, type Place } from './rn-place.ts';
import { drawer, type KeyValueStorage } from './rn-storage.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';

export { fromBase64, toBase64 } from './base64.ts';
export type { RnFiles } from './rn-blobs.ts';
export type { AppStateLike, NetInfoLike, PhoneHints } from './rn-hints.ts';
export type { KeyValueStorage } from './rn-storage.ts';

/** What of the phone the queue stands on. */
export interface RnOutboxOptions extends PhoneHints {
  /** Hand the same object to everything in the app; two objects on one database do not see each other. */
  readonly storage: KeyValueStorage;
  /** Where documents lie; without it one of more than 1 MB is refused at once. */
  readonly files?: RnFiles;
  /** What all keys begin with; `sym-outbox` by default. */
  readonly name?: string;
  /** Time, for tests. */
  readonly clock?: Clock;
}

/**
 * Records in the key-value storage of React Native, one key each; everything of the platform is handed in:
 *
 *     rnOutbox({ storage: AsyncStorage, appState: AppState, netInfo: NetInfo, files })
 *
 * `disk` means here that the storage has confirmed the write: it survives the end of the app, but not every power cut,
 * because neither Android nor iOS is asked to flush. Android gives AsyncStorage 6 MB in all (`AsyncStorage_db_size_in_MB`
 * raises it) and reads no entry above 2 MB. One app, one JavaScript context: transactions are a queue in memory. Needs
 * React Native 0.74 or newer, and `randomBytes` given to `createSymphonia`. Its rules are tested against a simulated
 * storage that delays, fails and forgets, not on phones.
 */
export function rnOutbox(options: RnOutboxOptions): OutboxStore {
  const { storage, name = 'sym-outbox' } = options;
  const keys = drawer(storage, `${name}:`, options.clock);
  const place = openPlace(storage, name);
  const blobs = createRnBlobs(keys, options.files);
  const watchers = new Set<(what: StoreNews) => void>();
  let hearing: (() => void) | undefined;

  const tell = (what: StoreNews) => {
    for (const fn of [...watchers]) fn(what);
  };
  /** Listens to the phone and to the others on this storage. */
  const hear = () => {
    const stop = onPhoneHints(options, () => tell('hint'));
    place.watchers.add(tell);
    return () => {
      stop();
      place.watchers.delete(tell);
    };
  };
  /** Alone among all that use this storage, on what it holds. Half-way means: some rows written, each of them whole. */
  const run = <T>(work: (place: Place) => Promise<T> | T): Promise<T> =>
    place.alone(async () => {
      await place.refresh(keys, blobs);
      return work(place);
    });
  const write = async (record: OutboxRecord): Promise<void> => {
    await place.write(keys, record);
    place.tell(tell, 'changed');
  };

  return {
    durability: 'disk',
    locks: createMemoryLocks(place),
    async add(record, blob) {
      const known = await run(({ records }) => records.get(record.id));
      // Before its record, and outside the queue, because large files are slow; without the record it is swept away.
      if (blob && !(known && isDelivered(known))) await blobs.write(record.id, blob);
      return run(async ({ records }) => {
        const present = records.get(record.id);
        if (present) return present;
        const stored = { ...record, seq: place.nextSeq() };
        await write(stored);
        return stored;
      });
    },
    claim: (query) =>
      run(async ({ records, inOrder }) => {
        if (await place.restore(keys)) place.tell(undefined, 'lost');
        const mine = inOrder().filter((record) => record.scope === query.scope);
        const claimed: OutboxRecord[] = [];
        try {
          for (const record of selectClaimable(mine, query, (id) => records.get(id)?.state)) {
            const next = leased(record, query);
            await write(next);
            claimed.push(next);
          }
        } catch (error) {
          if (claimed.length === 0) throw error; // those that are written are this claimer's to send
        }
        return claimed;
      }),
    patch: (id, epoch, patch) =>
      run(async ({ records }) => {
        const record = records.get(id);
        if (record?.epoch !== epoch || record.v !== 1) return false;
        const next = patched(record, patch);
        await write(next);
        if (isDelivered(next)) await blobs.remove(id).catch(() => {}); // else at the next start
        return true;
      }),
    get: (id) => run(({ records }) => records.get(id)),
    list: (query) => run(({ inOrder }) => inOrder().filter((record) => matches(record, query))),
    async blob(id) {
      const body = await run(({ records }) => records.get(id)?.body);
      const bytes = await blobs.read(id);
      // A file that a power cut has cut short is no document any more.
      return typeof body === 'object' && bytes?.length !== body.bytes ? undefined : bytes;
    },
    meta: (key, ...set) =>
      place.alone(async () => {
        if (set[0] === null) await keys.remove(`m:${key}`);
        else if (set[0] !== undefined) await keys.set(`m:${key}`, JSON.stringify(set[0]));
        const text = await keys.get(`m:${key}`);
        return text === null ? undefined : parse(text);
      }),
    prune: (now) =>
      run(async ({ records, inOrder }) => {
        const old = inOrder().filter((record) => isPrunable(record, now));
        for (const { id } of old) {
          await keys.remove(`r:${id}`);
          records.delete(id);
          await blobs.remove(id).catch(() => {}); // else at the next start
        }
        return old.length;
      }),
    watch(fn) {
      hearing ??= hear();
      watchers.add(fn);
      return () => void watchers.delete(fn);
    },
    async close() {
      hearing?.();
      hearing = undefined;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StorageError('corrupt', 'A stored value is not readable.', error);
  }
}
