import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../core/errors.ts';

/** Whether this Node brings SQLite: 22.13 and newer. */
export function hasSqlite(): boolean {
  return sqlite() !== undefined;
}

/** A connection that opens on first use: importing or naming a store touches no disk, and nothing throws on an older Node. */
export interface OpenDatabase {
  (): DatabaseSync;
  close(): void;
}

/** `prepare` runs once per connection. `busyMs` is how long a call waits for another process. */
export function databaseOpener(file: string, busyMs: number, prepare: string): OpenDatabase {
  let db: DatabaseSync | undefined;
  const open = () => {
    if (db) return db;
    const module = sqlite();
    if (!module)
      throw new StorageError('unavailable', 'This Node has no SQLite; take Node 22.13 or newer, or fileOutbox().');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600)); // its log gets the same mode
    const opened = new module.DatabaseSync(file, { timeout: busyMs });
    try {
      opened.exec(prepare);
    } catch (error) {
      opened.close(); // half prepared is not open
      throw error;
    }
    db = opened;
    return db;
  };
  return Object.assign(open, {
    close: () => {
      db?.close();
      db = undefined;
    },
  });
}

/** Runs `fn` in one transaction that has the write lock from its beginning. */
export function transaction<T>(db: DatabaseSync, fn: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = fn();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** The same without waiting for the disk: a process that dies loses nothing of it, a power cut may take it back. */
export function unflushed<T>(db: DatabaseSync, fn: () => T): T {
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    return transaction(db, fn);
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

/** SQLite's codes as ours: 13 is a full disk, 5 and 6 a lock that was not released in time, 11 and 26 a broken file. */
export async function guarded<T>(fn: () => T | Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const code = (error as { errcode?: number }).errcode ?? 0; // node:sqlite's own member
    throw new StorageError(KINDS[code & 0xff] ?? 'unavailable', `The order database failed: ${String(error)}`, error);
  }
}

const KINDS: Record<number, StorageError['kind']> = {
  5: 'blocked',
  6: 'blocked',
  11: 'corrupt',
  13: 'quota',
  26: 'corrupt',
};

function sqlite(): typeof import('node:sqlite') | undefined {
  return process.getBuiltinModule?.('node:sqlite');
}
