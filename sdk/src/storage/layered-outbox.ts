import { type Clock, within } from '../core/clock.ts';
import { isSymphoniaError, StorageError } from '../core/errors.ts';
import { isUnfinished, type NewRecord, type OutboxRecord, patched, type RecordPatch } from '../outbox/record.ts';
import type { Journal } from './journal.ts';
import { memoryRecords, memoryShelf } from './memory-outbox.ts';
import type { OutboxStore } from './outbox-store.ts';

/** The app's store, with memory under it as a last resort. */
export interface LayeredOutbox extends OutboxStore {
  /** How safe this record is right now. */
  durabilityOf(id: string): 'disk' | 'memory';
  /** Moves what lies in memory or in the journal into the store, if it works again. */
  settle(): Promise<void>;
}

interface LayeredDeps {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly journal: Journal | undefined;
  /** Empties the cache to make room; says whether there was anything to give. */
  sacrifice(): Promise<boolean>;
  trouble(error: StorageError): void;
}

const WRITE_MS = 5000;
const REST_MS = 10_000;
const MOST_BYTES = 32_000_000; // of documents that are remembered for the case that the database is deleted

/**
 * Never fails to take an order: the store, then the store with the cache emptied, then memory (with a journal where
 * there is one). What lies in memory says so and moves to the store when it works again. Each instance also remembers
 * its own unfinished records and writes them anew when the database was deleted under it.
 */
export function layeredOutbox({ store, clock, journal, sacrifice, trouble }: LayeredDeps): LayeredOutbox {
  const shelf = memoryShelf();
  const memory = memoryRecords(shelf);
  const own = new Map<string, { record: NewRecord; blob?: Uint8Array | undefined }>();
  let hungUntil = 0;

  const failure = (error: unknown): StorageError =>
    isSymphoniaError(error) && error.name === 'StorageError'
      ? (error as StorageError)
      : new StorageError('unavailable', String(error), error); // by its name
  const report = (error: unknown) => trouble(failure(error));
  /** Waits for the store, but not again and again for one that hangs: after a time-out it is left alone for a while. */
  const timely = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (clock.now() < hungUntil && clock.now() >= hungUntil - REST_MS)
      throw new StorageError('blocked', "The device's storage hangs.");
    try {
      return await within(
        clock,
        WRITE_MS,
        ask(),
        () => new StorageError('blocked', `No answer within ${WRITE_MS} ms.`),
      );
    } catch (error) {
      if (failure(error).kind === 'blocked') hungUntil = clock.now() + REST_MS;
      throw error;
    }
  };
  const inMemory = (id: string) => shelf.records.has(id);
  const keep = (record: NewRecord, blob?: Uint8Array) => {
    const { id } = record;
    if (!isUnfinished(record)) return void own.delete(id);
    let bytes = blob?.length ?? 0;
    for (const other of own.values()) bytes += other.blob?.length ?? 0;
    own.set(id, { record, blob: own.get(id)?.blob ?? (bytes > MOST_BYTES ? undefined : blob) });
  };

  const toStore = async (record: NewRecord, blob?: Uint8Array): Promise<OutboxRecord> => {
    try {
      return await timely(() => store.add(record, blob));
    } catch (error) {
      const first = failure(error);
      if (first.kind !== 'quota' || !(await timely(sacrifice).catch(() => false))) throw first;
      return await timely(() => store.add(record, blob));
    }
  };

  /** What a full disk has of it, as far as it can be asked: only its connection may have been cut. */
  const onDisk = (id: string) => timely(() => store.get(id)).catch(() => undefined);

  /** Brings one record home; what memory knows beyond a write that committed late is added to it. */
  const move = async (record: OutboxRecord): Promise<void> => {
    const stored = await timely(() => store.add(record, shelf.blobs.get(record.id)));
    const { seq: _, id, v: __, ...known } = record;
    if (stored.state !== 'accepted' && record.epoch > 0) {
      // Whoever has claimed the other copy is fenced out by the new epoch, and was quicker when it is not written.
      const patch = { ...known, lease: undefined, epoch: stored.epoch + 1 };
      if (!(await timely(() => store.patch(id, stored.epoch, patch)))) return;
    }
    if (shelf.records.get(id) !== record) return; // changed meanwhile: the next time brings that home
    shelf.records.delete(id);
    shelf.blobs.delete(id);
    journal?.remove(id);
  };

  const settle = async (): Promise<void> => {
    for (const id of [...shelf.records.keys()]) {
      const record = shelf.records.get(id); // as it is by now
      if (!record || record.state === 'sending') continue;
      try {
        await move(record);
      } catch (error) {
        return report(error);
      }
    }
  };

  /** Lanes whose head lies in the store: a command that fell into memory waits for them. */
  const occupied = async (): Promise<Set<string>> => {
    const lanes = new Set<string>();
    for (const { lane, op } of shelf.records.values()) {
      if (op === 'orders.create') continue;
      const before = await timely(() => store.list({ lane })).catch(() => undefined);
      if (!before || before.some(isUnfinished)) lanes.add(lane);
    }
    return lanes;
  };

  // What an earlier page could not store. Each call of `memory` is done in one turn.
  for (const record of journal?.all() ?? []) void memory.add({ ...record, state: 'queued', epoch: 1, maybeSent: true });
  store.watch?.((what) => {
    if (what !== 'lost') return;
    trouble(new StorageError('corrupt', 'The database was deleted; waiting orders are written again.'));
    // A document only by the page that has its bytes: what comes first stays.
    for (const { record, blob } of own.values())
      if (blob || typeof record.body === 'string')
        toStore(record, blob).catch(async (error) => {
          if (!(await onDisk(record.id))) void memory.add(record, blob);
          report(error);
        });
  });

  return {
    get durability() {
      return shelf.records.size > 0 ? 'memory' : store.durability;
    },
    ...(store.locks && { locks: store.locks }),
    ...(store.watch && { watch: store.watch.bind(store) }),
    durabilityOf: (id) => (inMemory(id) ? 'memory' : store.durability),
    settle,
    async add(record, blob) {
      if (inMemory(record.id)) return memory.add(record); // the one that is there
      const laneInMemory = [...shelf.records.values()].some((r) => r.lane === record.lane && isUnfinished(r));
      keep(record, blob); // before it is written: it may be deleted before we hear that it lies there
      try {
        if (laneInMemory) throw new StorageError('unavailable', 'What comes before it lies in memory.');
        const stored = await toStore(record, blob);
        keep(stored, blob);
        return stored;
      } catch (error) {
        // A draft that is submitted once more: what a full disk has of it counts.
        const there = await onDisk(record.id);
        if (there) {
          keep(there, blob);
          return there;
        }
        const stored = await memory.add(record, blob);
        journal?.put(stored);
        keep(stored, blob);
        report(error);
        return stored;
      }
    },
    async claim(query) {
      const claimed = shelf.records.size === 0 ? [] : await memory.claim({ ...query, exceptLanes: await occupied() });
      const limit = query.limit - claimed.length;
      try {
        // A write that timed out and committed all the same: one copy goes, the other merges in `settle`.
        for (const record of limit > 0 ? await timely(() => store.claim({ ...query, limit })) : [])
          if (inMemory(record.id)) await store.patch(record.id, record.epoch, { state: 'queued', lease: undefined });
          else claimed.push(record);
      } catch (error) {
        if (claimed.length === 0) throw error;
        report(error);
      }
      for (const record of claimed) keep(record);
      return claimed;
    },
    async patch(id, epoch, patch: RecordPatch) {
      const done = inMemory(id)
        ? await memory.patch(id, epoch, patch)
        : await timely(() => store.patch(id, epoch, patch));
      const mine = own.get(id);
      if (done && mine) keep(patched(mine.record, patch));
      if (done && inMemory(id) && patch.state && !isUnfinished({ state: patch.state })) journal?.remove(id);
      return done;
    },
    get: async (id) => (await memory.get(id)) ?? timely(() => store.get(id)),
    async list(query) {
      const here = await memory.list(query);
      try {
        const there = await timely(() => store.list(query));
        return [...there.filter((record) => !inMemory(record.id)), ...here];
      } catch (error) {
        if (shelf.records.size === 0) throw error;
        report(error);
        return here;
      }
    },
    blob: async (id) => (await memory.blob(id)) ?? timely(() => store.blob(id)),
    async meta(key, ...set) {
      try {
        return await timely(() => store.meta(key, ...set));
      } catch {
        return memory.meta(key, ...set); // conveniences only: who was here, until when to be silent
      }
    },
    prune: async (now) => (await memory.prune(now)) + (await timely(() => store.prune(now)).catch(() => 0)), // housekeeping can wait
    close: () => store.close(),
  };
}
