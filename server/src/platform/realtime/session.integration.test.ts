import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import type { RealtimeLimits } from './limits.ts';
import { aReport, type Process, positionOf, sessionOf, startProcess } from './realtime.fixtures.ts';
import type { RealtimeDeps } from './realtime.ts';
import type { Authorize, FrameHandler, LiveMessage } from './types.ts';

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

describe('a frame', () => {
  it.each([
    ['no JSON', '{"t":'],
    ['no object', '[]'],
    ['without a type', '{}'],
    ['of an unknown type', '{"t":"dance"}'],
    ['named like a member of every object', '{"t":"constructor"}'],
    ['against its schema', '{"t":"sub"}'],
    ['out of order', '{"t":"hello","v":1,"token":"x"}'],
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
    await eventually(() => expect(process.realtime.stats().closed).toEqual({ too_large: 1 }));
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

    socket.send(aReport('r1'));
    expect(await socket.next('reported')).toMatchObject({ id: 'r1', accepted: 2, ignored: 1 });

    fail = true;
    socket.send(aReport('r2'));
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
    for (let i = 0; i < 50; i += 1) socket.send(aReport(String(i)));
    release();
    for (let i = 0; i < 50; i += 1) await socket.next('reported');

    expect(order).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
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

  it('whose view fails for an event shows nothing of it, and the others get theirs', async () => {
    const wants = (message: { data: Record<string, unknown> }) => {
      if (message.data.odd) throw new Error('no');
      return true;
    };
    const process = await start(
      {},
      { authorize: async (_session, ch) => (ch === 'board:bad' ? { stream: 'map', wants } : { stream: 'map' }) },
    );
    const socket = await process.signedIn();
    await socket.sub('board:bad');
    await socket.sub('board:good');
    await process.say('map', { data: { odd: true } });
    await process.say('map', {});

    const events = await socket.events(3);
    expect(events.map(({ ch, seq, prev }) => [ch, seq, prev]).toSorted()).toEqual([
      ['board:bad', 2, 0],
      ['board:good', 1, undefined],
      ['board:good', 2, undefined],
    ]);
  });

  it('shows each audience its own data, and an event that is not for it not at all, without making a hole', async () => {
    const recipient = {
      name: 'recipient',
      present({ type, data }: LiveMessage) {
        if (type === 'order.priced') return undefined;
        if (data.odd) throw new Error('no');
        return { eta: data.eta };
      },
    };
    const authorize: Authorize = async ({ ctx }) =>
      ctx.actor.id === 'usr_link' ? { stream: 'order:shown', audience: recipient } : true;
    const process = await start({}, { authorize });
    const staff = await process.signedIn('ten_1/usr_1');
    const link = await process.signedIn('ten_1/usr_link');
    const at = positionOf(await staff.sub('order:shown'));
    await link.sub('order:shown');
    await process.say('order:shown', { data: { eta: 1, price: 2 } });
    await process.say('order:shown', { type: 'order.priced', data: { price: 3 } });
    await process.say('order:shown', { data: { odd: true, price: 4 } });
    await process.say('order:shown', { data: { eta: 5, price: 6 } });

    expect((await staff.events(4)).map(({ data }) => data)).toEqual([
      { eta: 1, price: 2 },
      { price: 3 },
      { odd: true, price: 4 },
      { eta: 5, price: 6 },
    ]);
    const shown = [
      [1, undefined, { eta: 1 }],
      [4, 1, { eta: 5 }],
    ];
    expect((await link.events(2)).map(({ seq, prev, data }) => [seq, prev, data])).toEqual(shown);
    expect(await link.sub('order:shown', at)).toMatchObject({ recovered: true });
    expect((await link.events(2)).map(({ seq, prev, data }) => [seq, prev, data])).toEqual(shown);
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

function positionEpoch(frames: readonly { t: string; [member: string]: unknown }[]): unknown {
  return frames.find((frame) => frame.t === 'subscribed')?.epoch;
}
