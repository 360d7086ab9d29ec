import { join } from 'node:path';
import { type FileFolder, keyOf, makeFolder } from './file-folder.ts';
import { type FileLock, fileLock } from './file-lock.ts';
import type { LockProvider } from './outbox-store.ts';

/** How long a lock whose holder's process cannot be seen must have stood still to be dead. */
const STALE_MS = 30_000;
const BEAT_MS = 5000;

/** Locks that are held for a while, between processes: the heartbeat goes on while `fn` runs. `admit` throws in another store's directory. */
export function createFileLocks(folder: FileFolder, admit: () => void): LockProvider {
  const known = new Map<string, FileLock>(); // a lock remembers how long it has seen another's stand still
  const held = new Set<string>();
  return {
    async tryWith(name, fn) {
      if (held.has(name)) return 'busy';
      admit();
      makeFolder(folder);
      const lock = known.get(name) ?? fileLock(join(folder.locks, keyOf(`for ${name}`)), STALE_MS);
      known.set(name, lock);
      if (lock.tryTake() === 'busy') return 'busy';
      held.add(name);
      const abort = new AbortController();
      const heart = setInterval(() => {
        try {
          if (!lock.beat()) abort.abort();
        } catch {
          abort.abort(); // the folder cannot be written: stop claiming, leases run out by themselves
        }
      }, BEAT_MS);
      heart.unref();
      try {
        return await fn(abort.signal);
      } finally {
        clearInterval(heart);
        held.delete(name);
        lock.release();
      }
    },
  };
}
