import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { type CacheStore, memoryCache, readCache } from '../src/cache/index.ts';
import { idbCache } from '../src/storage/idb-cache.ts';
import { rnCache } from '../src/storage/rn-cache.ts';
import { sqliteCache } from '../src/storage/sqlite-cache.ts';
import { aPhone } from './support/async-storage.ts';
import { givenWorld, type World } from './support/given.ts';

const open = (world: World, store: CacheStore, user = 'ada') =>
  world.open({ user, extra: { cache: readCache({ store, maxBytes: 5000 }) } }).sym;
const names = (page: unknown) => (page as { data: { name: string }[] }).data.map((p) => p.name);

describe('reading the catalog without a network', () => {
  it('answers from the device at once and asks anew behind the scenes; an unchanged copy is only confirmed', async () => {
    const world = givenWorld();
    const sym = open(world, memoryCache());
    const first = await sym.products.list();
    expect(first.meta).toMatchObject({ source: 'network', stale: false });

    const second = await sym.products.list();
    expect(second.meta.source).toBe('cache');
    await world.clock.settle();
    expect(world.server.seen).toHaveLength(2); // the second was a 304

    world.server.products = [{ id: 'prd_2', name: 'Crate' }];
    expect(names((await sym.products.list()).data)).toEqual(['Pallet']);
    await world.clock.settle();
    expect(names((await sym.products.list()).data)).toEqual(['Crate']);
  });

  it('tells who asked for it when the server says something else than the copy did, and only then', async () => {
    const world = givenWorld();
    const sym = open(world, memoryCache());
    const told: string[][] = [];
    const load = async () => {
      const { data } = await sym.products.list({ cache: { onFresh: (fresh) => told.push(names(fresh.data)) } });
      await world.clock.settle();
      return names(data);
    };
    expect([await load(), await load(), told]).toEqual([['Pallet'], ['Pallet'], []]); // from the server; a 304

    world.server.products = [{ id: 'prd_2', name: 'Crate' }];
    expect([await load(), told]).toEqual([['Pallet'], [['Crate']]]);
    world.server.fault = () => ({ kind: 'drop' });
    expect([await load(), told]).toEqual([['Crate'], [['Crate']]]);
  });

  it.each([
    ['the network is cut', { kind: 'drop' } as const],
    ['the server answers 503', { kind: 'problem', status: 503, code: 'service_unavailable' } as const],
    ['the server hangs', { kind: 'late', ms: 3_600_000 } as const],
    ['a captive portal answers', { kind: 'answer', status: 200, type: 'text/html', body: '<h1>Pay</h1>' } as const],
  ])('after a reload, when %s, shows products within 3 s, as old as they are', async (_, fault) => {
    const world = givenWorld();
    const store = memoryCache();
    await open(world, store).products.list();
    await world.clock.advance(60_000);
    world.server.fault = () => fault;

    const reloaded = open(world, store);
    const start = world.clock.now();
    for (const cache of ['swr', 'network-first', 'cache-only'] as const) {
      let page: Awaited<ReturnType<typeof reloaded.products.list>> | undefined;
      void reloaded.products.list({ cache, maxRetries: 0 }).then((answer) => {
        page = answer;
      });
      await world.clock.until(() => page !== undefined, 3000);
      expect(names(page?.data)).toEqual(['Pallet']);
      expect(page?.meta).toMatchObject({ source: 'cache', stale: true });
      expect(page?.meta.ageMs).toBeGreaterThanOrEqual(60_000);
    }
    expect(world.clock.now() - start).toBeLessThanOrEqual(3000);
  });

  it('shows no user what another one read, and nothing after signing out', async () => {
    const world = givenWorld();
    const store = memoryCache();
    const ada = open(world, store);
    await ada.products.list();
    world.server.tokens.set('token-eve', { tenant: 'ten_2', sub: 'eve' });
    const eve = world.open({
      extra: {
        cache: readCache({ store }),
        auth: { getToken: async () => ({ token: 'token-eve', tenant: 'ten_2', sub: 'eve', expiresAt: 9e15 }) },
      },
    }).sym;
    await expect(eve.products.list({ cache: 'cache-only' })).rejects.toMatchObject({ code: 'not_cached' });
    expect((await open(world, store).products.list({ cache: 'cache-only' })).meta.source).toBe('cache');

    await ada.auth.logout();
    await expect(open(world, store).products.list({ cache: 'cache-only' })).rejects.toMatchObject({
      code: 'not_cached',
    });
  });

  it('never shows again what was withdrawn from this user', async () => {
    const world = givenWorld();
    const sym = open(world, memoryCache());
    await sym.products.list();
    world.server.fault = () => ({ kind: 'problem', status: 403, code: 'action_not_allowed' });
    await sym.products.list();
    await world.clock.settle();
    await expect(sym.products.list({ cache: 'cache-only' })).rejects.toMatchObject({ code: 'not_cached' });
  });

  it('asks once when many ask at once', async () => {
    const world = givenWorld();
    const sym = open(world, memoryCache());
    await Promise.all([sym.products.list(), sym.products.list(), sym.products.list()]);
    expect(world.server.seen).toHaveLength(1);
  });

  it('drops what is broken or of another shape, and works without a working store', async () => {
    const world = givenWorld();
    const entries = new Map();
    const sym = open(world, memoryCache(entries));
    await sym.products.list();
    for (const [key, entry] of entries) entries.set(key, { ...entry, body: '{"data":[' });
    expect((await sym.products.list()).meta.source).toBe('network');
    for (const [key, entry] of entries) entries.set(key, { ...entry, schema: 99 });
    expect((await sym.products.list()).meta.source).toBe('network');

    const failing = Object.fromEntries(
      Object.keys(memoryCache()).map((name) => [name, () => Promise.reject(new Error('broken'))]),
    ) as unknown as CacheStore;
    expect((await open(world, failing).products.list()).meta.source).toBe('network');
  });

  it('keeps to its size: the least recently used goes first', async () => {
    const world = givenWorld();
    const store = memoryCache();
    const sym = open(world, store);
    world.server.products = Array.from({ length: 30 }, (_, i) => ({
      id: `prd_${i}`,
      name: `A product with a name ${i}`,
    }));
    for (let limit = 31; limit <= 36; limit++) {
      await sym.products.list({ limit });
      await world.clock.advance(60_000);
    }
    expect(await store.usage()).toBeLessThanOrEqual(5000);
    expect((await sym.products.list({ limit: 36, cache: 'cache-only' })).meta.source).toBe('cache');
    await expect(sym.products.list({ limit: 31, cache: 'cache-only' })).rejects.toMatchObject({ code: 'not_cached' });
  });
});

describe.each([
  ['memory', () => memoryCache()],
  ['IndexedDB', () => idbCache({ factory: new IDBFactory() })],
  ['SQLite', () => sqliteCache(join(mkdtempSync(join(tmpdir(), 'sym-cache-')), 'cache.db'))],
  ['AsyncStorage 2', () => rnCache({ storage: aPhone(Math.random).boot().storage })],
  ['AsyncStorage 3', () => rnCache({ storage: aPhone(Math.random).boot({ version: 3 }).storage })],
] as const)('the cache in %s', (_, make) => {
  it('keeps, touches, counts, evicts by last use and clears', async () => {
    const store = make();
    const entry = (key: string, lastUsed: number) => ({
      key,
      schema: 1,
      etag: 'W/"1"',
      body: '{}',
      bytes: 100,
      storedAt: 1,
      maxAgeMs: 0,
      lastUsed,
    });
    for (const [key, used] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
    ] as const)
      await store.put(entry(key, used));
    await store.touch('b', { lastUsed: 9, storedAt: 5 });
    await store.touch('nobody', { lastUsed: 9 });
    expect(await store.usage()).toBe(300);
    await store.evict(200);
    expect(await store.get('c')).toBeUndefined();
    expect(await store.get('b')).toEqual({ ...entry('b', 9), storedAt: 5 });
    await store.delete('b');
    expect(await store.usage()).toBe(100);
    await store.clear();
    expect(await store.usage()).toBe(0);
    await store.close();
  });
});
