import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis, silent } from '../cache/redis.fixtures.ts';
import { createRedis } from '../cache/redis.ts';
import type { RedisPort } from '../cache/redis-port.ts';
import { AppError } from '../errors/app-error.ts';
import { createRateLimiters } from './rate-limit.ts';

let redis: OwnRedis;
beforeAll(async () => {
  redis = await ownRedis();
});
afterAll(() => redis.kill());

const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

let callers = 0;
/** Each test calls from an address of its own. */
const newAddress = () => `10.0.${callers >> 8}.${callers++ & 255}`;

async function connection(server: OwnRedis): Promise<RedisPort> {
  const { port, part } = await connected(server);
  endings.push(async () => part.stop?.(AbortSignal.timeout(1_000)));
  return port;
}

/** An instance of a server with limits; `password: right` signs in, `fail: 503` is an outage of ours. */
function instance(port: RedisPort, expectedInstances = 2) {
  const limiters = createRateLimiters(
    { redis: port, log: silent },
    {
      expectedInstances,
      isSignedIn: (req) => req.headers.authorization === 'Bearer valid',
      accountOf: (req) => (req.body as { email?: string } | undefined)?.email, // the body is this test's own
    },
  );
  endings.push(() => limiters.stop?.(AbortSignal.timeout(1_000)));
  const app = express().set('trust proxy', 1);
  app.get('/', limiters.address, (_req, res) => void res.send('ok'));
  app.post('/register', limiters.registration, (_req, res) => void res.status(201).send('ok'));
  app.post('/login', limiters.signInAddress, express.json(), limiters.signInAccount, (req, res) => {
    const { password, fail } = req.body as { password?: string; fail?: number }; // as above
    res.status(fail ?? (password === 'right' ? 200 : 401)).send('answer');
  });
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const known = error instanceof AppError;
    res.status(known ? error.status : 500).json({ code: known ? error.code : 'unknown' });
  });
  const get = (address: string, token?: string) => {
    const call = request(app).get('/').set('X-Forwarded-For', address);
    return token ? call.set('Authorization', `Bearer ${token}`) : call;
  };
  const post = (path: string, address: string, body: object = {}) =>
    request(app).post(path).set('X-Forwarded-For', address).send(body);
  const login = (address: string, email: string, body: object) => post('/login', address, { email, ...body });
  return { get, post, login };
}

const times = async (count: number, ask: (i: number) => PromiseLike<{ status: number }>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push((await ask(i)).status);
  return statuses;
};
const all = (count: number, status: number) => Array.from({ length: count }, () => status);

describe('an address without a valid token', () => {
  it('may ask 100 times in 15 minutes, wherever it asks, and is told what is left', async () => {
    const [one, other] = [instance(await connection(redis)), instance(await connection(redis))];
    const address = newAddress();

    const first = await one.get(address);
    expect(first.headers.ratelimit).toMatch(/^"address"; r=99; t=9\d\d$/);
    expect(first.headers['ratelimit-policy']).toContain('"address"; q=100; w=900');
    expect(await times(99, (i) => (i % 2 ? one : other).get(address))).toEqual(all(99, 200));

    const refused = await other.get(address);
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ code: 'rate_limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect((await one.get(address)).status).toBe(429);
    expect((await one.get(newAddress())).status).toBe(200);
  });

  it('is not counted when somebody with a valid token asks from it', async () => {
    const { get } = instance(await connection(redis));
    const address = newAddress();

    expect(await times(110, () => get(address, 'valid'))).toEqual(all(110, 200));

    expect((await get(address)).headers.ratelimit).toContain('r=99');
  });

  it('is one with its IPv6 neighbours of the same /56', async () => {
    const { get } = instance(await connection(redis));

    await get('2001:db8:0:1200::1');

    expect((await get('2001:db8:0:12ff::99')).headers.ratelimit).toContain('r=98');
    expect((await get('2001:db8:0:1300::1')).headers.ratelimit).toContain('r=99');
  });
});

describe('signing in', () => {
  it('fails five times from an address, for whatever accounts', async () => {
    const { login } = instance(await connection(redis));
    const address = newAddress();

    expect(await times(6, (i) => login(address, `a${i}@x.test`, { password: 'wrong' }))).toEqual([...all(5, 401), 429]);
    expect((await login(address, 'b@x.test', { password: 'right' })).status).toBe(429);
  });

  it('fails five times on an account, from whatever addresses, however it is written', async () => {
    const { login } = instance(await connection(redis));
    const spelt = ['eve@x.test', 'EVE@x.test', ' eve@x.test', 'Eve@X.test', 'eve@x.test', 'eve@x.test'];

    const statuses = await times(6, (i) => login(newAddress(), spelt[i] ?? '', { password: 'wrong' }));

    expect(statuses).toEqual([...all(5, 401), 429]);
  });

  it('is not limited by successes, nor by failures of ours', async () => {
    const { login } = instance(await connection(redis));
    const address = newAddress();

    expect(await times(8, () => login(address, 'ann@x.test', { password: 'right' }))).toEqual(all(8, 200));
    expect(await times(8, () => login(address, 'ann@x.test', { fail: 503 }))).toEqual(all(8, 503));
  });
});

it('an address registers five times, successes counted', async () => {
  const { post } = instance(await connection(redis));
  const address = newAddress();

  expect(await times(6, () => post('/register', address))).toEqual([...all(5, 201), 429]);
});

describe('without Redis', () => {
  it('frozen, each instance lets its share of failed sign-ins pass, and all share again afterwards', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const port = await connection(own);
    const { login } = instance(port, 2);

    own.freeze();
    const frozen = await times(4, (i) => login(newAddress(), 'joe@x.test', { password: `wrong${i}` }));
    expect(frozen).toEqual([401, 401, 429, 429]);
    expect(port.state).not.toBe('closed');

    own.thaw();
    await eventually(() => port.command(['PING']));
    expect((await login(newAddress(), 'jim@x.test', { password: 'wrong' })).headers.ratelimit).toContain('r=4');
    expect(
      (await instance(await connection(own)).login(newAddress(), 'jim@x.test', { password: 'x' })).headers.ratelimit,
    ).toContain('r=3');
  });

  it('absent when the limiters are built, limits are counted in memory, and in Redis once it comes', async () => {
    const own = await ownRedis({ started: false });
    const late = createRedis({ url: own.url, log: silent, name: 'late' });
    endings.push(async () => late.part.stop?.(AbortSignal.timeout(1_000)));
    const { get } = instance(late.port, 100);
    await late.part.start?.();

    const address = newAddress();
    expect([(await get(address)).status, (await get(address)).status]).toEqual([200, 429]);

    await own.start();
    endings.push(() => own.kill());
    await eventually(() => late.port.command(['PING']));
    expect(await times(101, () => get(address))).toEqual([...all(100, 200), 429]);
  });

  it('restarted empty, limits go on although it has forgotten their scripts', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const port = await connection(own);
    const { get } = instance(port);
    await get(newAddress());

    await own.kill();
    await own.start();
    await eventually(() => port.command(['PING']));

    const address = newAddress();
    expect(await times(101, () => get(address))).toEqual([...all(100, 200), 429]);
    expect(await port.command(['DBSIZE'])).toBe(1);
  });
});
