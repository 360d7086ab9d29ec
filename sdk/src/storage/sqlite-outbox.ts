import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../core/errors.ts';
import { isPrunable, type NewRecord, type OutboxRecord, patched, type RecordState } from '../outbox/record.ts';
import type { ListQuery, OutboxStore } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';
import { createSqliteLocks } from './sqlite-locks.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, state TEXT NOT NULL,
    lane TEXT NOT NULL, data TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS records_scope_state ON records (scope, state, seq);
  CREATE INDEX IF NOT EXISTS records_lane ON records (lane, seq);
  CREATE TABLE IF NOT EXISTS blobs (id TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS locks (name TEXT PRIMARY KEY, owner TEXT NOT NULL, expires INTEGER NOT NULL);
`;

/**
 * Records in one SQLite file, for Node ≥ 22.13: write-ahead log, `synchronous=FULL`, so `add` resolves after the bytes
 * are asked onto the disk. Any number of processes may share the file; claims are `BEGIN IMMEDIATE`, and the drain
 * lock is a row that expires. `kill -9` at any point leaves a whole record or none.
 */
export function sqliteOutbox(file: string): OutboxStore {
  const open = opener(file);
  const rows = (query: ListQuery) => {
    const wanted = query.state === undefined ? undefined : [query.state].flat();
    const where = [
      ...(query.scope === undefined ? [] : ['scope = :scope']),
      ...(query.lane === undefined ? [] : ['lane = :lane']),
      ...(wanted ? [`state IN (${wanted.map((state) => `'${state}'`).join()})`] : []), // from a closed list, not from outside
    ];
    const sql = `SELECT seq, data FROM records ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY seq`;
    return open()
      .prepare(sql)
      .iterate({
        ...(query.scope === undefined ? {} : { scope: query.scope }),
        ...(query.lane === undefined ? {} : { lane: query.lane }),
      });
  };
  const find = (id: string) => read(open().prepare('SELECT seq, data FROM records WHERE id = ?').get(id));
  const write = (record: OutboxRecord) =>
    open()
      .prepare('UPDATE records SET scope = ?, state = ?, lane = ?, data = ? WHERE seq = ?')
      .run(record.scope, record.state, record.lane, text(record), record.seq);

  return {
    durability: 'disk',
    locks: createSqliteLocks(open),
    add: (record, blob) =>
      guarded(() =>
        transaction(open(), () => {
          const present = find(record.id);
          if (present) return present;
          const { lastInsertRowid } = open()
            .prepare('INSERT INTO records (id, scope, state, lane, data) VALUES (?, ?, ?, ?, ?)')
            .run(record.id, record.scope, record.state, record.lane, text(record));
          if (blob) open().prepare('INSERT OR REPLACE INTO blobs VALUES (?, ?)').run(record.id, blob);
          return { ...record, seq: Number(lastInsertRowid) };
        }),
      ),
    claim: (query) =>
      guarded(() =>
        transaction(open(), () => {
          const open4 = ['queued', 'sending', 'paused', 'attention'] as const;
          const claimed = selectClaimable(
            records(rows({ scope: query.scope, state: open4 })),
            query,
            (id) => find(id)?.state as RecordState | undefined,
          );
          return claimed.map((record) => {
            const next = leased(record, query);
            write(next);
            return next;
          });
        }),
      ),
    patch: (id, epoch, patch) =>
      guarded(() =>
        transaction(open(), () => {
          const record = find(id);
          if (record?.epoch !== epoch || record.v !== 1) return false;
          write(patched(record, patch));
          return true;
        }),
      ),
    get: (id) => guarded(() => find(id)),
    list: (query) => guarded(() => [...records(rows(query))].filter((record) => matches(record, query))),
    blob: (id) =>
      guarded(() => open().prepare('SELECT bytes FROM blobs WHERE id = ?').get(id)?.bytes as Uint8Array | undefined), // the column's type
    meta: (key, ...set) =>
      guarded(() => {
        if (set[0] === null) open().prepare('DELETE FROM meta WHERE key = ?').run(key);
        else if (set[0] !== undefined)
          open().prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, JSON.stringify(set[0]));
        const row = open().prepare('SELECT value FROM meta WHERE key = ?').get(key);
        return row ? JSON.parse(String(row.value)) : undefined;
      }),
    prune: (now) =>
      guarded(() =>
        transaction(open(), () => {
          const old = [...records(rows({ state: ['accepted', 'cancelled'] }))].filter((record) =>
            isPrunable(record, now),
          );
          for (const { id } of old)
            for (const table of ['records', 'blobs']) open().prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
          return old.length;
        }),
      ),
    close: async () => open.close(),
  };
}

type Row = Record<string, unknown> | undefined;

function text(record: NewRecord): string {
  return JSON.stringify({ ...record, seq: undefined });
}

function read(row: Row): OutboxRecord | undefined {
  return row ? { ...(JSON.parse(String(row.data)) as OutboxRecord), seq: Number(row.seq) } : undefined; // written by `text`
}

function* records(rows: Iterable<Row>): Generator<OutboxRecord> {
  for (const row of rows) yield read(row) as OutboxRecord; // rows of an iteration are never absent
}

/** Opens on first use: importing or naming the store touches no disk. */
function opener(file: string): (() => DatabaseSync) & { close(): void } {
  let db: DatabaseSync | undefined;
  const open = () => {
    if (db) return db;
    mkdirSync(dirname(file), { recursive: true });
    db = new DatabaseSync(file, { timeout: 5000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1;');
    db.exec(SCHEMA);
    return db;
  };
  return Object.assign(open, {
    close: () => {
      db?.close();
      db = undefined;
    },
  });
}

function transaction<T>(db: DatabaseSync, fn: () => T): T {
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

/** SQLite's codes as ours: 13 is a full disk, 5 and 6 a lock that was not released in 5 s, 11 and 26 a broken file. */
async function guarded<T>(fn: () => T): Promise<T> {
  try {
    return fn();
  } catch (error) {
    const code = (error as { errcode?: number }).errcode ?? 0; // node:sqlite's own member
    const kind =
      code === 13
        ? 'quota'
        : code === 5 || code === 6
          ? 'blocked'
          : code === 11 || code === 26
            ? 'corrupt'
            : 'unavailable';
    throw new StorageError(kind, `The order database failed: ${String(error)}`, error);
  }
}
