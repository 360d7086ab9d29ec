import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import type { RealtimeLimits } from './limits.ts';
import { type Process, sessionOf, startProcess } from './realtime.fixtures.ts';
import type { RealtimeDeps } from './realtime.ts';
import type { Authenticate, Authorize } from './types.ts';

let redis: OwnRedis;
const running: Process[] = [];
const start = async (limits: Partial<RealtimeLimits> = {}, deps: Partial<RealtimeDeps> = {}) => {
  const process = await startProcess(redis, { limits, deps });
  running.push(process);
  return process;
};

beforeAll(async () => {
  redis = await ownRedis();
});
afterEach(async () => {
  for (const process of running.splice(0)) await process.stop();
});
afterAll(() => redis.kill());

describe('the upgrade', () => {
  it('is refused with 404 on another path, 400 without our subprotocol', async () => {
    const process = await start();

    expect((await process.socket({ path: '/ws/other' }).refusal).status).toBe(404);
    expect((await process.socket({ protocol: 'chat' }).refusal).status).toBe(400);
  });

  it('is refused with 403 for a page of an origin that is not listed; a caller without Origin is no page', async () => {
    const process = await start({}, { origins: ['https://portal.example'] });

    expect((await process.socket({ origin: 'https://evil.example' }).refusal).status).toBe(403);
    await process.socket({ origin: 'https://portal.example' }).opened;
    await process.socket().opened;
  });

  it('is refused with 429 for the 21st socket of an address that has not said who it is', async () => {
    const process = await start({ anonymousPerAddress: 20 });
    const from = (address: string) => process.socket({ headers: { 'x-address': address } });
    const first = Array.from({ length: 20 }, () => from('192.0.2.1'));
    await Promise.all(first.map((socket) => socket.opened));

    expect(await from('192.0.2.1').refusal).toEqual({ status: 429, retryAfter: '5' });
    await from('192.0.2.2').opened;

    first[0]?.send({ t: 'hello', v: 1, token: 'ten_1/usr_1' });
    await first[0]?.next('welcome');
    await from('192.0.2.1').opened;
  });

  it('is refused with 503 while as many as the process takes at once have not said who they are', async () => {
    const process = await start({ anonymous: 2 });
    const [first, second] = [process.socket(), process.socket()];
    await Promise.all([first.opened, second.opened]);

    expect(await process.socket().refusal).toEqual({ status: 503, retryAfter: '5' });

    first.send({ t: 'hello', v: 1, token: 'ten_1/usr_1' });
    await first.next('welcome');
    await process.socket().opened;
  });

  it('is refused with 429 for one socket more of an address than it may have, signed in or not', async () => {
    const process = await start({ socketsPerAddress: 2 });
    const from = (address: string) => process.socket({ headers: { 'x-address': address } });
    const [first, second] = [from('192.0.2.1'), from('192.0.2.1')];
    await second.opened;
    await first.opened;
    first.send({ t: 'hello', v: 1, token: 'ten_1/usr_1' });
    await first.next('welcome');

    expect(await from('192.0.2.1').refusal).toEqual({ status: 429, retryAfter: '5' });
    await from('192.0.2.2').opened;
    first.ws.close();
    await first.ended;
    await eventually(() => expect(process.realtime.stats().sockets).toBe(2));
    await from('192.0.2.1').opened;
  });

  it.each(['h2c', 'TLS/1.0'])('to %s is none: the request is answered as if it had not asked', async (to) => {
    const process = await start();
    const ask = async (method: string, path: string, body = '') => {
      const socket = connect(process.port, '127.0.0.1');
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: ${to}\r\n` +
          `HTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      return (await socket.toArray()).join('');
    };

    expect(await ask('GET', '/api/v1/products')).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\r\n\r\nhttp$/);
    expect(await ask('POST', '/api/v1/orders', '{"a":1}')).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\r\n\r\nhttp$/);
    await process.socket().opened;
    expect((await process.socket({ path: '/api/v1/products' }).refusal).status).toBe(404);
  });

  it('gives the place back when the handshake fails or the socket ends', async () => {
    const process = await start({ anonymousPerAddress: 1 });
    const broken = connect(process.port, '127.0.0.1');
    broken.end(
      'GET /ws/tracking HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: symphonia.tracking.v1\r\n\r\n',
    );
    await new Promise((resolve) => broken.on('close', resolve).resume());

    const socket = process.socket();
    await socket.opened;
    socket.ws.close();
    await eventually(() => expect(process.realtime.stats().anonymous).toBe(0));
    await process.socket().opened;
  });

  it('is refused with 503 and Retry-After while the process drains', async () => {
    const process = await start();
    process.realtime.part.drain?.();

    expect(await process.socket().refusal).toEqual({ status: 503, retryAfter: '5' });
  });
});

describe('a new socket', () => {
  it('is closed with 4401 when hello does not come in time', async () => {
    const process = await start({ helloMs: 10 });

    expect((await process.socket().ended).code).toBe(4401);
  });

  it('is closed with 4400 when anything else comes first', async () => {
    const process = await start();
    const socket = process.socket();
    await socket.opened;
    socket.send({ t: 'sub', ch: 'order:1' });

    expect((await socket.ended).code).toBe(4400);
  });

  it.each([
    ['no', 4401],
    ['never', 4403],
    ['down', 1013],
  ])('with the token "%s" is closed with %i', async (token, code) => {
    const process = await start();
    const socket = process.socket();
    await socket.opened;
    socket.send({ t: 'hello', v: 1, token });

    const end = await socket.ended;
    expect(end.code).toBe(code);
    if (code === 1013) expect(end.reason).toMatch(/retry-after=5$/);
  });

  it('is closed with 4429 when its identity or its tenant has too many, with the seconds to wait', async () => {
    const process = await start({ socketsPerSubject: 1, socketsPerTenant: 2 });
    await process.signedIn('ten_1/usr_1');
    const again = process.socket();
    await again.opened;
    again.send({ t: 'hello', v: 1, token: 'ten_1/usr_1' });
    expect(await again.ended).toEqual({ code: 4429, reason: expect.stringMatching(/retry-after=5$/) });

    await process.signedIn('ten_1/usr_2');
    const third = process.socket();
    await third.opened;
    third.send({ t: 'hello', v: 1, token: 'ten_1/usr_3' });
    expect((await third.ended).code).toBe(4429);
    await process.signedIn('ten_2/usr_1');
  });

  it('waits for its turn to be checked when a whole fleet comes at once, and all are let in', async () => {
    const counts = { now: 0, most: 0, all: 0 };
    const counted = async <T>(answer: Promise<T>) => {
      counts.now += 1;
      counts.all += 1;
      counts.most = Math.max(counts.most, counts.now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      counts.now -= 1;
      return answer;
    };
    const authenticate: Authenticate = (token) => counted(sessionOf(token));
    const authorize: Authorize = () => counted(Promise.resolve(true));
    const process = await start({ checksAtOnce: 3 }, { authenticate, authorize });
    const sockets = await Promise.all(Array.from({ length: 40 }, (_, i) => process.signedIn(`ten_1/usr_${i}`)));
    await Promise.all(sockets.map((socket) => socket.sub('order:1')));

    expect(counts).toEqual({ now: 0, most: 3, all: 80 });
  });
});

describe('a silent socket', () => {
  it('gets a ping that scripts can see, and stays while it answers the protocol ping', async () => {
    const process = await start({ pingMs: 300 }); // long enough for a busy machine to answer
    const socket = await process.signedIn();

    for (let i = 0; i < 3; i += 1) await socket.next('ping');
    expect(process.realtime.stats().sockets).toBe(1);
  });

  it('that answers no ping (half-open) is cut', async () => {
    const process = await start({ pingMs: 20 });
    const socket = process.socket({ autoPong: false });
    await socket.opened;
    socket.send({ t: 'hello', v: 1, token: 'ten_1/usr_1' });

    expect((await socket.ended).code).toBe(1006);
    await eventually(() =>
      expect(process.realtime.stats()).toMatchObject({ sockets: 0, closed: { 'missed a ping': 1 } }),
    );
  });
});

describe('the end of the process', () => {
  it('asks for reconnects, closes with 1012 in batches and counts every socket', async () => {
    const process = await start({ drainCloseMs: 20 });
    const sockets = await Promise.all(Array.from({ length: 25 }, (_, i) => process.signedIn(`ten_1/usr_${i}`)));
    process.realtime.part.drain?.();
    expect(await sockets[0]?.next('drain')).toEqual({ t: 'drain', afterMs: 5_000 });

    await process.realtime.part.stop?.(new AbortController().signal);
    const ends = await Promise.all(sockets.map((socket) => socket.ended));
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1012]));
    expect(process.realtime.stats()).toMatchObject({ sockets: 0, streams: 0, closed: { deploy: 25 } });
  });

  it('cuts a socket that does not answer the close frame', async () => {
    const process = await start({ drainCloseMs: 1, drainCutMs: 30 });
    const socket = await process.signedIn();
    socket.ws.pause();
    await process.realtime.part.stop?.(new AbortController().signal);

    expect(process.realtime.stats().sockets).toBe(0);
  });
});
