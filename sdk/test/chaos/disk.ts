import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Clock } from '../../src/core/clock.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';
import { idbOutbox } from '../../src/storage/idb-outbox.ts';
import { type MemoryShelf, memoryOutbox, memoryShelf } from '../../src/storage/memory-outbox.ts';
import { sqliteOutbox } from '../../src/storage/sqlite-outbox.ts';
import { dump } from '../support/idb-dump.ts';

export const SHELVES = ['memory', 'sqlite', 'idb', 'files'] as const;
export type Shelf = (typeof SHELVES)[number];

/** What one device stores on, shared by all that is open on it. */
export interface Disk {
  /** The store of one more page. */
  open(): OutboxStore;
  /** Everything that lies there, as text, to look for secrets. */
  text(): Promise<string>;
  /** Nothing is under way. */
  resting(): boolean;
  /** The site's data is deleted, where a person can do that. */
  wipe?(): Promise<void>;
  /** Kills the connections that are open. */
  cut(): void;
  end(): void;
  /** Where a broken build reaches behind the store; in memory only. */
  readonly shelf?: MemoryShelf;
}

/** A disk of that kind; throws a sentence when this release has no such store. */
export async function diskOf(shelf: Shelf, clock: Clock): Promise<Disk> {
  switch (shelf) {
    case 'memory':
      return memoryDisk();
    case 'idb':
      return idbDisk(clock);
    case 'sqlite': {
      const folder = roomyFolder();
      return folderDisk(folder, () => sqliteOutbox(join(folder, 'outbox.db')));
    }
    case 'files': {
      const fileOutbox = await fileStore();
      if (!fileOutbox) throw new Error('There is no file store here.');
      const folder = roomyFolder();
      return folderDisk(folder, () => fileOutbox(join(folder, 'outbox')));
    }
  }
}

/** The store of one file per record. */
export async function fileStore(): Promise<((folder: string) => OutboxStore) | undefined> {
  const module = '../../src/storage/file-outbox.ts';
  const found = (await import(module).catch(() => undefined)) as
    | { fileOutbox(folder: string): OutboxStore }
    | undefined;
  return found?.fileOutbox;
}

const still = { resting: () => true, cut: () => {}, end: () => {} };

function memoryDisk(): Disk {
  const shelf = memoryShelf();
  const watchers = new Set<(what: 'changed' | 'lost') => void>();
  return {
    ...still,
    shelf,
    open: () => ({
      ...memoryOutbox(shelf),
      durability: 'disk',
      watch(fn) {
        watchers.add(fn);
        return () => void watchers.delete(fn);
      },
    }),
    text: async () => JSON.stringify([...shelf.records.values(), ...shelf.meta]),
    async wipe() {
      for (const map of [shelf.records, shelf.blobs, shelf.meta]) map.clear();
      for (const fn of [...watchers]) fn('lost');
    },
  };
}

/** On a disk that is memory, when there is one: what a storm proves is order, not the platter. */
function roomyFolder(): string {
  const shm = statSync('/dev/shm', { throwIfNoEntry: false })?.isDirectory() ? '/dev/shm' : tmpdir();
  return mkdtempSync(join(shm, 'sym-chaos-'));
}

function folderDisk(folder: string, openStore: () => OutboxStore): Disk {
  const stores: OutboxStore[] = [];
  let busy = 0;
  return {
    ...still,
    resting: () => busy === 0,
    open() {
      const store = counted(openStore(), (by) => {
        busy += by;
      });
      stores.push(store);
      return store;
    },
    text: async () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
        .join('\n'),
    end() {
      for (const store of stores) void store.close().catch(() => {}); // it may be closed
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tabs that hear of each other in an order that a seed decides: the platform's own channel has threads under it. */
class Channel extends EventTarget {
  static readonly open = new Set<Channel>();
  onmessage: (() => void) | undefined;
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
    Channel.open.add(this);
  }
  postMessage(): void {
    for (const other of Channel.open)
      if (other !== this && other.#name === this.#name) setImmediate(() => other.onmessage?.());
  }
  close(): void {
    Channel.open.delete(this);
  }
}

function idbDisk(clock: Clock): Disk {
  globalThis.IDBKeyRange ??= IDBKeyRange;
  globalThis.BroadcastChannel = Channel as unknown as typeof BroadcastChannel; // as much of it as the store uses
  const factory = new IDBFactory();
  const open = new Set<IDBDatabase>();
  const stores: OutboxStore[] = [];
  let busy = 0;
  const count = (by: number) => {
    busy += by;
  };
  const opening = factory.open.bind(factory);
  factory.open = (...args) => {
    const request = opening(...args);
    request.addEventListener('success', () => open.add(request.result));
    return request;
  };
  return {
    resting: () => busy === 0,
    open() {
      const store = counted(idbOutbox({ factory, clock }), count);
      stores.push(store);
      return store;
    },
    text: async () => JSON.stringify(await dump(factory, 'sym-outbox')),
    async wipe() {
      count(1);
      await new Promise<void>((resolve) => {
        const request = factory.deleteDatabase('sym-outbox');
        request.onsuccess = request.onerror = () => resolve();
      });
      count(-1);
    },
    cut() {
      // The library's own type of the same database.
      for (const db of open) forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
      open.clear();
    },
    end() {
      for (const store of stores) void store.close();
    },
  };
}

/** The same store; `count` hears of each operation that begins and ends. */
function counted(store: OutboxStore, count: (by: 1 | -1) => void): OutboxStore {
  const heard =
    <A extends unknown[], R>(fn: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      count(1);
      return fn(...args).finally(() => count(-1));
    };
  return {
    ...store,
    add: heard(store.add),
    claim: heard(store.claim),
    patch: heard(store.patch),
    get: heard(store.get),
    list: heard(store.list),
    blob: heard(store.blob),
    meta: heard(store.meta),
    prune: heard(store.prune),
  };
}
