import { afterEach, describe, expect, it } from 'vitest';
import { StorageError } from '../src/core/errors.ts';
import { AuthRequired, tokenSource } from '../src/index.ts';
import { memoryShelf } from '../src/storage/memory-outbox.ts';
import { aNewOrder, diskOn, givenWorld } from './support/given.ts';
import { openMortal } from './support/mortal.ts';

const MINUTE = 60_000;

describe('the queue', () => {
  it('carries its orders to another device as text; importing twice is one order', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const one = openMortal(world);
    const sub = await one.sym.orders.submit(one.sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    const text = await one.sym.outbox.export();
    one.kill();
    expect(text).not.toContain('token-ada');

    const other = world.open({ store: diskOn(memoryShelf()) });
    world.server.fault = () => undefined;
    expect(await other.sym.outbox.import(text)).toBe(1);
    expect(await other.sym.outbox.import(text)).toBe(0);
    await world.clock.advance(6 * MINUTE);
    expect([...world.server.orders.keys()]).toEqual([sub.id]);
    await expect(other.sym.outbox.import('{}')).rejects.toMatchObject({ code: 'not_an_export' });

    const stranger = world.open({ user: 'bob', store: diskOn(memoryShelf()) });
    expect(await stranger.sym.outbox.import(text)).toBe(0);
  });

  it('keeps an order made before anybody signed in, and sends it as whoever signs in', async () => {
    const world = givenWorld();
    const tokens = tokenSource({ clock: world.clock, refresh: () => Promise.reject(new AuthRequired()) });
    const { sym } = world.open({ extra: { auth: tokens } });
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(MINUTE);
    expect(sub.durability).toBe('disk');
    expect(world.server.seen).toEqual([]);

    world.server.tokens.set('token-new', { tenant: 'ten_1', sub: 'new' });
    tokens.set({ token: 'token-new', tenant: 'ten_1', sub: 'new', expiresAt: world.clock.now() + 600_000 });
    await world.clock.advance(6 * MINUTE);
    expect(world.server.orders.get(sub.id)?.owner).toBe('ten_1|new');
  });

  it('flushes on demand, waits for it, and says what is left', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const { sym } = world.open();
    for (let i = 0; i < 4; i++) await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(MINUTE);
    expect(await sym.outbox.flush({ timeoutMs: 1000 })).toEqual({ pending: 4 });
    world.server.fault = () => undefined;
    await world.clock.advance(1);
    expect(await sym.outbox.flush()).toEqual({ pending: 0 });
    expect(world.server.orders.size).toBe(4);
  });

  it('goes on as soon as a live call shows that the network is back', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const { sym } = world.open();
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(30 * MINUTE);
    world.server.fault = () => undefined;
    await sym.products.list();
    await world.clock.advance(4000);
    expect(world.server.orders.size).toBe(1);
  });

  it('tells of an order that a person must resolve', async () => {
    const world = givenWorld();
    world.server.admit = () => ({ status: 'review' });
    const { sym } = world.open();
    const reviews: string[] = [];
    sym.outbox.on('review', (record) => reviews.push(record.id));
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.settle();
    expect(reviews).toEqual([sub.id]);
    expect(await sub.accepted()).toMatchObject({ status: 'review' });
  });

  it('refuses to forget what the server may have', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop-reply' });
    const { sym } = world.open();
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.settle();
    await expect(sym.outbox.discard(sub.id, { confirm: true })).rejects.toMatchObject({ code: 'maybe_sent' });
    await sym.outbox.cancel(sub.id);
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.get(sub.id)?.status).toBe('cancelled');
  });

  it('stops waiting when asked, without cancelling anything', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const { sym } = world.open();
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    const abort = new AbortController();
    const waits = [sub.accepted({ timeoutMs: 5000 }), sub.accepted({ signal: abort.signal })].map((p) =>
      p.catch((error: Error) => error.name),
    );
    abort.abort();
    await world.clock.advance(MINUTE);
    expect(await Promise.all(waits)).toEqual(['TimeoutError', 'AbortedError']);
    world.server.fault = () => undefined;
    await world.clock.advance(6 * MINUTE);
    expect(await sub.state()).toBe('accepted');
  });
});

describe('the journal of a window', () => {
  const values = new Map<string, string>();
  const storage = new Proxy(
    {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
      removeItem: (key: string) => void values.delete(key),
    },
    { ownKeys: () => [...values.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
  );
  const saved = {
    document: globalThis.document,
    localStorage: Object.getOwnPropertyDescriptor(globalThis, 'localStorage'),
  };

  afterEach(() => {
    values.clear();
    Object.assign(globalThis, { document: saved.document });
    if (saved.localStorage) Object.defineProperty(globalThis, 'localStorage', saved.localStorage);
  });

  it('keeps an order whose disk is broken through a reload, and moves it home afterwards', async () => {
    Object.assign(globalThis, {
      document: { addEventListener: () => {}, removeEventListener: () => {}, visibilityState: 'visible' },
    });
    Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const disk = diskOn(world.shelf);
    const app = openMortal(world, {
      store: { ...disk, add: () => Promise.reject(new StorageError('unavailable', 'Broken.')) },
    });
    const sub = await app.sym.orders.submit(app.sym.orders.draft(), aNewOrder());
    expect(sub.durability).toBe('memory');
    expect([...values.keys()]).toEqual([`sym-journal:${sub.id}`]);
    await world.clock.advance(1000);
    app.kill();

    world.server.fault = () => undefined;
    world.open();
    await world.clock.advance(MINUTE);
    expect(values.size).toBe(0);
    expect(world.shelf.records.get(sub.id)?.state).toBe('accepted');
    expect(world.server.orders.size).toBe(1);
  });
});
