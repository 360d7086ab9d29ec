import type { OutboxRecord } from '../outbox/record.ts';

/** A second place for records whose store failed. Counts as memory, because the browser confirms no flush. */
export interface Journal {
  put(record: OutboxRecord): void;
  all(): OutboxRecord[];
  remove(id: string): void;
}

const PREFIX = 'sym-journal:';

/** One key of `localStorage` per record; `undefined` where there is none (workers, Node) or where it is forbidden. */
export function localStorageJournal(): Journal | undefined {
  const storage = safely(() => (typeof document === 'object' ? localStorage : undefined));
  if (!storage) return undefined;
  return {
    put: (record) => void safely(() => storage.setItem(PREFIX + record.id, JSON.stringify(record))),
    remove: (id) => void safely(() => storage.removeItem(PREFIX + id)),
    all: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(PREFIX))
        .flatMap((key) => safely(() => [JSON.parse(storage.getItem(key) ?? '') as OutboxRecord]) ?? []) // written by `put`
        .filter((record) => record?.scope && record.lane), // or by somebody else
  };
}

/** Reading the property alone throws in some private windows. */
function safely<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}
