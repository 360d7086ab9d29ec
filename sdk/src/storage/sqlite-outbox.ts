import {
  isDelivered,
  isPrunable,
  type NewRecord,
  type OutboxRecord,
  patched,
  type RecordState,
} from '../outbox/record.ts';
import type { ListQuery, OutboxStore } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';
import { createSqliteLocks } from './sqlite-locks.ts';
import { databaseOpener, guarded, type OpenDatabase, transaction, unflushed } from './sqlite-open.ts';

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
  const open = outboxDatabase(file);
  const rows = (query: ListQuery) => {
    const where = [
      'TRUE',
      ...(query.scope === undefined ? [] : ['scope = :scope']),
      ...(query.lane === undefined ? [] : ['lane = :lane']),
    ].join(' AND ');
    const states = query.state === undefined ? [undefined] : [query.state].flat();
    // State by state, because the index has each in order: whoever needs the first few reads no more than those.
    const parts = states.map(
      (state) => `SELECT seq, data FROM records WHERE ${where}${state ? ` AND state = '${state}'` : ''}`, // from a closed list
    );
    return open()
      .prepare(`${parts.join(' UNION ALL ')} ORDER BY seq`)
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
    // A claim that a power cut undoes was never made; `maybeSent`, the next write, is flushed before bytes leave.
    claim: (query) =>
      guarded(() =>
        unflushed(open(), () => {
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
          const next = patched(record, patch);
          write(next);
          if (isDelivered(next)) open().prepare('DELETE FROM blobs WHERE id = ?').run(id);
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
  try {
    return row && { ...(JSON.parse(String(row.data)) as OutboxRecord), seq: Number(row.seq) }; // written by `text`
  } catch {
    return undefined; // damaged: left to a person, it keeps no other from being sent
  }
}

function* records(rows: Iterable<Row>): Generator<OutboxRecord> {
  for (const row of rows) {
    const record = read(row);
    if (record) yield record;
  }
}

/** A connection to the outbox in this file. */
export function outboxDatabase(file: string): OpenDatabase {
  return databaseOpener(
    file,
    5000,
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; ${SCHEMA}`,
  );
}
