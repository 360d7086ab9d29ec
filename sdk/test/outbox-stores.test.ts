import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, it } from 'vitest';
import { fileOutbox } from '../src/storage/file-outbox.ts';
import { idbOutbox } from '../src/storage/idb-outbox.ts';
import { memoryOutbox, memoryShelf } from '../src/storage/memory-outbox.ts';
import { nodeOutbox } from '../src/storage/node-outbox.ts';
import type { OutboxStore } from '../src/storage/outbox-store.ts';
import { rnOutbox } from '../src/storage/rn-outbox.ts';
import { sqliteOutbox } from '../src/storage/sqlite-outbox.ts';
import { aPhone } from './support/async-storage.ts';
import { OUTBOX_RULES } from './support/outbox-conformance.ts';

globalThis.IDBKeyRange ??= IDBKeyRange;
const opened: OutboxStore[] = [];
const folders: string[] = [];

const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sym-outbox-'));
  folders.push(folder);
  return folder;
};

/** A fresh place for records per test; the function opens it once more each time. */
const PLACES: Record<string, () => () => OutboxStore> = {
  memory: () => {
    const shelf = memoryShelf();
    return () => memoryOutbox(shelf);
  },
  IndexedDB: () => {
    const factory = new IDBFactory();
    return () => idbOutbox({ factory });
  },
  SQLite: () => {
    const folder = aFolder();
    return () => sqliteOutbox(join(folder, 'outbox.db'));
  },
  files: () => {
    const folder = aFolder();
    return () => fileOutbox(folder);
  },
  'a directory of this Node': () => {
    const folder = aFolder();
    return () => nodeOutbox(folder);
  },
  'AsyncStorage 2': () => {
    const { storage } = aPhone(Math.random).boot();
    return () => rnOutbox({ storage });
  },
  'AsyncStorage 3 and files': () => {
    const modules = aPhone(Math.random).boot({ version: 3 });
    return () => rnOutbox(modules);
  },
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe.each(Object.entries(PLACES))('the outbox in %s', (_, place) => {
  it.each(OUTBOX_RULES)('$name', async (rule) => {
    const open = place();
    await rule.run(() => {
      const store = open();
      opened.push(store);
      return store;
    });
  });

  it('lets one pass at a time hold a lock, where it has locks', async () => {
    const open = place();
    const [one, two] = [open(), open()];
    opened.push(one, two);
    if (!one.locks) return expect(place).toBe(PLACES.IndexedDB); // fake-indexeddb has no navigator.locks on every Node
    const name = `test-${Math.random()}`;
    const inside = await one.locks.tryWith(name, async () => two.locks?.tryWith(name, async () => 'both'));
    expect(inside).toBe('busy');
    expect(await two.locks?.tryWith(name, async () => 'alone')).toBe('alone');
  });
});
