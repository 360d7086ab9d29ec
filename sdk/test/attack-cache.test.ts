import { describe, expect, it } from 'vitest';
import { memoryCache, readCache } from '../src/cache/index.ts';
import { createSymphonia } from '../src/index.ts';
import { givenWorld } from './support/given.ts';

const DAY = 86_400_000;
const person = (clock: { now(): number }, sub: string) => ({
  token: `token-${sub}`,
  sub,
  tenant: 'ten_1',
  expiresAt: clock.now() + 600_000,
});

describe('the read cache', () => {
  const withCache = (world = givenWorld(), store = memoryCache()) => ({
    ...world,
    store,
    ...world.open({ extra: { cache: readCache({ store }) } }),
  });
  it('one that gives up takes no answer from another that waits for the same', async () => {
    const { sym, server, clock } = withCache();
    server.products = [{ id: 'prd_1', name: 'Pallet' }];
    server.fault = () => ({ kind: 'delay', ms: 100 });
    const abort = new AbortController();
    const first = sym.products.list({ signal: abort.signal }).then(
      () => 'ok',
      (e) => e.code,
    );
    await clock.settle();
    const second = sym.products.list().then(
      ({ data }) => data.data.length,
      (e) => e.code,
    );
    await clock.settle();
    abort.abort();
    await clock.advance(10_000);
    expect([await first, await second]).toEqual(['aborted', 1]);
  });
  it('shows the catalog offline also to who signed out and in again on one page', async () => {
    const world = givenWorld();
    const store = memoryCache();
    const { sym, tokens, server, clock } = withCache(world, store);
    server.products = [{ id: 'prd_1', name: 'Pallet' }];
    const read = async (s: typeof sym) => {
      const call = s.products.list().then(
        ({ data }) => data.data.length,
        (e) => e.code,
      );
      await clock.advance(10_000);
      return call;
    };
    expect(await read(sym)).toBe(1);
    const out = sym.auth.logout();
    await clock.advance(10_000);
    await out;
    tokens.set(person(clock, 'ada'));
    expect(await read(sym)).toBe(1);
    server.fault = () => ({ kind: 'drop' });
    const offline = createSymphonia({
      baseUrl: 'https://api.test/api/v1',
      auth: { getToken: () => Promise.reject(new Error('offline')) },
      cache: readCache({ store }),
      fetch: server.fetch,
      clock,
      random: () => 0.5,
    });
    expect(await read(offline as never)).toBe(1);
  });
  it('keeps an answer under nobody else’s name', async () => {
    const world = givenWorld();
    const { sym, tokens, server, clock, store } = withCache(world);
    server.tokens.set('token-bob', { tenant: 'ten_2', sub: 'bob' });
    server.products = [{ id: 'prd_a', name: 'Of ten_1' }];
    server.fault = () => ({
      kind: 'problem',
      status: 503,
      code: 'service_unavailable',
      headers: { 'retry-after': '20' },
    });
    const call = sym.products.list().catch(() => {});
    await clock.advance(1000);
    tokens.set({ ...person(clock, 'bob'), tenant: 'ten_2' });
    server.products = [{ id: 'prd_b', name: 'Of ten_2' }];
    server.fault = () => undefined;
    await clock.advance(60_000);
    await call;
    tokens.set(person(clock, 'ada'));
    server.fault = () => ({ kind: 'drop' });
    const again = sym.products.list({ cache: 'cache-only' }).then(
      ({ data }) => data.data.map((p) => p.id),
      (e) => e.code,
    );
    await clock.advance(60_000);
    void store;
    expect(await again).toBe('not_cached');
  });
  it('giving up a look behind the scenes costs no copy', async () => {
    const { sym, server, clock } = withCache();
    server.products = [{ id: 'prd_1', name: 'Pallet' }];
    const read = async (options = {}) => {
      const call = sym.products.list(options).then(
        ({ data }) => data.data.length,
        (e) => e.code,
      );
      await clock.advance(30_000);
      return call;
    };
    expect(await read()).toBe(1);
    await clock.advance(DAY);
    server.fault = () => ({ kind: 'delay', ms: 40_000 });
    const abort = new AbortController();
    await read({ signal: abort.signal, timeoutMs: 60_000 });
    abort.abort();
    await clock.settle();
    server.fault = () => ({ kind: 'drop' });
    expect(await read()).toBe(1);
  });
  it('a portal with a clock of its own empties no catalog', async () => {
    const { sym, server, clock } = withCache();
    server.products = [{ id: 'prd_1', name: 'Pallet' }];
    const read = async () => {
      const call = sym.products.list().then(
        ({ data }) => data.data.length,
        (e) => e.code,
      );
      await clock.advance(30_000);
      return call;
    };
    expect(await read()).toBe(1);
    server.fault = () => ({
      kind: 'answer',
      status: 200,
      type: 'text/html',
      body: '<h1>',
      headers: { date: 'Fri, 21 Nov 2098 08:00:00 GMT' },
    });
    const other = sym.carriers.list().catch(() => {});
    await clock.advance(30_000);
    await other;
    expect(await read()).toBe(1);
  });
});
