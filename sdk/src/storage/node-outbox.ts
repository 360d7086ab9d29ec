import { join } from 'node:path';
import type { StorageError } from '../core/errors.ts';
import { DATABASE } from './file-folder.ts';
import { fileOutbox } from './file-outbox.ts';
import type { LockProvider, OutboxStore } from './outbox-store.ts';
import { importFiles } from './sqlite-import.ts';
import { guarded, hasSqlite } from './sqlite-open.ts';
import { sqliteOutbox } from './sqlite-outbox.ts';

export { type FileOutboxOptions, fileOutbox } from './file-outbox.ts';
export type { OutboxStore } from './outbox-store.ts';
export { sqliteOutbox } from './sqlite-outbox.ts';

/** Who hears of damaged files. */
export interface NodeOutboxOptions {
  /** Hears of each record file that could not be read; it now lies under `corrupt/`, for a person to look at. */
  readonly onCorrupt?: (error: StorageError) => void;
}

/**
 * Orders in a directory: in `outbox.db` where Node brings SQLite (22.13 and newer), in one file each on an older one. A
 * newer Node takes the files over at its first call; an older one refuses a directory that holds the database. Any number
 * of processes may share it, as long as all of them run the same kind.
 */
export function nodeOutbox(directory: string, options: NodeOutboxOptions = {}): OutboxStore {
  if (!hasSqlite()) return fileOutbox(directory, options);
  let importing: Promise<void> | undefined;
  const ready = () => {
    importing ??= guarded(() => importFiles(directory, options.onCorrupt));
    importing.catch(() => {
      importing = undefined; // the next call tries again
    });
    return importing;
  };
  return after(ready, sqliteOutbox(join(directory, DATABASE)));
}

/** The store, each of whose calls waits for `ready` first. */
function after(ready: () => Promise<void>, store: OutboxStore): OutboxStore {
  const { locks } = store;
  const waiting: LockProvider | undefined = locks && {
    tryWith: async (name, fn) => {
      await ready();
      return locks.tryWith(name, fn);
    },
  };
  const then =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await ready();
      return call(...args);
    };
  return {
    ...store,
    ...(waiting ? { locks: waiting } : {}),
    add: then(store.add),
    claim: then(store.claim),
    patch: then(store.patch),
    get: then(store.get),
    list: then(store.list),
    blob: then(store.blob),
    meta: then(store.meta),
    prune: then(store.prune),
  };
}
