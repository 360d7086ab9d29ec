import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '../core/errors.ts';
import { isDelivered, type OutboxRecord } from '../outbox/record.ts';
import { type FileFolder, fileOf, keyOf, makeFolder, namesIn, partsOf } from './file-folder.ts';
import { type FileIndex, fileIndex } from './file-index.ts';
import { fileLock } from './file-lock.ts';
import { fileError, publish, removed, syncFolder, writeTemp } from './file-write.ts';

const WAIT_MS = 4500; // below the 5 s that callers wait
const STALE_MS = 3000; // below that wait: a dead holder never makes a call fail

/** The records of a directory, shared with any number of processes. */
export interface FileShelf {
  readonly index: FileIndex;
  /** Runs `work` on the present records; somebody else may change them meanwhile. */
  look<T>(work: () => T): Promise<T>;
  /**
   * Runs `work` alone. It is one turn of the event loop: our own process cannot come between, and no await can hang
   * inside. Waits 4.5 s at most, then fails as `blocked`.
   */
  alone<T>(work: (beat: () => void) => T): Promise<T>;
  /** Files a new record; undefined when its id is taken. Inside `alone`. */
  file(record: OutboxRecord): OutboxRecord | undefined;
  /** Replaces records; answers those that nobody else replaced first. Inside `alone`. */
  refile(records: readonly OutboxRecord[]): OutboxRecord[];
  /** Deletes a record, then its document. Inside `alone`. */
  remove(record: OutboxRecord): void;
  /** Whether the last change was made by another instance, by what it wrote down. */
  changedByOthers(): boolean;
}

interface ShelfDeps {
  readonly folder: FileFolder;
  /** Refuses a directory that is another store's. */
  admit(): void;
  setAside(file: string): void;
}

/**
 * `turn` says who changed something last, so that nobody lists 10,000 names to learn that nothing happened. It is
 * believed only while nobody holds the lock, or by the holder itself: who is killed between a change and his `turn`
 * leaves the lock, and who takes that over looks at everything.
 */
export function fileShelf({ folder, admit, setAside }: ShelfDeps): FileShelf {
  const index = fileIndex(folder, setAside);
  const me = randomUUID();
  const lockPath = join(folder.locks, 'records');
  const lock = fileLock(lockPath, STALE_MS);
  let turns = 0;
  let seen = '';
  let heard = '';
  let swept = false;
  let dirty = false;

  const turn = () => {
    try {
      return readFileSync(folder.turn, 'utf8');
    } catch {
      return '';
    }
  };
  const bringUpToDate = (known: boolean) => {
    const now = turn();
    if (known && now !== '' && now === seen) return;
    index.refresh();
    seen = now;
  };
  const enter = () => {
    admit();
    makeFolder(folder);
  };
  /** A full disk cuts it to nothing, which nobody believes. */
  const sign = () => {
    seen = '';
    const mine = `${me}.${++turns}`;
    try {
      writeFileSync(folder.turn, mine, { mode: 0o600 });
      seen = mine;
    } catch {
      // everybody lists names until somebody can write again
    }
  };
  const sweep = () => {
    if (!swept) for (const name of namesIn(folder.tmp)) removed(join(folder.tmp, name));
    swept = true;
  };

  return {
    index,
    look: (work) =>
      guarded(() => {
        enter();
        bringUpToDate(!existsSync(lockPath));
        return work();
      }),
    alone: async (work) => {
      const until = performance.now() + WAIT_MS;
      for (;;) {
        const done = await guarded(() => {
          enter();
          const taken = lock.tryTake();
          if (taken === 'busy') return undefined;
          dirty = taken === 'taken over';
          try {
            sweep();
            bringUpToDate(taken === 'free');
            index.tidy();
            return { value: work(() => void lock.beat()) };
          } finally {
            if (dirty) sign();
            lock.release();
          }
        });
        if (done) return done.value;
        if (performance.now() > until)
          throw new StorageError('blocked', 'Another process holds the outbox and does not let go.');
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 8));
      }
    },
    file(record) {
      dirty = true;
      const key = keyOf(record.id);
      const version = firstVersion(folder, key);
      const temp = writeTemp(folder.tmp, key, JSON.stringify(record));
      if (!publish(temp, join(folder.records, fileOf(key, version)))) return undefined;
      syncFolder(folder.records);
      index.put({ record, version });
      return record;
    },
    refile(records) {
      dirty ||= records.length > 0;
      const replaced: OutboxRecord[] = [];
      try {
        for (const record of records) if (publishNext(folder, index, record)) replaced.push(record);
      } catch (error) {
        if (replaced.length === 0) throw error; // else a full disk stops the rest only
      }
      if (replaced.length < records.length) index.refresh(); // somebody was first
      if (replaced.length === 0) return replaced;
      syncFolder(folder.records); // the new names are on the disk before the old ones go
      return replaced.filter((record) => leavesBehind(folder, index, record));
    },
    remove({ id }) {
      dirty = true;
      const key = keyOf(id);
      removed(join(folder.records, fileOf(key, index.get(id)?.version ?? 0)));
      removed(join(folder.blobs, key));
      index.delete(id);
    },
    changedByOthers() {
      const now = turn();
      if (now === heard || now === '') return false;
      heard = now;
      return !now.startsWith(me);
    },
  };
}

/** A name that no other instance has read: the version after one that was set aside. */
function firstVersion(folder: FileFolder, key: string): number {
  const aside = namesIn(folder.corrupt).flatMap((name) => partsOf(name) ?? []);
  return Math.max(0, ...aside.filter((parts) => parts.key === key).map(({ version }) => version + 1));
}

/** Writes the next version of a record beside the present one; false when somebody else has. */
function publishNext(folder: FileFolder, index: FileIndex, record: OutboxRecord): boolean {
  const key = keyOf(record.id);
  const version = (index.get(record.id)?.version ?? 0) + 1;
  const temp = writeTemp(folder.tmp, key, JSON.stringify(record));
  if (!publish(temp, join(folder.records, fileOf(key, version)))) return false;
  index.put({ record, version });
  return true;
}

/**
 * Deletes the version before, and the document of a record that is done. It is gone already when we stood still with
 * the lock and were overtaken: then ours came too late, and goes.
 */
function leavesBehind(folder: FileFolder, index: FileIndex, record: OutboxRecord): boolean {
  const key = keyOf(record.id);
  const version = index.get(record.id)?.version ?? 0;
  if (!removed(join(folder.records, fileOf(key, version - 1)))) {
    index.refresh();
    index.tidy(); // deletes ours, if there is a higher one
    if (index.get(record.id)?.version !== version) return false;
  }
  if (isDelivered(record)) removed(join(folder.blobs, key));
  return true;
}

async function guarded<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    throw fileError(error);
  }
}
