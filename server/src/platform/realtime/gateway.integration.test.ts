import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import type { RealtimeLimits } from './limits.ts';
import { type Process, sessionOf, startProcess } from './realtime.fixtures.ts';
import type { RealtimeDeps } from './realtime.ts';
import type { FrameHandler } from './types.ts';

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

  it('gives the place back when the handshake fails or the socket ends', async () => {
    const process = await start({ anonymousPerAddress: 1 });
    const broken = connect(process.port, '127.0.0.1');
    broken.end('GET /ws/tracking HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: symphonia.tracking.v1\r\n\r\n');
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
});

describe('a frame', () => {
  it.each([
    ['no JSON', '{"t":'],
    ['no object', '[]'],
    ['without a type', '{}'],
    ['of an unknown type', '{"t":"dance"}'],
    ['named like a member of every object', '{"t":"constructor"}'],
    ['against its schema', '{"t":"sub"}'],
    ['out of order', '{"t":"hello","token":"x"}'],
  ])('that is %s closes the socket with 4400', async (_what, text) => {
    const process = await start();
    const socket = await process.signedIn();
    socket.send(text);

    expect((await socket.ended).code).toBe(4400);
  });

  it('that is binary closes the socket with 4400', async () => {
    const process = await start();
    const socket = await process.signedIn();
    socket.ws.send(Buffer.from('{"t":"unsub","ch":"order:1"}'), { binary: true });

    expect((await socket.ended).code).toBe(4400);
  });

  it('larger than 64 kB closes the socket with 1009', async () => {
    const process = await start();
    const socket = await process.signedIn();
    socket.send({ t: 'sub', ch: 'x'.repeat(65_536) });

    expect((await socket.ended).code).toBe(1009);
  });

  it('too many a second close the socket with 4429', async () => {
    const process = await start({ framesPerSecond: 0.001, framesBurst: 3 });
    const socket = await process.signedIn();
    for (let i = 0; i < 3; i += 1) socket.send({ t: 'unsub', ch: 'order:1' });

    expect(await socket.ended).toEqual({ code: 4429, reason: expect.stringMatching(/retry-after=5$/) });
  });

  it('of a feature is answered by it; when it fails, with an error that repeats its id', async () => {
    let fail = false;
    const report = async () => {
      if (fail) throw new Error('no');
      return { t: 'reported', id: 'r1', accepted: 2, ignored: 1 };
    };
    const process = await start({}, { handlers: { report } });
    const socket = await process.signedIn();

    socket.send({ t: 'report', id: 'r1', points: [] });
    expect(await socket.next('reported')).toMatchObject({ id: 'r1', accepted: 2, ignored: 1 });

    fail = true;
    socket.send({ t: 'report', id: 'r2', points: [] });
    expect(await socket.next('error')).toMatchObject({ id: 'r2', code: 'internal_error' });
  });

  it('waits for the one before it, and a client that sends faster than we work is not read on', async () => {
    const order: unknown[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const report: FrameHandler = async (_session, frame) => {
      await held;
      order.push(frame.id);
      return { t: 'reported', id: frame.id, accepted: 0, ignored: 0 };
    };
    const process = await start({ framesWaiting: 4 }, { handlers: { report } });
    const socket = await process.signedIn();
    for (let i = 0; i < 50; i += 1) socket.send({ t: 'report', id: i, points: [] });
    release();
    for (let i = 0; i < 50; i += 1) await socket.next('reported');

    expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('a channel', () => {
  it('that the caller may not see is not_found, and the socket stays', async () => {
    const process = await start();
    const socket = await process.signedIn('ten_1/usr_1/order:secret');
    socket.send({ t: 'sub', ch: 'order:secret' });

    expect(await socket.next('error')).toEqual({ t: 'error', ch: 'order:secret', code: 'not_found' });
    await process.say('order:secret', {});
    expect(await socket.sub('order:1')).toMatchObject({ ch: 'order:1', seq: 0, recovered: false });
  });

  it('of another tenant is another channel, though its name is the same', async () => {
    const process = await start();
    const ours = await process.signedIn('ten_1/usr_1');
    const theirs = await process.signedIn('ten_2/usr_1');
    await ours.sub('order:1');
    await theirs.sub('order:1');
    await process.say('order:1', { id: 'evt_ours' });

    expect((await ours.events(1))[0]).toMatchObject({ id: 'evt_ours' });
    theirs.send({ t: 'replay', ch: 'order:1', epoch: positionEpoch(theirs.frames), from: 0 });
    await theirs.sub('order:2');
    expect(theirs.frames.filter((frame) => frame.t === 'evt')).toEqual([]);
  });

  it('whose check fails is unavailable, not not_found', async () => {
    const process = await start({}, { authorize: async () => Promise.reject(new Error('the database is away')) });
    const socket = await process.signedIn();
    socket.send({ t: 'sub', ch: 'order:1' });

    expect(await socket.next('error')).toMatchObject({ code: 'unavailable' });
  });

  it('beyond the cap of a socket is refused; unsub makes room', async () => {
    const process = await start({ subscriptionsPerSocket: 1 });
    const socket = await process.signedIn();
    await socket.sub('order:1');
    socket.send({ t: 'sub', ch: 'order:2' });
    expect(await socket.next('error')).toMatchObject({ ch: 'order:2', code: 'too_many_subscriptions' });

    socket.send({ t: 'unsub', ch: 'order:1' });
    await socket.sub('order:2');
    expect(process.realtime.stats()).toMatchObject({ subscriptions: 1, streams: 1 });
  });

  it('may be a part of a stream: what it does not want is left out without making a hole', async () => {
    const wants = (message: { data: Record<string, unknown> }) => message.data.east === true;
    const process = await start({}, { authorize: async () => ({ stream: 'board', wants }) });
    const socket = await process.signedIn();
    await socket.sub('board:east');
    for (const east of [true, false, false, true]) await process.say('board', { data: { east } });

    const events = await socket.events(2);
    expect(events.map(({ seq, prev, ch }) => [ch, seq, prev])).toEqual([
      ['board:east', 1, undefined],
      ['board:east', 4, 1],
    ]);
  });

  it('ends with not_found when a check says so later', async () => {
    let allowed = true;
    const process = await start({}, { authorize: async () => allowed });
    const socket = await process.signedIn();
    await socket.sub('order:1');
    allowed = false;
    await process.realtime.recheck('ten_1', 'order:1');

    expect(await socket.next('error')).toMatchObject({ ch: 'order:1', code: 'not_found' });
    expect(process.realtime.stats().subscriptions).toBe(0);
  });
});

describe('a token', () => {
  // The clock stands still until the test moves it, so the machine's speed decides nothing.
  const clocked = (time: { now: number; life: number }) => ({
    now: () => time.now,
    authenticate: async (token: string) => {
      const session = await sessionOf(token);
      return 'refused' in session ? session : { ...session, expiresAt: time.now + time.life };
    },
  });

  it('that ends closes the socket with 4401', async () => {
    const time = { now: 0, life: 20 };
    const process = await start({}, clocked(time));
    const socket = await process.signedIn();
    time.now = 20;

    expect((await socket.ended).code).toBe(4401);
  });

  it('renewed in time keeps the socket open and its channels are authorised again', async () => {
    const time = { now: 0, life: 20 };
    const process = await start({ pingMs: 300 }, clocked(time));
    const socket = await process.signedIn('ten_1/usr_1');
    await socket.sub('order:1');
    await socket.sub('order:2');
    time.life = 3_600_000;
    socket.send({ t: 'token', token: 'ten_1/usr_1/order:2' });
    expect(await socket.next('error')).toMatchObject({ ch: 'order:2', code: 'not_found' });

    time.now = 20; // the first token's end, which its timer would see long before the next ping but one
    await socket.next('ping');
    await socket.next('ping');
    await process.say('order:1', {});
    await socket.events(1);
  });

  it('of somebody else closes the socket with 4403', async () => {
    const process = await start();
    const socket = await process.signedIn('ten_1/usr_1');
    socket.send({ t: 'token', token: 'ten_1/usr_2' });

    expect((await socket.ended).code).toBe(4403);
  });

  it('whose session was ended closes its sockets with 4401, and no others', async () => {
    const process = await start();
    const ended = await process.signedIn('ten_1/usr_1');
    const other = await process.signedIn('ten_1/usr_2');
    process.realtime.endSessions((session) => session.ctx.actor.id === 'usr_1');

    expect((await ended.ended).code).toBe(4401);
    await other.sub('order:1');
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
    await eventually(() => expect(process.realtime.stats()).toMatchObject({ sockets: 0, closed: { 'missed a ping': 1 } }));
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

function positionEpoch(frames: readonly { t: string; [member: string]: unknown }[]): unknown {
  return frames.find((frame) => frame.t === 'subscribed')?.epoch;
}
