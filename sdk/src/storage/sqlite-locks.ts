import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { isGone, type ProcessName, thisProcess } from './node-process.ts';
import type { LockProvider } from './outbox-store.ts';

const TTL_MS = 30_000;

/**
 * Locks between processes: a row with an expiry, renewed while it is held (`navigator.locks` of Node knows one process
 * only). A holder that was killed on this machine is passed over at once; one elsewhere, or that hangs, blocks others for
 * 30 s at most. Leases keep the order safe even then.
 */
export function createSqliteLocks(open: () => DatabaseSync): LockProvider {
  return {
    async tryWith(name, fn) {
      const owner = JSON.stringify({ ...thisProcess(), token: randomUUID() });
      const take = () =>
        open()
          .prepare(
            `INSERT INTO locks VALUES (:name, :owner, :expires) ON CONFLICT (name) DO UPDATE
             SET owner = :owner, expires = :expires WHERE owner = :owner OR expires <= :now OR expires > :now + ${2 * TTL_MS}`,
          )
          .run({ name, owner, now: Date.now(), expires: Date.now() + TTL_MS }).changes === 1;
      if (!take() && !(pruneDead(open(), name) && take())) return 'busy';
      const abort = new AbortController();
      const renewal = setInterval(() => {
        try {
          if (!take()) abort.abort();
        } catch {
          abort.abort(); // the file cannot be written: stop claiming, leases run out by themselves
        }
      }, TTL_MS / 3);
      renewal.unref();
      try {
        return await fn(abort.signal);
      } finally {
        clearInterval(renewal);
        open().prepare('DELETE FROM locks WHERE name = ? AND owner = ?').run(name, owner);
      }
    },
  };
}

/** Deletes the row of a holder whose process has ended; false when it lives, or cannot be seen. */
function pruneDead(db: DatabaseSync, name: string): boolean {
  const row = db.prepare('SELECT owner, expires FROM locks WHERE name = ?').get(name);
  const holder = row && parse(String(row.owner));
  if (!row || !holder || !isGone(holder, Number(row.expires) - TTL_MS)) return false;
  return db.prepare('DELETE FROM locks WHERE name = ? AND owner = ?').run(name, String(row.owner)).changes === 1;
}

function parse(owner: string): ProcessName | undefined {
  try {
    return JSON.parse(owner) as ProcessName; // written above
  } catch {
    return undefined; // by release 0.1.0
  }
}
