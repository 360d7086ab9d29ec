import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../src/index.ts';
import type { OutboxStore } from '../src/outbox/index.ts';
import { idbOutbox } from '../src/storage/idb-outbox.ts';
import { aNewOrder, diskOn, givenWorld } from './support/given.ts';
import { openMortal } from './support/mortal.ts';
import { virtualClock } from './support/virtual-clock.ts';

globalThis.IDBKeyRange ??= IDBKeyRange;
const MINUTE = 60_000;

/** The same store with some of it broken. */
function broken(store: OutboxStore, change: Partial<OutboxStore>): OutboxStore {
  return { ...store, ...change };
}

describe('a device that cannot store (sdk scenarios 23-25)', () => {
  it('23: quota exceeded: the cache is emptied and the order stored', async () => {
    const world = givenWorld();
    const disk = diskOn(world.shelf);
    let full = true;
    const store = broken(disk, {
      add: async (...args) => (full ? Promise.reject(new StorageError('quota', 'Full.')) : disk.add(...args)),
    });
    const cache = () => ({
      read: () => Promise.reject(new Error('not asked')),
      close: async () => {},
      sacrifice: async () => {
        full = false;
        return true;
      },
    });
    const { sym } = world.open({ store, extra: { cache } });
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(sub.durability).toBe('disk');
    expect(world.shelf.records.size).toBe(1);
  });

  it('23: still full: memory, said truthfully, sent at once; moved to the disk when there is room', async () => {
    const world = givenWorld();
    const disk = diskOn(world.shelf);
    let full = true;
    const store = broken(disk, {
      add: async (...args) => (full ? Promise.reject(new StorageError('quota', 'Full.')) : disk.add(...args)),
    });
    const { sym } = world.open({ store });
    const errors: string[] = [];
    sym.outbox.on('storage', (error) => errors.push(error.kind));

    const sent = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(sent.durability).toBe('memory');
    expect(errors).toContain('quota');
    expect((await sym.outbox.health()).durability).toBe('memory');
    await world.clock.settle();
    expect(world.server.orders.has(sent.id)).toBe(true);

    world.server.fault = () => ({ kind: 'drop' });
    const waiting = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await sym.orders.amend(waiting.id, { instructions: 'Ring twice.' });
    full = false;
    await world.clock.advance(MINUTE);
    expect(world.shelf.records.has(waiting.id)).toBe(true);
    expect((await sym.outbox.health()).durability).toBe('disk');
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.get(waiting.id)?.log.map((e) => e.what)).toEqual(['create', 'amend']);
  });

  it('24: a store that hangs: submit settles within 10 s and says memory; its late write merges, one order', async () => {
    const world = givenWorld();
    const disk = diskOn(world.shelf);
    let release: () => void = () => {};
    const thaw = new Promise<void>((resolve) => {
      release = resolve;
    });
    const store = broken(disk, { add: async (...args) => thaw.then(() => disk.add(...args)) });
    const { sym } = world.open({ store });
    const start = world.clock.now();
    const submitting = sym.orders.submit(sym.orders.draft(), aNewOrder());
    let settled = false;
    void submitting.then(() => {
      settled = true;
    });
    await world.clock.until(() => settled, 10_000);
    expect(world.clock.now() - start).toBeLessThanOrEqual(10_000);
    expect((await submitting).durability).toBe('memory');

    release();
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.size).toBe(1);
    expect(world.shelf.records.size).toBe(1);
    expect(await (await submitting).state()).toBe('accepted');
  });

  it.each([5, 60, 3600])(
    '24: a page stands still for %d s while it stores: its disk is well, and it says so',
    async (s) => {
      const world = givenWorld();
      const app = openMortal(world);
      const troubles: string[] = [];
      app.sym.outbox.on('storage', (error) => troubles.push(error.message));
      const submit = () => app.sym.orders.submit(app.sym.orders.draft(), aNewOrder());
      app.freeze();
      const before = [submit(), submit()];
      await world.clock.advance(s * 1000);
      app.thaw();
      const subs = await Promise.all([...before, submit()]);
      app.kill(); // closed at once: nobody was told to keep it open
      expect(subs.map((sub) => sub.durability)).toEqual(['disk', 'disk', 'disk']);
      expect(troubles).toEqual([]);

      world.open();
      await world.clock.advance(10 * MINUTE);
      expect([...world.server.orders.keys()].sort()).toEqual(subs.map((sub) => sub.id).sort());
    },
  );

  it('24: the connection is killed: the next operation opens it again', async () => {
    const clock = virtualClock(undefined, 60);
    const factory = new IDBFactory();
    const open: IDBDatabase[] = [];
    const watched = new Proxy(factory, {
      get: (target, name) =>
        name === 'open'
          ? (...args: [string, number?]) => {
              const request = target.open(...args);
              request.addEventListener('success', () => open.push(request.result));
              return request;
            }
          : Reflect.get(target, name),
    });
    const world = givenWorld({ clock });
    const { sym } = world.open({ store: idbOutbox({ factory: watched, clock, name: 'killed' }) });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(1000);
    for (const db of open.splice(0)) forceCloseDatabase(db as never); // the fake's own class
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(sub.durability).toBe('disk');
    await clock.advance(MINUTE);
    expect(world.server.orders.size).toBe(2);
    await sym.close();
  });

  it('24: IndexedDB never opens: submit settles within 10 s with memory', async () => {
    const clock = virtualClock(undefined, 60);
    const world = givenWorld({ clock });
    const factory = { open: () => ({}) } as unknown as IDBFactory; // a request that never answers
    const { sym } = world.open({ store: idbOutbox({ factory, clock, name: 'hung' }) });
    let durability: string | undefined;
    void sym.orders.submit(sym.orders.draft(), aNewOrder()).then((sub) => {
      durability = sub.durability;
    });
    await clock.advance(10_000);
    expect(durability).toBe('memory');
    await clock.advance(MINUTE);
    expect(world.server.orders.size).toBe(1);
  });

  it('25: the database is deleted while orders wait: they are written again, with a storage event', async () => {
    const clock = virtualClock(undefined, 60);
    const factory = new IDBFactory();
    const world = givenWorld({ clock });
    world.server.fault = () => ({ kind: 'drop' });
    const { sym } = world.open({ store: idbOutbox({ factory, clock, name: 'deleted' }) });
    const kinds: string[] = [];
    sym.outbox.on('storage', (error) => kinds.push(error.kind));
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(1000);
    await new Promise((resolve) => {
      factory.deleteDatabase('deleted').onsuccess = resolve;
    });
    await clock.advance(1000);
    expect(kinds).toContain('corrupt');
    expect((await sym.outbox.list()).map((r) => r.id)).toEqual([sub.id]);

    world.server.fault = () => undefined;
    await clock.advance(10 * MINUTE);
    expect(world.server.orders.size).toBe(1);
    await sym.close();
  });
});
