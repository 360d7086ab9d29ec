import { afterEach, describe, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { type Process, positionOf, seqs, startProcess, type TestSocket } from './realtime.fixtures.ts';

const ends: (() => Promise<unknown>)[] = [];
const given = async (options?: { started?: boolean }) => {
  const redis = await ownRedis(options);
  ends.push(() => redis.kill());
  return redis;
};
const start = async (redis: OwnRedis, options = {}): Promise<Process> => {
  const process = await startProcess(redis, options);
  ends.push(() => process.stop());
  return process;
};
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const position = { kind: 'position', type: 'position', subject: 'veh_1' } as const;
const live = (...processes: Process[]) =>
  eventually(() => {
    for (const process of processes) expect(process.realtime.stats()).toMatchObject({ notLive: 0, broken: 0 });
  }, 20_000);

/**
 * Speaks until one event reached all sockets, and answers the epochs under which it did. Those before may have come
 * while a channel was read again, and are then behind its reset.
 */
async function epochsOnceHeard(by: Process, sockets: readonly TestSocket[]): Promise<unknown[]> {
  let count = 0;
  return eventually(async () => {
    count += 1;
    const id = `evt_heard_${count}`;
    expect(await by.say('order:1', { id })).toBe('everywhere');
    return eventually(() => {
      const heard = sockets.map((socket) => socket.frames.find((frame) => frame.t === 'evt' && frame.id === id));
      expect(heard).not.toContain(undefined);
      return heard.map((event) => event?.epoch);
    }, 500);
  }, 20_000);
}

describe('without Redis', () => {
  it('a process serves its own watchers, under an epoch of its own, and says that others got nothing', async () => {
    const redis = await given();
    const [here, there] = [await start(redis), await start(redis)];
    const near = await here.signedIn();
    const far = await there.signedIn();
    const before = positionOf(await near.sub('order:1'));
    await far.sub('order:1');
    await redis.kill();

    expect(await here.say('order:1', position)).toBe('here');
    const reset = positionOf(await near.next('reset'));
    expect(reset.epoch).not.toBe(before.epoch);
    expect(await here.say('order:1', position)).toBe('here');
    expect((await near.events(2)).map(({ epoch, seq }) => [epoch, seq])).toEqual([
      [reset.epoch, 1],
      [reset.epoch, 2],
    ]);
    expect(await here.realtime.position('ten_1', 'order:1')).toBeUndefined();
    expect(far.frames.filter(({ t }) => t === 'evt')).toEqual([]);
  });

  it('a status is told as a reset, once however often it is tried, because others may have had one before it', async () => {
    const redis = await given();
    const here = await start(redis);
    const socket = await here.signedIn();
    await socket.sub('order:1');
    await redis.kill();
    for (const id of ['evt_1', 'evt_1', 'evt_2']) expect(await here.say('order:1', { id })).toBe('here');
    await here.say('order:1', position);

    await socket.events(1);
    expect(socket.frames.map(({ t }) => t)).toEqual(['welcome', 'subscribed', 'reset', 'reset', 'evt']);
  });

  it('once Redis is back every watcher everywhere is reset, because nobody else can know of the hole', async () => {
    const redis = await given();
    const [here, there] = [await start(redis), await start(redis)];
    const near = await here.signedIn();
    const far = await there.signedIn();
    await near.sub('order:1');
    await far.sub('order:1');
    await redis.kill();
    await here.say('order:1', {});
    const local = positionOf(await near.next('reset'));
    await redis.start();

    expect(positionOf(await near.next('reset')).epoch).not.toBe(local.epoch);
    await far.next('reset');
    await live(here, there);
    expect(new Set(await epochsOnceHeard(here, [near, far])).size).toBe(1);
  });

  it('a process can be started, is subscribed to, and joins the others when Redis comes', async () => {
    const redis = await given({ started: false });
    const here = await start(redis, { redisAway: true });
    const socket = await here.signedIn();
    const placed = positionOf(await socket.sub('order:1'));
    expect(await here.say('order:1', position)).toBe('here');
    expect((await socket.events(1))[0]).toMatchObject({ epoch: placed.epoch, seq: 1 });

    await redis.start();
    expect(positionOf(await socket.next('reset')).epoch).not.toBe(placed.epoch);
    await live(here);
  });
});

describe('a Redis that was replaced by an empty one, as by a failover', () => {
  it('resets every watcher in every process, though nobody publishes anything', async () => {
    const redis = await given();
    const [here, there] = [await start(redis), await start(redis)];
    const sockets = [await here.signedIn(), await there.signedIn()];
    for (const socket of sockets) await socket.sub('order:1');
    await here.say('order:1', {});
    const [before] = await Promise.all(sockets.map((socket) => socket.events(1)));
    await redis.kill();
    await redis.start();

    const epochs = await Promise.all(sockets.map(async (socket) => positionOf(await socket.next('reset')).epoch));
    expect(epochs).not.toContain(before?.[0]?.epoch);
    await live(here, there);
    expect(new Set(await epochsOnceHeard(there, sockets)).size).toBe(1);
  });
});

describe('a frozen Redis', () => {
  it('that thaws gives every watcher what it missed, or a reset, and the same to all from then on', async () => {
    const redis = await given();
    const [here, there] = [await start(redis), await start(redis)];
    const near = await here.signedIn();
    const far = await there.signedIn();
    await near.sub('order:1');
    await far.sub('order:1');
    redis.freeze();
    expect(await here.say('order:1', { id: 'evt_unknown' })).toBe('here'); // Redis may carry it out when it thaws
    await near.next('reset');
    redis.thaw();
    await far.next('reset');
    await near.next('reset');
    await live(here, there);

    expect(new Set(await epochsOnceHeard(there, [near, far])).size).toBe(1);
  });
});

describe('an interrupted connection for listening', () => {
  it('is made good by reading what was missed, without a reset', async () => {
    const redis = await given();
    const [here, there] = [await start(redis), await start(redis)];
    const socket = await here.signedIn();
    await socket.sub('order:1');
    await here.say('order:1', {});
    await socket.events(1);

    const admin = await connected(redis);
    ends.push(async () => admin.part.stop?.(AbortSignal.abort()));
    for (let i = 0; i < 5; i += 1) {
      await admin.port.command(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
      await there.say('order:1', {});
    }

    expect(seqs(await socket.events(5))).toEqual([2, 3, 4, 5, 6]);
    expect(socket.frames.filter(({ t }) => t === 'reset')).toEqual([]);
  });
});
