import type { LockProvider } from './outbox-store.ts';

/** Web Locks as `{ locks }`, or nothing where there are none: leases then keep order by themselves. Never `steal`s. */
export function webLocks(): { locks?: LockProvider } {
  const manager = globalThis.navigator?.locks;
  if (!manager) return {};
  return {
    locks: {
      tryWith: (name, fn) =>
        manager.request(name, { ifAvailable: true }, (lock) =>
          lock ? fn(new AbortController().signal) : 'busy',
        ) as Promise<never>, // the callback's own result
    },
  };
}
