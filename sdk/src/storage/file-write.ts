import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StorageError } from '../core/errors.ts';
import { codeOf } from './file-folder.ts';

let written = 0;

/**
 * Writes a whole file beside its place and flushes it; answers its temporary name. A full disk leaves nothing behind.
 * Dying here leaves a file in `tmp` that nobody reads and the next writer sweeps away.
 */
export function writeTemp(tmp: string, name: string, data: string | Uint8Array): string {
  const path = join(tmp, `${process.pid}.${++written}.${name}`);
  try {
    const file = openSync(path, 'w', 0o600);
    try {
      writeFileSync(file, data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return path;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** What a file system without hard links answers. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Gives a flushed file its name, unless somebody has taken that: compare-and-set by the file system, which holds even
 * between two that both believe to have the lock. Where there are no hard links the file is renamed, and the lock has
 * to do alone.
 */
export function publish(temp: string, path: string): boolean {
  try {
    linkSync(temp, path);
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (NO_LINKS.has(code)) {
      renameSync(temp, path);
      return true;
    }
    rmSync(temp, { force: true });
    if (code === 'EEXIST') return false;
    throw error;
  }
  unlinkSync(temp);
  return true;
}

/** Writes a file anew or for the first time; after the return it is the new one, also after a power cut. */
export function replaceFile(tmp: string, path: string, data: string | Uint8Array): void {
  renameSync(writeTemp(tmp, basename(path), data), path);
  syncFolder(dirname(path));
}

/** Makes the names in a folder durable. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // it cannot open folders, and writes names through by itself
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Deletes a file; false when it was not there. */
export function removed(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The system's failures as ours. */
export function fileError(error: unknown): unknown {
  const code = codeOf(error);
  if (!code || !/^E[A-Z0-9]+$/.test(code)) return error; // not the system's
  return FULL.has(code)
    ? new StorageError('quota', 'The disk is full: the order could not be written.', error)
    : new StorageError('unavailable', `The outbox's directory failed: ${String(error)}`, error);
}
