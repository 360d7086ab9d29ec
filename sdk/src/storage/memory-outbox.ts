import { isDelivered, isPrunable, type NewRecord, type OutboxRecord, patched } from '../outbox/record.ts';
import { createMemoryLocks } from './memory-locks.ts';
import type { OutboxStore } from './outbox-store.ts';
import { leased, matches, selectClaimable } from './select-claimable.ts';

/** What a memory store keeps; two stores on one shelf see the same records, like two tabs on one disk. */
export interface MemoryShelf {
  readonly records: Map<string, OutboxRecord>;
  readonly blobs: Map<string, Uint8Array>;
  readonly meta: Map<string, unknown>;
  seq: number;
}

/** An empty shelf. */
export function memoryShelf(): MemoryShelf {
  return { records: new Map(), blobs: new Map(), meta: new Map(), seq: 0 };
}

/** Records in memory: gone with the page, and it says so. */
export function memoryOutbox(shelf: MemoryShelf = memoryShelf()): OutboxStore {
  return { ...memoryRecords(shelf), locks: createMemoryLocks(shelf) };
}

/** The same without locks. Each call runs in one turn, so all of it is atomic. */
export function memoryRecords(shelf: MemoryShelf): OutboxStore {
  const inOrder = () => [...shelf.records.values()].sort((a, b) => a.seq - b.seq);
  return {
    durability: 'memory',
    async add(record: NewRecord, blob) {
      const present = shelf.records.get(record.id);
      if (present) return present;
      const stored: OutboxRecord = { ...record, seq: ++shelf.seq };
      shelf.records.set(stored.id, stored);
      if (blob) shelf.blobs.set(stored.id, blob);
      return stored;
    },
    async claim(query) {
      const mine = inOrder().filter((record) => record.scope === query.scope);
      const claimed = selectClaimable(mine, query, (id) => shelf.records.get(id)?.state).map((record) =>
        leased(record, query),
      );
      for (const record of claimed) shelf.records.set(record.id, record);
      return claimed;
    },
    async patch(id, epoch, patch) {
      const record = shelf.records.get(id);
      if (record?.epoch !== epoch || record.v !== 1) return false;
      const next = patched(record, patch);
      shelf.records.set(id, next);
      if (isDelivered(next)) shelf.blobs.delete(id);
      return true;
    },
    get: async (id) => shelf.records.get(id),
    list: async (query) => inOrder().filter((record) => matches(record, query)),
    blob: async (id) => shelf.blobs.get(id),
    async meta(key, ...set) {
      if (set.length > 0 && set[0] !== undefined) {
        if (set[0] === null) shelf.meta.delete(key);
        else shelf.meta.set(key, set[0]);
      }
      return shelf.meta.get(key);
    },
    async prune(now) {
      const old = inOrder().filter((record) => isPrunable(record, now));
      for (const { id } of old) {
        shelf.records.delete(id);
        shelf.blobs.delete(id);
      }
      return old.length;
    },
    close: async () => {},
  };
}
