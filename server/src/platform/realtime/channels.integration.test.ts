import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import type { RealtimeLimits } from './limits.ts';
import { type Process, positionOf, seqs, startProcess } from './realtime.fixtures.ts';

let redis: OwnRedis;
let admin: Awaited<ReturnType<typeof connected>>;
const running: Process[] = [];
const start = async (limits: Partial<RealtimeLimits> = {}) => {
  const process = await startProcess(redis, { limits });
  running.push(process);
  return process;
};
const twoProcesses = async (limits: Partial<RealtimeLimits> = {}) =>
  [await start(limits), await start(limits)] as const;
const position = (subject: string, n: number) =>
  ({ type: 'position', kind: 'position', subject, data: { n } }) as const;

beforeAll(async () => {
  redis = await ownRedis();
  admin = await connected(redis);
});
afterEach(async () => {
  for (const process of running.splice(0)) await process.stop();
  await admin.port.command(['FLUSHALL']);
});
afterAll(async () => {
  await admin.part.stop?.(AbortSignal.abort());
  await redis.kill();
});

describe('an event', () => {
  it('reaches the watchers in every process, once, numbered without a hole', async () => {
    const [here, there] = await twoProcesses();
    const near = await here.signedIn();
    const far = await there.signedIn();
    await near.sub('order:1');
    await far.sub('order:1');

    expect(await here.say('order:1', { id: 'evt_1', type: 'order.picked_up', data: { at: 'Berlin' } })).toBe(
      'everywhere',
    );
    await there.say('order:1', { id: 'evt_2' });
    await there.say('order:2', { id: 'evt_other' });
    await here.say('order:1', { id: 'evt_3' });

    const seen = await near.events(3);
    expect(seen.map(({ id }) => id)).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(seqs(seen)).toEqual([1, 2, 3]);
    expect(await far.events(3)).toEqual(seen);
    expect(seen[0]).toEqual({
      ...{ t: 'evt', ch: 'order:1', epoch: seen[0]?.epoch, seq: 1, id: 'evt_1' },
      ...{ ts: '2026-11-21T00:00:00.000Z', type: 'order.picked_up', data: { at: 'Berlin' } },
    });
  });

  it('too large for a frame is refused at its source', async () => {
    const process = await start();
    await expect(process.say('order:1', { data: { text: 'x'.repeat(65_536) } })).rejects.toThrow(RangeError);
  });

  it('is heard from Redis only while somebody watches', async () => {
    const process = await start();
    const channels = () => admin.port.command<string[]>(['PUBSUB', 'CHANNELS', 'rt:*']);
    const socket = await process.signedIn();
    await socket.sub('order:1');
    expect(await channels()).toEqual(['rt:{ten_1|order:1}:t']);

    // Leaving and coming back at once must not leave the process deaf.
    socket.send({ t: 'unsub', ch: 'order:1' });
    await socket.sub('order:1');
    await process.say('order:1', {});
    await socket.events(1);

    socket.send({ t: 'unsub', ch: 'order:1' });
    await eventually(async () => expect(await channels()).toEqual([]));
  });

  it('reaches many sockets of one process in order, though they are served in parts', async () => {
    const process = await start({ fanOutChunk: 3 });
    const sockets = await Promise.all(Array.from({ length: 10 }, (_, i) => process.signedIn(`ten_1/usr_${i}`)));
    for (const socket of sockets) await socket.sub('board:all');
    await Promise.all(Array.from({ length: 20 }, () => process.say('board:all', {})));

    for (const socket of sockets)
      expect(seqs(await socket.events(20))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(process.realtime.stats().resets).toBe(0);
  });
});

describe('resuming', () => {
  it('from a position, in another process, brings exactly what was missed, then what comes', async () => {
    const [here, there] = await twoProcesses();
    const before = await here.signedIn();
    const start = positionOf(await before.sub('order:1'));
    for (let i = 0; i < 5; i += 1) await here.say('order:1', {});
    await before.events(2);
    before.ws.terminate();

    const after = there.socket();
    await after.opened;
    after.send({ t: 'hello', v: 1, token: 'ten_1/usr_1', resume: [{ ch: 'order:1', epoch: start.epoch, seq: 2 }] });
    expect(await after.next('subscribed')).toMatchObject({ recovered: true, seq: 5 });
    await here.say('order:1', {});

    expect(seqs(await after.events(4))).toEqual([3, 4, 5, 6]);
  });

  it('while events keep coming neither loses nor doubles one', async () => {
    const [here, there] = await twoProcesses();
    const first = positionOf(await (await here.signedIn()).sub('order:1'));
    const speaking = Promise.all(Array.from({ length: 200 }, (_, i) => (i % 2 ? here : there).say('order:1', {})));
    const sockets = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? here : there).signedIn()));
    for (const socket of sockets) socket.send({ t: 'sub', ch: 'order:1', ...first });
    await speaking;

    const all = Array.from({ length: 200 }, (_, i) => i + 1);
    for (const socket of sockets) expect(seqs(await socket.events(200))).toEqual(all);
  });

  it.each([
    ['another epoch', (epoch: string) => ({ epoch: `${epoch}x`, seq: 1 })],
    ['a future that Redis has forgotten', (epoch: string) => ({ epoch, seq: 99 })],
  ])('from %s is not recovered and starts at the head', async (_what, since) => {
    const process = await start();
    const socket = await process.signedIn();
    const { epoch } = positionOf(await socket.sub('order:1'));
    await process.say('order:1', {});
    await process.say('order:1', {});

    const again = await process.signedIn();
    expect(await again.sub('order:1', since(epoch))).toMatchObject({ epoch, seq: 2, recovered: false });
    await process.say('order:1', {});
    expect(seqs(await again.events(1))).toEqual([3]);
  });

  it('from a history that was trimmed is not recovered, never a part of it', async () => {
    const process = await start({ historyEvents: 3 });
    const { epoch } = positionOf(await (await process.signedIn()).sub('order:1'));
    for (let i = 0; i < 6; i += 1) await process.say('order:1', {});

    expect(await (await process.signedIn()).sub('order:1', { epoch, seq: 2 })).toMatchObject({
      recovered: false,
      seq: 6,
    });
    const whole = await process.signedIn();
    expect(await whole.sub('order:1', { epoch, seq: 3 })).toMatchObject({ recovered: true });
    expect(seqs(await whole.events(3))).toEqual([4, 5, 6]);
  });

  it('leaves out superseded positions, without a hole, and no status event', async () => {
    const process = await start({ historyEvents: 4 });
    const { epoch } = positionOf(await (await process.signedIn()).sub('client:1'));
    await process.say('client:1', { id: 'evt_status' }); // 1
    for (let n = 0; n < 50; n += 1) await process.say('client:1', position('veh_a', n)); // 2–51
    await process.say('client:1', position('veh_b', 0)); // 52
    await process.say('client:1', position('veh_a', 50)); // 53

    const socket = await process.signedIn();
    expect(await socket.sub('client:1', { epoch, seq: 0 })).toMatchObject({ recovered: true });
    expect((await socket.events(3)).map(({ seq, prev }) => [seq, prev])).toEqual([
      [1, undefined],
      [52, 1],
      [53, undefined],
    ]);
  });

  it('by replay sends again what the client missed; from a history that is gone it is a reset', async () => {
    const process = await start({ historyEvents: 3 });
    const socket = await process.signedIn();
    const { epoch } = positionOf(await socket.sub('order:1'));
    for (let i = 0; i < 5; i += 1) await process.say('order:1', {});
    await socket.events(5);

    socket.send({ t: 'replay', ch: 'order:1', epoch, from: 3 });
    expect(seqs(await socket.events(2))).toEqual([4, 5]);
    await process.say('order:1', {});
    expect(seqs(await socket.events(1))).toEqual([6]);

    socket.send({ t: 'replay', ch: 'order:1', epoch, from: 1 });
    expect(await socket.next('reset')).toEqual({ t: 'reset', ch: 'order:1', epoch, head: 6 });
    await process.say('order:1', {});
    expect(seqs(await socket.events(1))).toEqual([7]);
  });

  it('by replay of a channel that is not watched is an error', async () => {
    const socket = await (await start()).signedIn();
    socket.send({ t: 'replay', ch: 'order:1', epoch: 'e', from: 1 });
    expect(await socket.next('error')).toMatchObject({ ch: 'order:1', code: 'not_subscribed' });
  });
});

describe('the counts', () => {
  it('know deliveries, replays and resets of this process, and how long each event took', async () => {
    const delays: number[] = [];
    const said = await startProcess(redis, { deps: { now: () => 600 } });
    const heard = await startProcess(redis, { deps: { now: () => 1_000, onDelivered: (ms) => delays.push(ms) } });
    running.push(said, heard);
    const sockets = [await heard.signedIn('ten_1/usr_1'), await heard.signedIn('ten_1/usr_2')];
    let at = { epoch: '', seq: 0 };
    for (const socket of sockets) at = positionOf(await socket.sub('order:1'));
    await said.say('order:1', {});
    for (const socket of sockets) await socket.events(1);
    expect(delays).toEqual([400]);
    expect(heard.realtime.stats()).toMatchObject({ deliveries: 2, replays: 0, resets: 0 });

    await sockets[0]?.sub('order:1', at);
    await sockets[0]?.events(1);
    sockets[0]?.send({ t: 'replay', ch: 'order:1', epoch: 'gone', from: 0 });
    await sockets[0]?.next('reset');
    expect(heard.realtime.stats()).toMatchObject({ deliveries: 3, replays: 1, resets: 1 });
    expect(said.realtime.stats()).toMatchObject({ deliveries: 0, streams: 0 });
  });
});

describe('a snapshot', () => {
  it('gets the position that a socket would be placed at', async () => {
    const process = await start();
    await process.say('order:1', {});
    const socket = await process.signedIn();

    expect(await process.realtime.position('ten_1', 'order:1')).toEqual(positionOf(await socket.sub('order:1')));
  });
});

describe('Redis that lost its memory', () => {
  it('flushed under live watchers means a reset into a new epoch in every process', async () => {
    const [here, there] = await twoProcesses();
    const sockets = [await here.signedIn(), await there.signedIn()];
    for (const socket of sockets) await socket.sub('order:1');
    await here.say('order:1', {});
    const old = (await Promise.all(sockets.map((socket) => socket.events(1)))).map(([event]) => event?.epoch);
    await admin.port.command(['FLUSHALL']);
    await here.say('order:1', {});

    for (const socket of sockets) {
      const reset = await socket.next('reset');
      expect(old).not.toContain(reset.epoch);
      await here.say('order:1', {});
      const [event] = await socket.events(1);
      expect(event).toMatchObject({ epoch: reset.epoch });
    }
  });

  it('restarted from an old copy begins a new epoch, though all its keys are there', async () => {
    const [here] = [await start()];
    const { epoch } = positionOf(await (await here.signedIn()).sub('order:1'));
    await here.say('order:1', {});
    const copy = await admin.port.commandBytes<Buffer>(['DUMP', 'rt:{ten_1|order:1}:s']);
    await redis.kill();
    await redis.start();
    await eventually(() => admin.port.command(['RESTORE', 'rt:{ten_1|order:1}:s', '0', copy, 'REPLACE']));

    const there = await start();
    expect(await (await there.signedIn()).sub('order:1', { epoch, seq: 1 })).toMatchObject({
      recovered: false,
      seq: 0,
    });
  });

  it('with only the newest-position key evicted keeps its history whole', async () => {
    const process = await start();
    const { epoch } = positionOf(await (await process.signedIn()).sub('client:1'));
    await process.say('client:1', position('veh_a', 1));
    await admin.port.command(['DEL', 'rt:{ten_1|client:1}:p']);
    await process.say('client:1', position('veh_a', 2));

    const socket = await process.signedIn();
    expect(await socket.sub('client:1', { epoch, seq: 0 })).toMatchObject({ recovered: true });
    expect(seqs(await socket.events(2))).toEqual([1, 2]);
  });
});
