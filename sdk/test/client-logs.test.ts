import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ClientLogEntry, type ClientLogs, type ClientLogsOptions, clientLogs } from '../src/client-logs/index.ts';
import { createCore } from '../src/core/client.ts';
import type { Core, Failure } from '../src/core/core.ts';
import { AuthRequired } from '../src/core/errors.ts';
import { SDK_VERSION } from '../src/core/version.ts';
import { aNewOrder, givenWorld, seeded } from './support/given.ts';
import { virtualClock } from './support/virtual-clock.ts';

const A_FAILURE: Failure = {
  code: 'service_unavailable',
  status: 503,
  requestId: 'req-1',
  operation: 'products.list',
  path: '/products',
  durationMs: 12.4,
};

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly entries: readonly ClientLogEntry[];
}

/** A core that only notes what is sent to it. */
function given(options: ClientLogsOptions = {}, { token = 'secret', seed = 1 } = {}) {
  const clock = virtualClock();
  const sent: Sent[] = [];
  const answer = { now: (): Promise<Response> => Promise.resolve(new Response(null, { status: 202 })) };
  const core: Core = createCore({
    baseUrl: 'https://api.test/api/v1',
    clock,
    random: seeded(seed),
    auth: {
      getToken: async () => {
        if (!token) throw new AuthRequired();
        return { token, sub: 'ada', tenant: 'ten_1', expiresAt: 9e15 };
      },
    },
    fetch: (url, init = {}) => {
      sent.push({ url: String(url), init, entries: JSON.parse(String(init.body)).entries });
      return answer.now();
    },
  });
  const logs: ClientLogs = clientLogs(options)(core);
  const fail = (times = 1, change: Partial<Failure> = {}) => {
    for (let i = 0; i < times; i++) for (const fn of core.onError) fn({ ...A_FAILURE, ...change });
  };
  return { clock, sent, answer, core, logs, fail };
}

afterEach(() => vi.unstubAllGlobals());

describe('telling the server what fails in the field', () => {
  it('sends one batch after 30 s, as the user who is signed in', async () => {
    const { clock, sent, fail } = given();
    fail(2);
    await clock.advance(29_999);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('https://api.test/api/v1/client-logs');
    expect(sent[0]?.init).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' });
    expect(sent[0]?.init.headers).toMatchObject({ Authorization: 'Bearer secret', 'Content-Type': 'application/json' });
    expect(sent[0]?.entries[0]).toEqual({
      at: new Date(clock.now() - 30_000).toISOString(),
      code: 'service_unavailable',
      status: 503,
      requestId: 'req-1',
      operation: 'products.list',
      path: '/products',
      durationMs: 12,
      sdk: SDK_VERSION,
    });
    await clock.advance(600_000);
    expect(sent).toHaveLength(1); // nothing new, nothing sent
  });

  it('goes without a token where nobody is signed in', async () => {
    const { clock, sent, fail } = given({}, { token: '' });
    fail();
    await clock.advance(30_000);
    expect(sent[0]?.init.headers).not.toHaveProperty('Authorization');
  });

  it('sends at once when 50 wait, and never more than 50 together', async () => {
    const { clock, sent, fail } = given();
    fail(49);
    await clock.settle();
    expect(sent).toEqual([]);
    fail(76);
    await clock.settle();
    expect(sent.map((batch) => batch.entries.length)).toEqual([50, 50]);
    await clock.advance(30_000);
    expect(sent.map((batch) => batch.entries.length)).toEqual([50, 50, 25]);
  });

  it('sends at most 32 kB together', async () => {
    const { clock, sent, fail, answer } = given();
    answer.now = () => new Promise(() => {});
    const path = `/${'a-long-way/'.repeat(18)}`;
    const long = { code: 'c'.repeat(64), requestId: 'r'.repeat(64), operation: `o.${'o'.repeat(500)}`, path };
    fail(200, long);
    await clock.advance(600_000);
    expect(sent.length).toBeGreaterThan(3);
    for (const { init } of sent) expect(Buffer.byteLength(String(init.body))).toBeLessThanOrEqual(32_000);
    expect(sent[0]?.entries.length).toBeLessThan(50);
  });

  it('keeps the 200 newest while one batch is under way', async () => {
    const { clock, sent, fail, answer } = given();
    answer.now = () => new Promise(() => {});
    fail(50);
    await clock.settle();
    for (let i = 0; i < 300; i++) fail(1, { durationMs: i });
    answer.now = () => Promise.resolve(new Response(null, { status: 202 }));
    await clock.advance(600_000);
    expect(sent.map((batch) => batch.entries.length)).toEqual([50, 50, 50, 50, 50]);
    expect(sent[1]?.entries[0]?.durationMs).toBe(100);
    expect(sent[4]?.entries[49]?.durationMs).toBe(299);
  });

  it.each([
    ['the network is gone', () => Promise.reject(new TypeError('fetch failed'))],
    ['the server is in trouble', () => Promise.resolve(new Response('{}', { status: 503 }))],
    ['the server is older than this', () => Promise.resolve(new Response('{}', { status: 404 }))],
    ['nobody answers', () => new Promise<Response>(() => {})],
  ])('drops what could not be sent, tells nobody, and leaves the server alone for a while: %s', async (_, now) => {
    const { clock, sent, fail, answer, core } = given();
    const heard: unknown[] = [];
    core.onError.add((failure) => heard.push(failure));
    answer.now = now;
    fail(60);
    await clock.advance(15_000);
    fail(60);
    await clock.advance(14_000);
    expect(sent).toHaveLength(1);
    answer.now = () => Promise.resolve(new Response(null, { status: 202 }));
    await clock.advance(60_000);
    expect(sent.map((batch) => batch.entries.length)).toEqual([50, 50, 20]); // the first fifty never again
    expect(heard).toHaveLength(120);
  });

  it('does not tell for ever that asking for a token to tell it failed', async () => {
    const { clock, sent, fail, core } = given();
    core.auth.getToken = async () => {
      fail(1, { operation: 'auth.refresh' });
      throw new Error('offline');
    };
    fail();
    await clock.advance(3_600_000);
    expect(sent.map((batch) => batch.entries.length)).toEqual([1]);
  });

  it('tells of as many as the app wants to hear of', async () => {
    const { clock, sent, fail } = given({ sample: 0.1 }, { seed: 7 });
    for (let i = 0; i < 20; i++) {
      fail(50);
      await clock.advance(30_000);
    }
    const told = sent.reduce((sum, batch) => sum + batch.entries.length, 0);
    expect(told).toBeGreaterThan(70);
    expect(told).toBeLessThan(130);
    const none = given({ sample: 0 });
    none.fail(500);
    await none.clock.advance(60_000);
    expect(none.sent).toEqual([]);
  });

  it('says nothing of a call that its own caller took back', async () => {
    const { clock, sent, fail } = given();
    fail(3, { code: 'aborted' });
    await clock.advance(60_000);
    expect(sent).toEqual([]);
  });

  it('sends what waits when the page goes, and when the SDK is closed, and then no more', async () => {
    const listeners = new Map<string, () => void>();
    vi.stubGlobal('document', {});
    vi.stubGlobal('addEventListener', (name: string, fn: () => void) => listeners.set(name, fn));
    vi.stubGlobal('removeEventListener', (name: string) => listeners.delete(name));
    const { clock, sent, fail, logs, core } = given();
    fail();
    listeners.get('pagehide')?.();
    await clock.settle();
    expect(sent[0]?.init.keepalive).toBe(true);
    fail();
    logs.close();
    await clock.settle();
    expect(sent).toHaveLength(2);
    expect([listeners.size, core.onError.size]).toEqual([0, 0]);
    await clock.advance(60_000);
    expect(sent).toHaveLength(2);
  });
});

describe('what leaves the device', () => {
  it('is nothing but the eight fields, whatever an error carries', async () => {
    const { clock, sent, core } = given();
    const loud = {
      ...A_FAILURE,
      message: 'Bearer eyJhbGciOi.secret refused for ada@elbwerk.de, Rheinstrasse 99, 64295 Darmstadt',
      token: 'eyJhbGciOi.secret',
      body: { name: 'Elbwerk AG' },
      cause: new Error('Rheinstrasse 99'),
    };
    for (const fn of core.onError) fn(loud);
    await clock.advance(30_000);
    const allowed = ['at', 'code', 'durationMs', 'operation', 'path', 'requestId', 'sdk', 'status'];
    expect(Object.keys(sent[0]?.entries[0] ?? {}).sort()).toEqual(allowed);
    expect(String(sent[0]?.init.body)).not.toMatch(/eyJ|Elbwerk|Rhein|ada|Darmstadt|64295/);
  });

  it.each([
    ['a sentence for a code', { code: 'Rheinstrasse 99 not found' }, { code: 'unknown' }],
    ['a token for a request id', { requestId: 'eyJh.eyJz.c2ln' }, { requestId: undefined }],
    ['an address for an operation', { operation: 'GET /clients/ada@elbwerk.de' }, { operation: undefined }],
    ['a query', { path: '/products?q=Elbwerk%20AG&email=ada@elbwerk.de' }, { path: '/products' }],
    ['ids', { path: '/transport-orders/0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c' }, { path: '/transport-orders/{}' }],
    ['names in a path', { path: '/clients/Elbwerk AG/{clientId}' }, { path: '/clients/{}/{clientId}' }],
  ])('is no value where a name belongs: %s', async (_, change, told) => {
    const { clock, sent, fail } = given();
    fail(1, change);
    await clock.advance(30_000);
    expect(sent[0]?.entries[0]).toMatchObject(Object.fromEntries(Object.entries(told).filter(([, v]) => v)));
    for (const [name, value] of Object.entries(told))
      if (value === undefined) expect(sent[0]?.entries[0]).not.toHaveProperty(name);
    expect(String(sent[0]?.init.body)).not.toMatch(/elbwerk|rhein|0192|eyJ/i);
  });

  it('is, of a whole app in bad weather, no word of its orders and no token', async () => {
    const world = givenWorld();
    const bodies: string[] = [];
    const { sym } = world.open({
      fetch: async (input, init) => {
        if (!String(input).endsWith('/client-logs')) return world.server.fetch(input, init);
        bodies.push(String(init?.body));
        return new Response(null, { status: 202 });
      },
      extra: { clientLogs: clientLogs(), maxRetries: 0 },
    });
    world.server.admit = () => ({ problem: [422, 'unknown_reference'] });
    world.server.fault = ({ path }) => (path.startsWith('/products') ? { kind: 'drop' } : undefined);
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await sym.products.list({ search: 'Elbwerk' } as object).catch(() => {});
    await world.clock.advance(60_000);
    await sym.close();
    const entries = bodies.flatMap((body) => JSON.parse(body).entries as ClientLogEntry[]);
    expect(entries.map(({ code, operation, path }) => [code, operation, path]).sort()).toEqual([
      ['connection_failed', 'products.list', '/products'],
      ['unknown_reference', 'orders.create', '/transport-orders'],
    ]);
    expect(bodies.join()).not.toMatch(/token-ada|Elbwerk|Rheinstrasse|Darmstadt|64295/);
  });
});

it('weighs at most 1.5 kB gzip on top of the core', async () => {
  const src = fileURLToPath(new URL('../src/', import.meta.url));
  const weigh = async (contents: string) => {
    const result = await build({
      stdin: { contents, resolveDir: src, loader: 'ts' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
    });
    return gzipSync(result.outputFiles[0]?.text ?? '', { level: 9 }).length / 1000;
  };
  const core = "export { createSymphonia, tokenSource, isSymphoniaError } from './index.ts';";
  const more = (await weigh(`${core} export { clientLogs } from './client-logs/index.ts';`)) - (await weigh(core));
  console.log(`client-logs: +${more.toFixed(2)} kB gzip`);
  expect(more).toBeLessThanOrEqual(1.5);
});
