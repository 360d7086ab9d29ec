import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { LockProvider } from './outbox-store.ts';

const TTL_MS = 30_000;

/**
 * Locks between processes: a row with an expiry, renewed while it is held (`navigator.locks` of Node knows one process
 * only). A killed holder blocks others for 30 s at most; leases keep the order safe even then.
 */
export function createSqliteLocks(open: () => DatabaseSync): LockProvider {
  return {
    async tryWith(name, fn) {
      const owner = randomUUID();
      const take = () =>
        open()
          .prepare(
            `INSERT INTO locks VALUES (:name, :owner, :expires) ON CONFLICT (name) DO UPDATE
             SET owner = :owner, expires = :expires WHERE owner = :owner OR expires <= :now OR expires > :now + ${2 * TTL_MS}`,
          )
          .run({ name, owner, now: Date.now(), expires: Date.now() + TTL_MS }).changes === 1;
      if (!take()) return 'busy';
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
