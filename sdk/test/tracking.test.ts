import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../src/core/errors.ts';
import { channelOf } from '../src/tracking/target.ts';
import { evt, givenTracking, settle, story, subscribed } from './tracking-fakes.ts';

const ORDER = { order: '1' };
const SINCE_0 = { epoch: 'e', seq: 0 };

/** A watcher of `order:1` that resumed from 0. */
async function givenWatcher(options?: Parameters<typeof givenTracking>[0]) {
  const world = givenTracking(options);
  const watcher = world.watch(ORDER, SINCE_0);
  await world.welcome();
  await world.socket.say(subscribed(0, true));
  return { ...world, ...watcher, socket: world.socket };
}

describe('what arrives', () => {
  it('in order is delivered as it is', async () => {
    const { socket, got, subscription } = await givenWatcher();
    await socket.say(evt(1, { type: 'order.picked_up', data: { a: 1 } }), evt(2));

    expect(story(got)).toEqual([1, 2]);
    expect(got[0]).toEqual({
      kind: 'event',
      channel: 'order:1',
      epoch: 'e',
      seq: 1,
      id: 'evt_1',
      ts: '',
      type: 'order.picked_up',
      data: { a: 1 },
    });
    expect(subscription.status()).toEqual({ state: 'live', channel: 'order:1', transport: 'socket' });
  });

  it('twice is delivered once', async () => {
    const { socket, got } = await givenWatcher();
    await socket.say(evt(1), evt(1), evt(2), evt(1));
    expect(story(got)).toEqual([1, 2]);
  });

  it('after superseded positions were left out is no gap', async () => {
    const { socket, got } = await givenWatcher();
    await socket.say(evt(1), evt(7, { prev: 1 }), evt(8));
    expect(story(got)).toEqual([1, 7, 8]);
    expect(socket.sent.filter(({ t }) => t === 'replay')).toEqual([]);
  });

  it('with a gap waits for a replay, asked for once, and loses nothing that came meanwhile', async () => {
    const { socket, got, subscription } = await givenWatcher();
    await socket.say(evt(1), evt(4), evt(5), evt(8, { prev: 6 }));
    expect(story(got)).toEqual([1]);
    expect(subscription.status().state).toBe('catching-up');
    expect(socket.sent.filter(({ t }) => t === 'replay')).toEqual([
      { t: 'replay', ch: 'order:1', epoch: 'e', from: 1 },
    ]);

    await socket.say(evt(2), evt(3));
    expect(story(got)).toEqual([1, 2, 3, 4, 5]);
    await socket.say(evt(4), evt(5), evt(6));
    expect(story(got)).toEqual([1, 2, 3, 4, 5, 6, 8]);
    expect(subscription.status().state).toBe('live');
  });

  it('in any order and number is delivered in order, once', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { socket, got } = await givenWatcher();
      const shuffled = shuffle([...range(20), ...range(20)], seed);
      await socket.say(...shuffled.map((seq) => evt(seq)));
      expect([seed, story(got)]).toEqual([seed, range(20)]);
    }
  });

  it('beyond what may be held for a gap becomes one snapshot', async () => {
    const { socket, got, snapshots } = await givenWatcher({ snapshot: () => ({ data: { status: 'delivered' } }) });
    await socket.say(evt(1), ...range(1_001).map((n) => evt(n + 2)));
    expect(socket.sent.at(-1)).toEqual({ t: 'sub', ch: 'order:1' });
    await socket.say(subscribed(1_003, false), evt(1_004));

    expect(snapshots).toEqual(['order:1']);
    expect(story(got)).toEqual([1, 'S1003', 1_004]);
  });

  it('of another channel, unknown or unreadable, does no harm', async () => {
    const { socket, got } = await givenWatcher();
    await socket.say(evt(1, { ch: 'order:2' }), { t: 'new-thing' }, 'no json' as unknown as object, evt(1));
    expect(story(got)).toEqual([1]);
  });
});

describe('a snapshot', () => {
  it('is the first thing a watcher without a position sees', async () => {
    const world = givenTracking({ snapshot: () => ({ data: { status: 'placed' }, stream: { epoch: 'e', seq: 3 } }) });
    const { got } = world.watch(ORDER);
    await world.welcome();
    expect(world.socket.sent.at(-1)).toEqual({ t: 'sub', ch: 'order:1' });
    await world.socket.say(subscribed(3, false), evt(4));

    expect(got[0]).toEqual({ kind: 'snapshot', channel: 'order:1', epoch: 'e', seq: 3, data: { status: 'placed' } });
    expect(story(got)).toEqual(['S3', 4]);
  });

  it('comes once after a reset, before the events that came while it was fetched', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { socket, got, snapshots, subscription } = await givenWatcher({
      snapshot: async () => {
        await held;
        return { data: {}, stream: { epoch: 'f', seq: 6 } };
      },
    });
    await socket.say(evt(1), { t: 'reset', ch: 'order:1', epoch: 'f', head: 5 });
    await socket.say(evt(6, { epoch: 'f' }), evt(7, { epoch: 'f' }), evt(8, { epoch: 'f' }));
    expect(subscription.status().state).toBe('catching-up');
    release();
    await settle();

    // The snapshot knew number 6 already, so that one is not told again.
    expect(story(got)).toEqual([1, 'S6', 7, 8]);
    expect(snapshots).toHaveLength(1);
  });

  it('that is of a newer numbering than what is held takes the place of all of it', async () => {
    const { socket, got } = await givenWatcher({ snapshot: () => ({ data: {}, stream: { epoch: 'g', seq: 2 } }) });
    await socket.say({ t: 'reset', ch: 'order:1', epoch: 'f', head: 5 }, evt(6, { epoch: 'f' }));
    await socket.say(evt(3, { epoch: 'g' }));
    expect(story(got)).toEqual(['S2', 3]);
  });

  it('that does not know its position is followed by every event since the reset', async () => {
    const { socket, got } = await givenWatcher({ snapshot: () => ({ data: {} }) });
    await socket.say({ t: 'reset', ch: 'order:1', epoch: 'f', head: 5 }, evt(6, { epoch: 'f' }));
    expect(story(got)).toEqual(['S5', 6]);
  });

  it('is fetched again when the channel is reset meanwhile, and told once', async () => {
    const releases: (() => void)[] = [];
    const { socket, got } = await givenWatcher({
      snapshot: () => new Promise((resolve) => releases.push(() => resolve({ data: {} }))),
    });
    await socket.say(
      { t: 'reset', ch: 'order:1', epoch: 'f', head: 5 },
      { t: 'reset', ch: 'order:1', epoch: 'g', head: 2 },
    );
    for (const release of releases) release();
    await socket.say(evt(3, { epoch: 'g' }));

    expect(got.map(({ epoch, seq }) => [epoch, seq])).toEqual([
      ['g', 2],
      ['g', 3],
    ]);
  });

  it('that fails is tried again with growing pauses; one that is refused ends the subscription', async () => {
    let answer: () => Promise<{ data: unknown }> = () => Promise.reject(new ConnectionError('offline'));
    const { socket, got, snapshots, time, done } = await givenWatcher({ snapshot: () => answer() });
    await socket.say({ t: 'reset', ch: 'order:1', epoch: 'f', head: 5 });
    await time.pass(250 + 500 + 1_000);
    expect(snapshots).toHaveLength(4);
    answer = async () => ({ data: {} });
    await time.pass(2_000);
    expect(story(got)).toEqual(['S5']);

    answer = () => Promise.reject(Object.assign(new ConnectionError('gone'), { retryable: false }));
    await socket.say({ t: 'reset', ch: 'order:1', epoch: 'g', head: 5 });
    expect(await done).toBeInstanceOf(ConnectionError);
  });

  it('takes the place of what an app left unread', async () => {
    const world = givenTracking();
    const subscription = world.live.subscribe(ORDER, { since: SINCE_0 });
    await world.welcome();
    await world.socket.say(subscribed(0, true), ...range(1_001).map((seq) => evt(seq)));
    await world.socket.say(subscribed(1_001, false));

    expect((await subscription[Symbol.asyncIterator]().next()).value).toMatchObject({ kind: 'snapshot', seq: 1_001 });
  });
});

describe('the cursor', () => {
  it('moves when the app asks for the next event, not before', async () => {
    const world = givenTracking();
    const subscription = world.live.subscribe(ORDER, { since: SINCE_0 });
    await world.welcome();
    await world.socket.say(subscribed(0, true), evt(1), evt(2));
    const events = subscription[Symbol.asyncIterator]();
    expect(subscription.cursor()).toEqual(SINCE_0);

    await events.next();
    expect(subscription.cursor()).toEqual(SINCE_0);
    await events.next();
    expect(subscription.cursor()).toEqual({ epoch: 'e', seq: 1 });
  });

  it('stays before an event whose handling threw, so that it comes again', async () => {
    const world = givenTracking();
    const subscription = world.live.subscribe(ORDER, { since: SINCE_0 });
    await world.welcome();
    await world.socket.say(subscribed(0, true), evt(1), evt(2));
    const failing = async () => {
      for await (const event of subscription) if (event.seq === 2) throw new Error('the app failed');
    };
    await expect(failing()).rejects.toThrow('the app failed');

    expect(subscription.cursor()).toEqual({ epoch: 'e', seq: 1 });
    expect(subscription.status().state).toBe('ended');
  });
});

describe('two watchers of one channel', () => {
  it('share one subscription; the second starts with its own snapshot and the first misses nothing', async () => {
    const { socket, got, watch } = await givenWatcher({
      snapshot: () => ({ data: {}, stream: { epoch: 'e', seq: 1 } }),
    });
    await socket.say(evt(1));
    const second = watch(ORDER);
    expect(socket.sent.at(-1)).toEqual({ t: 'sub', ch: 'order:1', epoch: 'e', seq: 1 });
    await socket.say(subscribed(1, true), evt(2));

    expect(story(got)).toEqual([1, 2]);
    expect(story(second.got)).toEqual(['S1', 2]);
  });

  it('with an older position for the second gives it what it missed, and the first nothing twice', async () => {
    const { socket, got, watch } = await givenWatcher();
    await socket.say(evt(1), evt(2));
    const second = watch(ORDER, { epoch: 'e', seq: 1 });
    expect(socket.sent.at(-1)).toEqual({ t: 'sub', ch: 'order:1', epoch: 'e', seq: 1 });
    await socket.say(subscribed(2, true), evt(2), evt(3));

    expect(story(got)).toEqual([1, 2, 3]);
    expect(story(second.got)).toEqual([2, 3]);
  });

  it('unsubscribe when the last is closed', async () => {
    const { socket, watch, subscription } = await givenWatcher();
    watch({ job: 'job_1' });
    const second = watch(ORDER, SINCE_0);
    second.subscription.close();
    expect(socket.sent.some(({ t }) => t === 'unsub')).toBe(false);
    subscription.close();
    expect(socket.sent.at(-1)).toEqual({ t: 'unsub', ch: 'order:1' });
    expect(socket.dropped).toBe(false);
  });
});

describe('a channel', () => {
  it.each([
    [{ order: '01927f0c' }, 'order:01927f0c'],
    [{ board: [8.4, 49.8, 8.8, 50.1] as const }, 'board:8.4,49.8,8.8,50.1'],
    [{ vehicle: 'veh_1' }, 'vehicle:veh_1'],
    [{ delivery: '01927f0c' }, 'order:01927f0c'],
  ])('of %o is named %s', (target, name) => {
    expect(channelOf(target)).toBe(name);
  });

  it.each([{ order: '' }, { order: 'a b' }, { order: undefined }, {}])(
    'that cannot be is refused at once, and no other ends with it: %o',
    async (target) => {
      const { subscription, socket, watch } = await givenWatcher();
      const before = socket.sent.length;

      expect(() => watch(target as never)).toThrow(expect.objectContaining({ code: 'missing_argument' })); // as without types

      expect(socket.sent.slice(before)).toEqual([]);
      expect(subscription.status().state).toBe('live');
    },
  );

  it('that cannot be seen ends its subscription as any other answer of 404, and no other', async () => {
    const { socket, done, watch } = await givenWatcher();
    const other = watch({ job: 'job_1' });
    await socket.say({ t: 'error', ch: 'order:1', code: 'not_found' });

    expect(await done).toMatchObject({ name: 'NotFound', status: 404, code: 'not_found', retryable: false });
    expect(other.subscription.status().state).toBe('connecting');
  });

  it.each(['unavailable', 'internal_error'])('that cannot be checked now (%s) is asked for again', async (code) => {
    const { socket, time } = await givenWatcher();
    await socket.say({ t: 'error', ch: 'order:1', code });
    const before = socket.sent.length;
    await time.pass(3_000);
    expect(socket.sent.slice(before)).toEqual([{ t: 'sub', ch: 'order:1', epoch: 'e', seq: 0 }]);
  });
});

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}

/** The same order for the same seed. */
function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
