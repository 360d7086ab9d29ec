import type { LockProvider } from './outbox-store.ts';

let held: WeakMap<object, Set<string>> | undefined; // made on first use: nothing happens at import

/** Locks among everything in this process that shares `owner`, for stores that live in memory. */
export function createMemoryLocks(owner: object): LockProvider {
  return {
    async tryWith(name, fn) {
      held ??= new WeakMap();
      const names = held.get(owner) ?? new Set();
      held.set(owner, names);
      if (names.has(name)) return 'busy';
      names.add(name);
      try {
        return await fn(new AbortController().signal);
      } finally {
        names.delete(name);
      }
    },
  };
}
