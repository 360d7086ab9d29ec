import { describe, expect, it } from 'vitest';
import type { Logger } from '../observability/log.ts';
import type { Bus } from './bus.ts';
import { realtimeLimits } from './limits.ts';
import { createLiveEvent } from './live-event.ts';
import type { Outbox } from './outbox.ts';
import type { StreamRead, Streams } from './stream.ts';
import { createSubscription } from './subscription.ts';
import type { Cursor } from './types.ts';
import { createWatch } from './watch.ts';

const NAME = { tenantId: 'ten_1', stream: 'order:1' };
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const eventAt = (seq: number, epoch = 'e') =>
  createLiveEvent(epoch, seq, { kind: 'status', subject: '', body: '"id":"x"' });
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A watch whose Redis answers when the test says so. */
function givenWatch({ heard = true, backlogEvents = 1_000 } = {}) {
  const reads: { since: Cursor | undefined; answer(read: StreamRead): Promise<unknown>; fail(): Promise<unknown> }[] =
    [];
  let announce: (message: Buffer) => void = () => {};
  const troubles = { count: 0 };
  const state = { heard };
  const bus: Bus = {
    async listen(_topic, listener) {
      announce = listener;
      return state.heard;
    },
    forget() {},
    start() {},
    stop() {},
  };
  const streams: Streams = {
    publish: async () => {},
    breakLife: async () => {},
    read: (_name, since) =>
      new Promise((resolve, reject) => {
        reads.push({
          since,
          answer(read) {
            resolve(read);
            return settle();
          },
          fail() {
            reject(new Error('away'));
            return settle();
          },
        });
      }),
  };
  const deps = {
    streams,
    bus,
    log: silent,
    newEpoch: () => 'local',
    onReset: () => {},
    onReplay: () => {},
    onPassed: () => {},
    onTrouble: () => (troubles.count += 1),
  };
  const watch = createWatch(NAME, { ...deps, limits: { ...realtimeLimits, backlogEvents } });

  const givenSocket = () => {
    const got: string[] = [];
    const outbox = {
      control: (frame: string) => void got.push(JSON.parse(frame).t),
      event: (_subscription: unknown, event: { epoch: string; seq: number }) =>
        void got.push(`${event.epoch}${event.seq}`),
      forget() {},
      together: (write: () => void) => write(),
      room: 1e9,
    } as Partial<Outbox> as Outbox; // what a subscription uses of it
    const subscription = createSubscription('order:1', NAME, { stream: 'order:1' }, outbox);
    const join = (since?: Cursor) =>
      watch.join(subscription, since, (head, recovered) =>
        got.push(`${recovered ? 'recovered' : 'placed'} ${head.epoch}${head.seq}`),
      );
    return { got, subscription, join };
  };
  const say = (seq: number, epoch = 'e') => announce(Buffer.from(`${epoch} ${seq} status \n"id":"x"`));
  const head = (seq: number, events: number[] = [], whole = true, epoch = 'e'): StreamRead => ({
    head: { epoch, seq },
    whole,
    events: events.map((one) => eventAt(one, epoch)),
  });
  return { watch, reads, say, head, givenSocket, troubles, state };
}

/** A live watch at `e5` with one socket. */
async function givenLive(options?: Parameters<typeof givenWatch>[0]) {
  const world = givenWatch(options);
  const socket = world.givenSocket();
  const joined = socket.join();
  await settle();
  await world.reads[0]?.answer(world.head(5, [], false));
  await joined;
  return { ...world, socket };
}

describe('joining', () => {
  it('reads once to open; a socket without a position starts at the head', async () => {
    const { socket, say, reads, watch } = await givenLive();
    say(6);
    expect(socket.got).toEqual(['placed e5', 'e6']);
    expect(reads).toHaveLength(1);
    expect(watch.state).toBe('live');
  });

  it('an event that is both replayed and announced meanwhile is sent once', async () => {
    const { givenSocket, say, reads, head, socket } = await givenLive();
    const second = givenSocket();
    const joined = second.join({ epoch: 'e', seq: 3 });
    await settle();
    say(6);
    say(7);
    await reads[1]?.answer(head(7, [4, 5, 6, 7]));
    await joined;

    expect(second.got).toEqual(['recovered e7', 'e4', 'e5', 'e6', 'e7']);
    expect(socket.got).toEqual(['placed e5', 'e6', 'e7']);
  });

  it('that was given up while Redis was asked leaves nothing behind', async () => {
    const { givenSocket, reads, head, watch } = await givenLive();
    const gone = givenSocket();
    const joined = gone.join({ epoch: 'e', seq: 3 });
    await settle();
    watch.leave(gone.subscription);
    await reads[1]?.answer(head(5, [4, 5]));
    await joined;

    expect(gone.got).toEqual([]);
    expect(watch.size).toBe(1);
  });
});

describe('a missed announcement', () => {
  it('is read from the history and sent before the one that showed it', async () => {
    const { socket, say, reads, head } = await givenLive();
    say(8);
    say(9);
    await settle();
    expect(reads[1]?.since).toEqual({ epoch: 'e', seq: 5 });
    await reads[1]?.answer(head(8, [6, 7, 8]));

    expect(socket.got).toEqual(['placed e5', 'e6', 'e7', 'e8', 'e9']);
  });

  it('that the history no longer has is a reset', async () => {
    const { socket, say, reads, head } = await givenLive();
    say(2, 'f');
    await settle();
    await reads[1]?.answer(head(2, [], false, 'f'));
    say(3, 'f');

    expect(socket.got).toEqual(['placed e5', 'reset', 'f3']);
  });

  it('is looked for again when the first look fails, and nothing later is sent before', async () => {
    const { socket, say, reads, head, watch, troubles } = await givenLive();
    say(7);
    await settle();
    await reads[1]?.fail();
    expect(watch.state).toBe('behind');
    expect(troubles.count).toBe(1);
    say(8);
    await settle();
    await reads[2]?.answer(head(8, [6, 7, 8]));

    expect(socket.got).toEqual(['placed e5', 'e6', 'e7', 'e8']);
    expect(watch.state).toBe('live');
  });

  it('in a backlog that overflowed is read once more', async () => {
    const { socket, say, reads, head } = await givenLive({ backlogEvents: 2 });
    say(7);
    await settle();
    for (const seq of [8, 9, 10, 11]) say(seq);
    await reads[1]?.answer(head(7, [6, 7]));
    await reads[2]?.answer(head(11, [10, 11]));

    expect(socket.got).toEqual(['placed e5', 'e6', 'e7', 'e8', 'e9', 'e10', 'e11']);
    expect(reads[2]?.since).toEqual({ epoch: 'e', seq: 9 });
  });

  it('of an older epoch than the present changes nothing', async () => {
    const { socket, say, reads, head } = await givenLive();
    say(1, 'f');
    await settle();
    await reads[1]?.answer(head(1, [], false, 'f'));
    say(6, 'e');
    await settle();
    await reads[2]?.answer(head(1, [], true, 'f'));
    say(2, 'f');

    expect(socket.got).toEqual(['placed e5', 'reset', 'f2']);
  });
});

describe('without Redis', () => {
  it('opens under an epoch of its own and is troubled until Redis is back, which is a reset', async () => {
    const { givenSocket, watch, reads, head, troubles, state } = givenWatch({ heard: false });
    const socket = givenSocket();
    await socket.join();
    expect([watch.state, troubles.count, socket.got]).toEqual(['local', 1, ['placed local0']]);

    state.heard = true;
    const resynced = watch.resync();
    await settle();
    await reads[0]?.answer(head(3, [], false));
    await resynced;
    expect([watch.state, socket.got.at(-1)]).toEqual(['live', 'reset']);
  });
});
