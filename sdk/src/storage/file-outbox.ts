import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '../core/errors.ts';
import { isPrunable, type OutboxRecord, patched } from '../outbox/record.ts';
import { type FileFolder, fileFolder, keyOf, namesIn, readIfThere } from './file-folder.ts';
import type { FileIndex } from './file-index.ts';
import { createFileLocks } from './file-locks.ts';
import { fileMeta } from './file-meta.ts';
import { fileShelf } from './file-shelf.ts';
import { fileWatch } from './file-watch.ts';
import { removed, replaceFile } from './file-write.ts';
import type { OutboxStore } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';

/** Who hears of damaged files. */
export interface FileOutboxOptions {
  /** Hears of each record file that could not be read; it now lies under `corrupt/`, for a person to look at. */
  readonly onCorrupt?: (error: StorageError) => void;
}

/**
 * One file per record, for Node ≥ 20.19 without SQLite: written beside its place, flushed, linked, and the folder
 * flushed, so `add` resolves after the bytes are asked onto the disk. Any number of processes may share the directory.
 * `kill -9` at any point leaves a whole record or none; a damaged file is set aside, never deleted. All records are
 * also kept in memory.
 */
export function fileOutbox(directory: string, options: FileOutboxOptions = {}): OutboxStore {
  const folder = fileFolder(directory);
  const admit = () => refuseDatabase(folder);
  const shelf = fileShelf({
    folder,
    admit,
    setAside(file) {
      const path = join(folder.corrupt, file);
      options.onCorrupt?.(new StorageError('corrupt', `A stored order cannot be read; its file was moved to ${path}.`));
      queueMicrotask(() => watch.tell('lost')); // who still has it in memory writes it again
    },
  });
  const watch = fileWatch(folder, shelf.changedByOthers);
  const { index } = shelf;
  const blobOf = (id: string) => join(folder.blobs, keyOf(id));

  return {
    durability: 'disk',
    locks: createFileLocks(folder, admit),
    add: (record, blob) =>
      shelf.alone(() => {
        const present = index.get(record.id);
        if (present) return present.record;
        if (blob) replaceFile(folder.tmp, blobOf(record.id), blob); // before its record, which is what counts
        const stored = shelf.file({ ...record, seq: index.nextSeq() });
        if (stored) return stored;
        index.refresh(); // only when we lost the lock standing still
        return index.get(record.id)?.record as OutboxRecord; // its name was taken
      }),
    claim: (query) =>
      shelf.alone(() => {
        const mine = index.inOrder().filter((record) => record.scope === query.scope);
        const chosen = selectClaimable(mine, query, (id) => index.get(id)?.record.state);
        return shelf.refile(chosen.map((record) => leased(record, query)));
      }),
    patch: (id, epoch, patch) =>
      shelf.alone(() => {
        const record = index.get(id)?.record;
        if (record?.epoch !== epoch || record.v !== 1) return false;
        return shelf.refile([patched(record, patch)]).length === 1;
      }),
    get: (id) => shelf.look(() => index.get(id)?.record),
    list: (query) => shelf.look(() => index.inOrder().filter((record) => matches(record, query))),
    blob: (id) => shelf.look(() => readIfThere(blobOf(id))),
    meta: fileMeta(folder, shelf),
    prune: (now) =>
      shelf.alone((beat) => {
        const old = index.inOrder().filter((record) => isPrunable(record, now));
        for (const [count, record] of old.entries()) {
          if (count % 100 === 0) beat();
          shelf.remove(record);
        }
        sweepBlobs(folder, index);
        return old.length;
      }),
    watch: (fn) => watch.add(fn),
    close: async () => watch.close(),
  };
}

/** Neither store ever starts empty beside the other's orders. */
function refuseDatabase(folder: FileFolder): void {
  if (!existsSync(folder.database)) return;
  throw new StorageError(
    'unavailable',
    `${folder.root} holds the outbox database of a newer Node, with the orders in it. Run this with Node 22.13 or newer and nodeOutbox(), or choose another directory.`,
  );
}

const ORPHAN_MS = 86_400_000;

/** Deletes documents whose record was never written because the process died in between. */
function sweepBlobs(folder: FileFolder, index: FileIndex): void {
  if (namesIn(folder.corrupt).length > 0) return; // they may belong to what was set aside
  for (const key of namesIn(folder.blobs)) {
    const path = join(folder.blobs, key);
    if (!index.has(key) && Date.now() - statSync(path).mtimeMs > ORPHAN_MS) removed(path);
  }
}
