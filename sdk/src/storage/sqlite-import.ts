import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../core/errors.ts';
import type { OutboxRecord } from '../outbox/record.ts';
import { type FileFolder, fileFolder, keyOf, namesIn, readIfThere } from './file-folder.ts';
import { allMeta } from './file-meta.ts';
import { fileShelf } from './file-shelf.ts';
import { syncFolder } from './file-write.ts';
import { transaction } from './sqlite-open.ts';
import { outboxDatabase } from './sqlite-outbox.ts';

/**
 * Moves what `fileOutbox` left in the directory into its database, in one transaction, then deletes the files. From the
 * moment the database is there the file store refuses the directory, and the files' own lock keeps out who is at work.
 * Dying anywhere is safe: until the files are gone the next start does it again, and what the database has wins.
 */
export async function importFiles(directory: string, onCorrupt?: (error: StorageError) => void): Promise<void> {
  const folder = fileFolder(directory);
  if (!existsSync(folder.records)) return;
  const shelf = fileShelf({
    folder,
    admit: () => {},
    setAside: (file) =>
      onCorrupt?.(
        new StorageError(
          'corrupt',
          `A stored order cannot be read; its file was moved to ${join(folder.corrupt, file)}.`,
        ),
      ),
  });
  await shelf.alone((beat) => {
    const open = outboxDatabase(folder.database);
    try {
      transaction(open(), () => insert(open(), folder, shelf.index.inOrder(), beat));
    } finally {
      open.close();
    }
    syncFolder(dirname(folder.database)); // the database's name is on the disk before the files go
    if (namesIn(folder.corrupt).length === 0) rmSync(folder.corrupt, { recursive: true, force: true });
    // The records last: while they are there, the next start begins again.
    for (const path of [folder.blobs, folder.meta, folder.records]) rmSync(path, { recursive: true, force: true });
  });
}

function insert(db: DatabaseSync, folder: FileFolder, records: readonly OutboxRecord[], beat: () => void): void {
  const addRecord = db.prepare(
    'INSERT INTO records (id, scope, state, lane, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const addBlob = db.prepare('INSERT INTO blobs VALUES (?, ?) ON CONFLICT DO NOTHING');
  const addMeta = db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const [count, { seq: _, ...record }] of records.entries()) {
    if (count % 100 === 0) beat();
    const isNew = addRecord.run(record.id, record.scope, record.state, record.lane, JSON.stringify(record)).changes > 0;
    const blob = isNew ? readIfThere(join(folder.blobs, keyOf(record.id))) : undefined;
    if (blob) addBlob.run(record.id, blob);
  }
  for (const { key, value } of allMeta(folder)) addMeta.run(key, JSON.stringify(value));
}
