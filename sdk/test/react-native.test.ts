import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCache } from '../src/cache/index.ts';
import { createSymphonia } from '../src/index.ts';
import { rnCache } from '../src/storage/rn-cache.ts';
import { rnOutbox } from '../src/storage/rn-outbox.ts';
import { aPhone } from './support/async-storage.ts';
import { aNewOrder, givenWorld } from './support/given.ts';

/** What browsers and Node have and React Native with Hermes lacks, in one version or another. */
const MISSING = [
  'crypto',
  'DOMException',
  'structuredClone',
  'BroadcastChannel',
  'EventSource',
  'addEventListener',
  'indexedDB',
  'localStorage',
  'document',
];

const { URLSearchParams: Complete } = globalThis;

/** An older React Native's knows no pairs: it takes a list for an object. The fake server beside it reads with a whole one. */
function OldSearchParams(given: string | object): URLSearchParams {
  return new Complete(
    typeof given === 'string' ? given : Object.entries(given).map(([name, value]) => [name, `${value}`]),
  );
}

/** React Native's: a file is an object that says where it lies. */
class PhoneForm {
  readonly parts: [string, unknown][] = [];

  append(name: string, value: unknown): void {
    this.parts.push([name, value]);
  }
}

/** React Native's `fetch` is made of XMLHttpRequest and keeps caches away by a parameter of its own. */
function phoneFetch(fetcher: typeof fetch): typeof fetch {
  return (input, init = {}) => {
    const url = String(input);
    const stamped = init.cache === 'no-store' && (init.method ?? 'GET') === 'GET';
    return fetcher(stamped ? `${url}${url.includes('?') ? '&' : '?'}_=1` : url, init);
  };
}

describe('in React Native', () => {
  const { timeout, any } = AbortSignal;

  beforeEach(() => {
    for (const name of MISSING) vi.stubGlobal(name, undefined);
    vi.stubGlobal('navigator', { product: 'ReactNative' });
    vi.stubGlobal('URLSearchParams', OldSearchParams);
    vi.stubGlobal('FormData', PhoneForm);
    Object.assign(AbortSignal, { timeout: undefined, any: undefined });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    Object.assign(AbortSignal, { timeout, any });
  });

  it('an order goes out and the catalog is read with what is there', async () => {
    const world = givenWorld();
    const modules = aPhone().boot();
    const open = () =>
      world.open({
        store: rnOutbox({ ...modules, clock: world.clock }),
        fetch: phoneFetch(world.server.fetch),
        extra: { cache: readCache({ store: rnCache({ storage: modules.storage, clock: world.clock }) }) },
      });
    const { sym } = open();
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    const document = await sym.orders.attach(sub.id, Uint8Array.of(0xff, 0xd8, 0xff), {
      kind: 'photo',
      contentType: 'image/jpeg',
    });
    await sym.products.list({ status: 'active', limit: 5 });
    await world.clock.advance(60_000);

    expect([sub.durability, document.durability, await sub.state()]).toEqual(['disk', 'disk', 'accepted']);
    expect((await sym.outbox.export()).length).toBeGreaterThan(0);
    expect(world.server.seen.map(({ method, path }) => `${method} ${path}`)).toContain(
      'GET /products?limit=5&status=active',
    );
    const again = await open().sym.products.list({ status: 'active', limit: 5 });
    expect(again.meta.source).toBe('cache');
  });

  it('a file that is picked from the phone goes into the form as it is', async () => {
    const bodies: unknown[] = [];
    const sym = createSymphonia({
      baseUrl: 'https://api.test/api/v1',
      auth: { getToken: async () => ({ token: 't', sub: 'ada', tenant: 'ten_1', expiresAt: 9e15 }) },
      randomBytes: (n) => new Uint8Array(n).fill(7),
      fetch: async (_, init) => {
        bodies.push(init?.body);
        return new Response('{"id":"doc_1"}', { status: 201, headers: { 'content-type': 'application/json' } });
      },
    });
    const file = { uri: 'file:///photos/1.jpg', name: '1.jpg', type: 'image/jpeg' };
    await sym.documents.upload('01950000-0000-7000-8000-000000000001', { kind: 'photo', file: file as never });
    expect(bodies[0]).toMatchObject({
      parts: [
        ['kind', 'photo'],
        ['file', file],
      ],
    });
  });

  it('a cached row that is half written, torn or too long is dropped, and no error', async () => {
    const phone = aPhone();
    const store = rnCache({ storage: phone.boot().storage });
    const entry = { schema: 1, etag: 'W/"1"', bytes: 2, storedAt: 1, maxAgeMs: 0, lastUsed: 1, body: '{}' };
    const onDisk = () => [...phone.disk.keys()].sort();
    for (const key of ['half', 'unseen', 'torn', 'whole']) await store.put({ key, ...entry });
    for (const key of ['half', 'unseen']) phone.disk.delete(`sym-cache-1:b:${key}`);
    phone.disk.set('sym-cache-1:f:torn', '{"bytes":');
    expect(await store.get('half')).toBeUndefined();
    expect(await store.usage()).toBe(2);
    expect(onDisk()).toEqual(['sym-cache-1:b:whole', 'sym-cache-1:f:whole']);
    expect(await store.get('whole')).toEqual({ key: 'whole', ...entry });

    await store.put({ key: 'whole', ...entry, body: 'x'.repeat(700_000) }); // Android would never read it again
    expect(onDisk()).toEqual([]);
    await store.put({ key: 'old', ...entry });
    phone.fault = ({ key, what }) => (what === 'set' && key.includes('f:old') ? 'lost' : undefined);
    await store.put({ key: 'old', ...entry, etag: 'W/"2"', body: '[]' }).catch(() => {});
    expect(await store.get('old')).toBeUndefined(); // never a new body under an old tag
  });

  it('the cache keeps to 4 MB, of the 6 that Android gives, unless the app says otherwise', async () => {
    const world = givenWorld();
    const phone = aPhone();
    const store = rnCache({ storage: phone.boot().storage });
    const page = JSON.stringify({ data: [{ id: 'prd_1', description: 'x'.repeat(500_000) }] });
    const headers = { 'content-type': 'application/json', etag: '"1"' };
    const { sym } = world.open({
      fetch: async () => new Response(page, { headers }),
      extra: { cache: readCache({ store }) },
    });
    for (let limit = 1; limit <= 12; limit++) {
      await sym.products.list({ limit });
      await world.clock.advance(60_000);
    }
    const used = [...phone.disk].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
    expect(used).toBeLessThan(4_100_000);
    expect(used).toBeGreaterThan(2_000_000);
  });
});
