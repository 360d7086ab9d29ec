import { StorageError } from '../core/errors.ts';
import { isDelivered, isUnfinished, type OutboxRecord } from '../outbox/record.ts';
import type { StoreNews } from './outbox-store.ts';
import type { RnBlobs } from './rn-blobs.ts';
import { type Alone, type Drawer, type KeyValueStorage, oneAtATime } from './rn-storage.ts';

/**
 * What one storage holds, kept in memory beside it and shared by all that are opened on it. Memory changes only after
 * the storage has confirmed; a write that failed may have landed all the same, so its row is read again before use.
 */
export interface Place {
  readonly alone: Alone;
  readonly records: Map<string, OutboxRecord>;
  readonly watchers: Set<Watcher>;
  /** By `seq`. */
  inOrder(): OutboxRecord[];
  /** One more than any that is stored: numbers go on after a restart. */
  nextSeq(): number;
  /** Reads everything on first use, and afterwards what is doubtful. */
  refresh(keys: Drawer, blobs: RnBlobs): Promise<void>;
  /** Throws `quota` for a row that Android would write and never read again. */
  write(keys: Drawer, record: OutboxRecord): Promise<void>;
  /** Writes again what somebody deleted under us (`AsyncStorage.clear()` in a sign-out); says whether anything was. */
  restore(keys: Drawer): Promise<boolean>;
  /** Tells everybody but `from`. */
  tell(from: Watcher | undefined, what: StoreNews): void;
}

type Watcher = (what: StoreNews) => void;

const LONGEST_ROW = 600_000; // characters; at most 1.8 MB in UTF-8, of which Android reads 2
let places: WeakMap<KeyValueStorage, Map<string, Place>> | undefined; // made on first use: nothing happens at import

/** The one place of that name in that storage. */
export function openPlace(storage: KeyValueStorage, name: string): Place {
  places ??= new WeakMap();
  const here = places.get(storage) ?? new Map<string, Place>();
  places.set(storage, here);
  const place = here.get(name) ?? createPlace();
  here.set(name, place);
  return place;
}

function createPlace(): Place {
  const records = new Map<string, OutboxRecord>();
  const watchers: Place['watchers'] = new Set();
  const doubtful = new Set<string>();
  let loaded = false;
  let seq = 0;

  const learn = (id: string, text: string | null | undefined) => {
    const record = text ? read(text) : undefined;
    if (record) records.set(id, record);
    else records.delete(id);
    seq = Math.max(seq, record?.seq ?? 0);
  };

  return {
    alone: oneAtATime(),
    records,
    watchers,
    inOrder: () => [...records.values()].sort((a, b) => a.seq - b.seq),
    nextSeq: () => ++seq,
    async refresh(keys, blobs) {
      if (loaded) {
        for (const id of doubtful) {
          learn(id, await keys.get(`r:${id}`));
          doubtful.delete(id);
        }
        return;
      }
      const names = await keys.keys();
      const rows = names.filter((key) => key.startsWith('r:'));
      for (const [key, text] of await keys.many(rows)) learn(key.slice(2), text);
      loaded = true;
      // Of a document whose record was never written, or that is delivered, nothing is left to send.
      const wanted = new Set(rows.map((key) => key.slice(2)));
      for (const key of names.filter((name) => name.startsWith('b:'))) {
        const record = records.get(key.slice(2));
        if (!wanted.has(key.slice(2)) || (record && isDelivered(record)))
          await blobs.remove(key.slice(2)).catch(() => {}); // or at the next start
      }
    },
    async write(keys, record) {
      const text = JSON.stringify(record);
      if (text.length > LONGEST_ROW)
        throw new StorageError('quota', `A record of ${text.length} characters is too long.`);
      doubtful.add(record.id);
      await keys.set(`r:${record.id}`, text);
      doubtful.delete(record.id);
      records.set(record.id, record);
    },
    async restore(keys) {
      const there = new Set(await keys.keys());
      const gone = [...records.values()].filter((record) => isUnfinished(record) && !there.has(`r:${record.id}`));
      for (const record of gone) await keys.set(`r:${record.id}`, JSON.stringify(record));
      return gone.length > 0;
    },
    tell(from, what) {
      for (const watcher of [...watchers]) if (watcher !== from) watcher(what);
    },
  };
}

/** A row that cannot be read is left alone: it may be of a release that writes otherwise. */
function read(text: string): OutboxRecord | undefined {
  try {
    return JSON.parse(text) as OutboxRecord; // written by `write`
  } catch {
    return undefined;
  }
}
