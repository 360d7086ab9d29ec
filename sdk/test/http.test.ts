import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../src/core/ids.ts';
import { sha256 } from '../src/core/sha256.ts';
import { AuthRequired, createSymphonia, isSymphoniaError, tokenSource } from '../src/index.ts';
import { givenWorld } from './support/given.ts';
import { virtualClock } from './support/virtual-clock.ts';

type Reply = () => Response | Promise<Response>;
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify({ code, status, title: code, detail: 'Because.', requestId: 'req-1' }), {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    });
const html = (status: number) => () =>
  new Response('<h1>no</h1>', { status, headers: { 'content-type': 'text/html' } });
const offline = () => Promise.reject(new TypeError('fetch failed'));

/** An SDK whose server answers from a list, and what it was asked. */
function given(...replies: Reply[]) {
  const clock = virtualClock();
  const asked: { url: string; init: RequestInit; headers: Headers }[] = [];
  const sym = createSymphonia({
    baseUrl: 'https://api.test/api/v1/',
    auth: {
      getToken: async ({ force }) => ({ token: force ? 'new' : 'old', sub: 'ada', tenant: 'ten_1', expiresAt: 9e15 }),
    },
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init, headers: new Headers(init.headers) });
      const reply = replies.shift();
      if (!reply) throw new Error('Asked more often than the test expects.');
      return reply();
    },
    clock,
    random: () => 1,
  });
  return { sym, clock, asked };
}

/** The outcome of a call, with time moving by itself. */
async function outcome<T>(
  clock: ReturnType<typeof virtualClock>,
  call: Promise<T>,
): Promise<T | (Error & { code?: string })> {
  let done: { value: T | Error } | undefined;
  call.then(
    (value) => {
      done = { value };
    },
    (error: Error) => {
      done = { value: error };
    },
  );
  await clock.until(() => done !== undefined, 300_000);
  return (done as unknown as { value: T }).value;
}

describe('a call', () => {
  it('says who it is, what it speaks, and for whom', async () => {
    const { sym, asked } = given(json({ data: [] }, 200, { etag: 'W/"1"', 'x-request-id': 'req-7' }));
    const { data, meta } = await sym.orders.list({ status: 'placed', limit: 5 });
    expect(asked[0]?.url).toBe('https://api.test/api/v1/transport-orders?limit=5&status=placed');
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer old');
    expect(asked[0]?.headers.get('api-version')).toBe('2026-11-01');
    const own = createHash('sha256').update('ten_1|ada').digest('hex').slice(0, 16);
    expect(asked[0]?.headers.get('x-symphonia-client')).toMatch(
      new RegExp(`^js/0\\.1\\.0; rt=node; try=1; own=${own}$`),
    );
    expect(data).toEqual({ data: [] });
    expect(meta).toMatchObject({ etag: 'W/"1"', requestId: 'req-7', source: 'network', status: 200 });
  });

  it('walks every page by its cursor; an empty page with a cursor is not the end', async () => {
    const { sym, asked } = given(
      json({ data: [{ id: 'a' }], next: 'c1' }),
      json({ data: [], next: 'c2' }),
      json({ data: [{ id: 'b' }] }),
    );
    const ids: string[] = [];
    for await (const order of sym.orders.list({ status: 'placed' })) ids.push(order.id);
    expect(ids).toEqual(['a', 'b']);
    expect(asked.map((a) => new URL(a.url).searchParams.get('cursor'))).toEqual([null, 'c1', 'c2']);
  });

  it('hands out the raw response, its body unread', async () => {
    const { sym } = given(json({ id: 'x' }));
    const response = await sym.orders.get('x').asResponse();
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ id: 'x' });
  });

  it('reaches any operation by method and path, typed', async () => {
    const { sym, asked } = given(json({ id: 'car_1' }));
    const { data } = await sym.request('GET', '/carriers/{carrierId}', { path: { carrierId: 'car/1' } });
    expect(data.id).toBe('car_1');
    expect(asked[0]?.url).toBe('https://api.test/api/v1/carriers/car%2F1');
  });

  it('sends a key with what may be repeated under it, the same for every attempt', async () => {
    const { sym, asked, clock } = given(offline, problem(503, 'service_unavailable'), json({ id: 'cli_1' }, 201));
    expect(await outcome(clock, sym.clients.create({ name: 'Elbwerk AG' }))).toMatchObject({ data: { id: 'cli_1' } });
    const keys = asked.map((a) => a.headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(new Set(keys).size).toBe(1);
    expect(asked.map((a) => /try=(\d)/.exec(a.headers.get('x-symphonia-client') ?? '')?.[1])).toEqual(['1', '2', '3']);
  });

  it('never repeats what must not be repeated, and sends no token where none is needed', async () => {
    const { sym, asked, clock } = given(offline);
    expect(await outcome(clock, sym.auth.login({ tenant: 't', email: 'a@b.example', password: 'x' }))).toMatchObject({
      name: 'ConnectionError',
      retryable: true,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get('authorization')).toBeNull();
    expect(asked[0]?.init.redirect).toBe('error');
  });

  it.each([
    ['a page instead of data', html(200), 'ProtocolError', 'not_our_answer'],
    ['a page of a proxy', html(502), 'ProtocolError', 'not_our_answer'],
    [
      'JSON that ends early',
      () => new Response('{"data":[', { headers: { 'content-type': 'application/json' } }),
      'ProtocolError',
      'not_our_answer',
    ],
    ['an empty 500', () => new Response(null, { status: 500 }), 'ProtocolError', 'not_our_answer'],
    ['a refusal by body', problem(400, 'invalid_request'), 'Validation', 'invalid_request'],
    ['403', problem(403, 'action_not_allowed'), 'Forbidden', 'action_not_allowed'],
    ['404', problem(404, 'not_found'), 'NotFound', 'not_found'],
    ['409', problem(409, 'order_cannot_move'), 'Conflict', 'order_cannot_move'],
    ['412', problem(412, 'version_mismatch'), 'PreconditionFailed', 'version_mismatch'],
    ['422 for a key', problem(422, 'idempotency_key_reuse'), 'IdempotencyReuse', 'idempotency_key_reuse'],
    ['500', problem(500, 'internal_error'), 'Server', 'internal_error'],
    ['429 for ten minutes', problem(429, 'rate_limited', { 'retry-after': '600' }), 'RateLimited', 'rate_limited'],
  ])('turns %s into an error of its own', async (_, reply, name, code) => {
    const { sym, clock } = given(reply, reply, reply);
    const error = await outcome(clock, sym.orders.get('x'));
    expect(error).toMatchObject({ name, code });
    expect(isSymphoniaError(error)).toBe(true);
  });

  it('reads 304 and an empty answer as what they are', async () => {
    const { sym } = given(() => new Response(null, { status: 204 }));
    expect((await sym.request('POST', '/auth/logout')).data).toBeUndefined();
  });

  it('waits as long as the server asks, by the server’s own clock, and not an hour in front of a person', async () => {
    const dates = { date: 'Sat, 21 Nov 2030 08:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2030 08:00:20 GMT' };
    const { sym, clock } = given(problem(503, 'service_unavailable', dates), json({ id: 'x' }));
    const start = clock.now();
    await outcome(clock, sym.orders.get('x'));
    expect(clock.now() - start).toBe(20_000);

    const long = given(problem(503, 'service_unavailable', { 'retry-after': '3600' }));
    expect(await outcome(long.clock, long.sym.orders.get('x'))).toMatchObject({
      name: 'RateLimited',
      retryAfterMs: 3_600_000,
    });
    expect(long.asked).toHaveLength(1);
  });

  it('obeys the server when it says whether to try again', async () => {
    const no = given(problem(503, 'service_unavailable', { 'symphonia-should-retry': 'false' }));
    expect(await outcome(no.clock, no.sym.orders.get('x'))).toMatchObject({ name: 'Server' });
    const yes = given(problem(409, 'order_cannot_move', { 'symphonia-should-retry': 'true' }), json({ id: 'x' }));
    expect(await outcome(yes.clock, yes.sym.orders.get('x'))).toMatchObject({ data: { id: 'x' } });
  });

  it('renews the token once after a 401, and says so when that does not help', async () => {
    const { sym, asked, clock } = given(problem(401, 'unauthenticated'), json({ id: 'x' }));
    await outcome(clock, sym.orders.get('x'));
    expect(asked.map((a) => a.headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
    const twice = given(problem(401, 'unauthenticated'), problem(401, 'unauthenticated'));
    expect(await outcome(twice.clock, twice.sym.orders.get('x'))).toMatchObject({ name: 'Unauthenticated' });
  });

  it('has one deadline for headers and body, and tells which of them kept it waiting', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'hang-body' });
    const { sym } = world.open();
    expect(await outcome(world.clock, sym.orders.get('x', { timeoutMs: 5000, maxRetries: 0 }))).toMatchObject({
      name: 'TimeoutError',
      phase: 'body',
    });
    world.server.fault = () => ({ kind: 'late', ms: 60_000 });
    expect(await outcome(world.clock, sym.orders.get('x', { timeoutMs: 5000, maxRetries: 0 }))).toMatchObject({
      name: 'TimeoutError',
      phase: 'headers',
    });
  });

  it('ends when its caller wants it to', async () => {
    const { sym, clock } = given(() => new Promise(() => {}));
    const abort = new AbortController();
    const call = sym.orders.get('x', { signal: abort.signal });
    const done = outcome(clock, call);
    await clock.settle();
    abort.abort();
    expect(await done).toMatchObject({ name: 'AbortedError' });
  });
});

describe('the token source (sdk scenario 20)', () => {
  const token = (name: string, expiresAt: number) => ({ token: name, sub: 'ada', tenant: 'ten_1', expiresAt });
  const ask = { force: false, signal: new AbortController().signal };

  it('renews before expiry, once for all who ask', async () => {
    const clock = virtualClock();
    let calls = 0;
    const source = tokenSource({ clock, refresh: async () => token(`t${++calls}`, clock.now() + 600_000) });
    const all = await Promise.all([
      source.getToken(ask),
      source.getToken(ask),
      source.getToken({ ...ask, force: true }),
    ]);
    expect(all.map((t) => t.token)).toEqual(['t1', 't1', 't1']);
    await clock.advance(580_000);
    expect((await source.getToken(ask)).token).toBe('t2');
  });

  it('asks once in five minutes after a definite refusal, or a wrong password would lock its account', async () => {
    const clock = virtualClock();
    let calls = 0;
    let weather = false;
    const source = tokenSource({
      clock,
      refresh: async () => {
        calls++;
        throw weather ? new Error('no network') : Object.assign(new Error('Wrong password.'), { status: 401 });
      },
    });
    for (let i = 0; i < 60; i++) {
      await expect(source.getToken({ ...ask, force: i % 2 === 1 })).rejects.toMatchObject({ status: 401 });
      await clock.advance(10_000);
    }
    expect(calls).toBe(2);
    source.set(token('t', clock.now() + 600_000));
    expect((await source.getToken(ask)).token).toBe('t');
    weather = true;
    for (let i = 0; i < 3; i++) await expect(source.getToken({ ...ask, force: true })).rejects.toThrow('no network');
    expect(calls).toBe(5); // what was not answered may be asked again
  });

  it('drops a token that arrives after signing out or switching', async () => {
    const clock = virtualClock();
    let bring: (t: ReturnType<typeof token>) => void = () => {};
    const source = tokenSource({ clock, refresh: () => new Promise((resolve) => (bring = resolve)) });
    const late = source.getToken(ask);
    source.clear();
    bring(token('late', clock.now() + 600_000));
    await expect(late).rejects.toBeInstanceOf(AuthRequired);
    expect(source.identity()).toBeNull();
    await expect(source.getToken(ask)).rejects.toBeInstanceOf(AuthRequired);
    source.set({ accessToken: 'x', expiresAt: '', expiresIn: 600, tenant: 'ten_1', sub: 'bob' });
    expect((await source.getToken(ask)).token).toBe('x');
  });
});

describe('small parts', () => {
  it('hashes as SHA-256 does', () => {
    for (const text of ['', 'abc', 'Köln ✓', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'x'.repeat(100_000)]) {
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('makes UUIDv7s that sort by time', () => {
    const bytes = (n: number) => crypto.getRandomValues(new Uint8Array(n));
    const ids = [1, 2_000, 1_800_000_000_000].map((now) => uuidv7(now, bytes));
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('says what is missing instead of failing strangely', () => {
    const { sym } = given();
    expect(() => sym.outbox).toThrow(/createSymphonia/);
    expect(() => sym.orders.submit(sym.orders.draft(), {} as never)).toThrow(/createSymphonia/);
    expect(() => sym.orders.get('')).toThrow(/needs orderId/);
  });
});
