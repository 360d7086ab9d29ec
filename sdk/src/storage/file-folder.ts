import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where what lies in an outbox's directory. Only its owner may read it. */
export interface FileFolder {
  readonly root: string;
  /** One file per version of a record, `<key>.<version>.json`; the highest version counts. */
  readonly records: string;
  /** Documents, under the record's key. */
  readonly blobs: string;
  readonly meta: string;
  readonly locks: string;
  /** Files that are still being written; what lies there after a crash never counted. */
  readonly tmp: string;
  /** What could not be read, kept for a person to look at. */
  readonly corrupt: string;
  /** Says who changed something last; rewritten after each change. */
  readonly turn: string;
  /** The database of a newer Node; where it is, records lie in it. */
  readonly database: string;
}

/** The database's name in a directory that `nodeOutbox` is given. */
export const DATABASE = 'outbox.db';

/** Names only: touches no disk. */
export function fileFolder(root: string): FileFolder {
  const below = (name: string) => join(root, name);
  return {
    root,
    records: below('records'),
    blobs: below('blobs'),
    meta: below('meta'),
    locks: below('locks'),
    tmp: below('tmp'),
    corrupt: below('corrupt'),
    turn: below('turn'),
    database: below(DATABASE),
  };
}

/** Makes what is missing; a copy that left empty folders out is whole. */
export function makeFolder(folder: FileFolder): void {
  for (const path of [folder.records, folder.blobs, folder.meta, folder.locks, folder.tmp, folder.corrupt])
    if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** The names in a folder; none when it is not there. */
export function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A file's bytes; `undefined` when it is not there. */
export function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A file name for any id or key: itself where that is safe on every file system, else its hash. */
export function keyOf(id: string): string {
  return /^[0-9a-z-]{1,80}$/.test(id) ? id : `~${createHash('sha256').update(id).digest('hex')}`;
}

/** `<key>.<version>.json`. */
export function fileOf(key: string, version: number): string {
  return `${key}.${version}.json`;
}

/** The parts of a record's file name; `undefined` for a file that is none of ours. */
export function partsOf(file: string): { key: string; version: number } | undefined {
  const [, key, version] = /^([0-9a-z~-]+)\.(\d{1,15})\.json$/.exec(file) ?? [];
  return key && version ? { key, version: Number(version) } : undefined;
}

/** The system's name of a failure, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code; // Node's own member
}
