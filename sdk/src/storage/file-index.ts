import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { OutboxRecord } from '../outbox/record.ts';
import { codeOf, type FileFolder, fileOf, keyOf, partsOf } from './file-folder.ts';
import { removed } from './file-write.ts';

/** A record as it lies on the disk. */
export interface Filed {
  readonly record: OutboxRecord;
  readonly version: number;
}

/** All records of a folder in memory, brought up to date by the names in it: a file never changes under its name. */
export interface FileIndex {
  /** Reads what is new. */
  refresh(): void;
  /** Deletes the older versions that a crash left behind; only for who has the lock. */
  tidy(): void;
  get(id: string): Filed | undefined;
  /** Whether there is a record under this file key. */
  has(key: string): boolean;
  put(filed: Filed): void;
  delete(id: string): void;
  /** By `seq`. */
  inOrder(): OutboxRecord[];
  /** The place of the next record. */
  nextSeq(): number;
}

/** `setAside` hears of each file that could not be read and now lies in `corrupt`. */
export function fileIndex(folder: FileFolder, setAside: (file: string) => void): FileIndex {
  const filed = new Map<string, Filed>();
  const superseded = new Set<string>();
  let order: string[] | undefined;

  const lastSeq = () => filed.get(inOrder().at(-1) ?? '')?.record.seq ?? 0;
  const enter = (key: string, entry: Filed) => {
    const place = filed.get(key)?.record.seq;
    if (place === undefined && order && entry.record.seq > lastSeq()) order.push(key);
    else if (place !== entry.record.seq) order = undefined;
    filed.set(key, entry);
  };
  /** Keys by `seq`; made anew when one goes or comes between. */
  const inOrder = (): string[] => {
    order ??= [...filed]
      .sort(([, a], [, b]) => a.record.seq - b.record.seq || (a.record.id < b.record.id ? -1 : 1))
      .map(([key]) => key);
    return order;
  };

  /** The highest version that can be read. A damaged one is set aside and the one before it counts, if it is there. */
  const load = (key: string, versions: readonly number[]): Filed | undefined => {
    for (const version of versions) {
      const file = fileOf(key, version);
      const record = parse(readFileSync(join(folder.records, file), 'utf8'), key);
      if (record) return { record, version };
      renameSync(join(folder.records, file), join(folder.corrupt, file));
      setAside(file);
    }
    return undefined;
  };

  const readNames = () => {
    const versions = versionsIn(folder.records);
    for (const [key, present] of versions) {
      const highest = Array.isArray(present) ? (present[0] ?? 0) : present;
      let entry = filed.get(key);
      if (entry?.version !== highest) {
        entry = load(key, [present].flat());
        if (entry) enter(key, entry);
        else versions.delete(key);
      }
      if (entry && Array.isArray(present))
        for (const version of present) if (version < entry.version) superseded.add(fileOf(key, version));
    }
    if (versions.size === filed.size) return;
    for (const key of filed.keys()) if (!versions.has(key)) filed.delete(key);
    order = undefined;
  };

  return {
    refresh() {
      for (let attempt = 0; ; attempt++) {
        try {
          readNames();
          return;
        } catch (error) {
          if (codeOf(error) !== 'ENOENT' || attempt === 20) throw error; // replaced between its name and its bytes: look again
        }
      }
    },
    tidy() {
      for (const file of superseded) removed(join(folder.records, file));
      superseded.clear();
    },
    get: (id) => filed.get(keyOf(id)),
    put: (entry) => enter(keyOf(entry.record.id), entry),
    delete(id) {
      filed.delete(keyOf(id));
      order = undefined;
    },
    has: (key) => filed.has(key),
    inOrder: () => inOrder().flatMap((key) => filed.get(key)?.record ?? []),
    nextSeq: () => lastSeq() + 1,
  };
}

/** The versions of each record, highest first; one alone, the usual case, stands without an array. */
function versionsIn(path: string): Map<string, number | number[]> {
  const versions = new Map<string, number | number[]>();
  for (const name of readdirSync(path)) {
    const parts = partsOf(name);
    if (!parts) continue; // none of ours
    const others = versions.get(parts.key);
    versions.set(
      parts.key,
      others === undefined ? parts.version : [others, parts.version].flat().sort((a, b) => b - a),
    );
  }
  return versions;
}

/** A record, if the text is a whole one and belongs under this name. */
function parse(text: string, key: string): OutboxRecord | undefined {
  try {
    const record = JSON.parse(text) as OutboxRecord; // looked at in the next line
    const texts = [record.id, record.scope, record.state, record.lane];
    const numbers = [record.seq, record.epoch, record.v];
    const whole = texts.every((text) => typeof text === 'string') && numbers.every(Number.isSafeInteger);
    return whole && keyOf(record.id) === key ? record : undefined;
  } catch {
    return undefined;
  }
}
