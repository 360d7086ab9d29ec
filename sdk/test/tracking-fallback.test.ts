import { describe, expect, it } from 'vitest';
import { evt, givenTracking, settle, story, subscribed } from './tracking-fakes.ts';
import { givenPolls, givenStream, ORDER, PATHS, ping, SINCE_0 } from './tracking-fallback-fakes.ts';

describe('where no socket gets through', () => {
  it('three without welcome are followed by a stream, with the token in a header and the channels in the query', async () => {
    const world = givenTracking();
    world.watch(ORDER);
    world.watch({ job: 'job_1' });
    await settle();
    for (let i = 0; i < 2; i++) {
      await world.socket.end(1006);
      await world.time.pass(5_000);
    }
    expect([world.sockets.length, world.asks.length]).toEqual([3, 0]);
    await world.socket.end(1006);
    await world.time.pass(5_000);

    expect(world.ask.path).toBe(PATHS.stream);
    expect(world.ask.query.getAll('ch')).toEqual(['order:1', 'job:job_1']);
    expect(world.ask.headers.get('authorization')).toMatch(/^Bearer secret-/);
    expect(world.ask.headers.get('last-event-id')).toBeNull();
  });

  it('the events of a stream are delivered as those of a socket, and the light says how they come', async () => {
    const { ask, got, subscription } = await givenStream();
    expect(subscription.status()).toEqual({ state: 'live', channel: 'order:1', transport: 'stream' });
    await ask.say(evt(1), ping, evt(1), evt(2), evt(7, { prev: 2 }));
    expect(story(got)).toEqual([1, 2, 7]);
  });

  it('messages are read whole however they are cut, with any line ends, and comments are signs of life', async () => {
    const { ask, got, time, asks } = await givenStream();
    const text = JSON.stringify(evt(1, { data: { name: 'Käthe' } }));
    for (const part of [': still here\n\nid: 7\r', `\ndata: ${text.slice(0, 20)}`, `${text.slice(20)}\r\n`, '\r\n'])
      await ask.raw(part);
    expect(got).toMatchObject([{ seq: 1, data: { name: 'Käthe' } }]);
    for (let i = 0; i < 5; i++) {
      await time.pass(30_000);
      await ask.raw(':\n\n');
    }
    expect(asks).toHaveLength(1);
  });

  it('a stream that breaks is asked for again from where its watcher is, and nothing is told twice', async () => {
    const world = await givenStream();
    await world.ask.say(evt(1), evt(2));
    await world.ask.fail();
    expect(world.subscription.status()).toMatchObject({ state: 'connecting', transport: 'none' });
    await world.time.pass(30_000);
    expect(world.ask.headers.get('last-event-id')).toBe('order:1@e.2');
    await world.ask.stream();
    await world.ask.say(subscribed(3, true), evt(2), evt(3));
    expect(story(world.got)).toEqual([1, 2, 3]);
    expect(world.subscription.status()).toMatchObject({ state: 'live', transport: 'stream' });
  });

  it('a gap, which a stream must not have, is asked for again', async () => {
    const world = await givenStream();
    await world.ask.say(evt(1), evt(3));
    expect(world.subscription.status().state).toBe('catching-up');
    expect([world.asks.length, world.ask.headers.get('last-event-id')]).toEqual([2, 'order:1@e.1']);
    await world.ask.stream();
    await world.ask.say(subscribed(4, true), evt(2), evt(3), evt(4));
    expect([story(world.got), world.snapshots]).toEqual([[1, 2, 3, 4], []]);
    expect(world.subscription.status().state).toBe('live');
  });

  it('a second watcher of a channel begins with its own snapshot, one from further back with what it has missed', async () => {
    const world = await givenStream({ snapshot: () => ({ data: {}, stream: { epoch: 'e', seq: 2 } }) });
    await world.ask.say(evt(1), evt(2));
    const second = world.watch(ORDER);
    const behind = world.watch(ORDER, SINCE_0);
    await settle();
    expect([world.asks.length, world.ask.headers.get('last-event-id')]).toEqual([2, 'order:1@e.0']);
    await world.ask.stream();
    await world.ask.say(subscribed(2, true), evt(1), evt(2), evt(3));
    expect([world.got, second.got, behind.got].map(story)).toEqual([
      [1, 2, 3],
      ['S2', 3],
      [1, 2, 3],
    ]);
  });

  it('another set of channels is another request, from where the others are', async () => {
    const world = await givenStream();
    await world.ask.say(evt(1));
    const before = world.ask;
    const job = world.watch({ job: 'job_1' });
    world.watch({ vehicle: 'veh_1' });
    await settle();
    expect(before.left).toBe(true);
    expect(world.asks).toHaveLength(2);
    expect(world.ask.query.getAll('ch')).toEqual(['order:1', 'job:job_1', 'vehicle:veh_1']);
    expect(world.ask.headers.get('last-event-id')).toBe('order:1@e.1');

    job.subscription.close();
    await settle();
    expect(world.ask.query.getAll('ch')).toEqual(['order:1', 'vehicle:veh_1']);
    world.live.close();
    expect(world.ask.left).toBe(true);
  });

  it('a channel that is left and watched again begins with a snapshot where it stands then', async () => {
    const world = await givenPolls();
    await world.ask.answer({ frames: [evt(1)], cursor: 'order:1@e.1' });
    const other = world.watch({ order: '2' }, SINCE_0);
    world.subscription.close();
    await settle();
    expect([world.ask.query.getAll('ch'), world.ask.query.get('after')]).toEqual([['order:2'], 'order:2@e.0']);
    const again = world.watch(ORDER);
    await settle();
    expect([world.ask.query.getAll('ch'), world.ask.query.get('after')]).toEqual([
      ['order:2', 'order:1'],
      'order:2@e.0',
    ]);
    await world.ask.answer({ frames: [subscribed(2, false), evt(3)], cursor: 'order:1@e.3;order:2@e.0' });
    expect(story(again.got)).toEqual(['S2', 3]);
    expect([other.subscription.status().state, other.got]).toEqual(['live', []]);
  });

  it('a channel that a poll refuses is not live, and what the server says of others is left alone', async () => {
    const world = await givenPolls();
    const other = world.watch({ order: '2' }, SINCE_0);
    await settle();
    const frames = [{ t: 'error', ch: 'order:2', code: 'unavailable' }];
    await world.ask.answer({ frames, cursor: 'order:1@e.0;order:2@e.0;order:3@e.9' });
    expect([world.subscription, other.subscription].map((one) => one.status().state)).toEqual(['live', 'connecting']);
    await world.time.pass(5_000);
    expect(world.ask.query.get('after')).toBe('order:1@e.0;order:2@e.0');
    await world.ask.answer({ frames: [], cursor: 'order:1@e.0;order:2@e.0' });
    expect(other.subscription.status().state).toBe('live');
  });

  it('more than 20 channels share several requests', async () => {
    const world = givenTracking();
    for (let i = 1; i <= 45; i++) world.watch({ order: String(i) });
    await world.noSockets();
    expect(world.asks.map(({ query }) => query.getAll('ch').length)).toEqual([20, 20, 5]);
    for (const ask of world.asks) {
      await ask.stream();
      await ask.say(ping);
    }
    world.watch({ order: '46' });
    await settle();
    expect(world.asks).toHaveLength(4);
    expect(world.ask.query.getAll('ch')).toHaveLength(6);
  });
});

describe('a stream that brings nothing', () => {
  it.each(['is silent', 'is a page', 'is empty'])('because it %s is followed by polls', async (how) => {
    const world = givenTracking();
    const { subscription, got } = world.watch(ORDER, SINCE_0);
    await world.noSockets();
    await world.ask.stream(how === 'is a page' ? 'text/html' : undefined);
    if (how === 'is empty') await world.ask.end();
    await world.time.pass(how === 'is silent' ? 40_000 : 5_000);
    expect(world.ask.path).toBe(PATHS.poll);
    expect(Object.fromEntries(world.ask.query)).toEqual({ ch: 'order:1', wait: '0', after: 'order:1@e.0' });

    await world.ask.answer({ frames: [], cursor: 'order:1@e.0' }); // of what goes on nothing is said
    expect(subscription.status()).toEqual({ state: 'live', channel: 'order:1', transport: 'poll' });
    await world.time.pass(1_000);
    expect(Object.fromEntries(world.ask.query)).toEqual({ ch: 'order:1', wait: '20', after: 'order:1@e.0' });
    await world.ask.answer({ frames: [evt(1), evt(2)], cursor: 'order:1@e.2' });
    expect(story(got)).toEqual([1, 2]);
  });

  it('on a platform that cannot stream is no other case', async () => {
    const world = givenTracking();
    world.watch(ORDER, SINCE_0);
    await world.noSockets();
    await world.time.pass(45_000); // its `fetch` answers when all has come, which is never
    expect(world.ask.path).toBe(PATHS.poll);
  });

  it('after polls that bring nothing either begins again with a socket', async () => {
    const world = givenTracking();
    world.watch(ORDER, SINCE_0);
    await world.noSockets();
    await world.ask.fail();
    await world.time.pass(30_000);
    expect(world.ask.path).toBe(PATHS.poll);
    await world.ask.fail();
    await world.time.pass(30_000);
    expect(world.sockets).toHaveLength(4);
    await world.welcome();
    await world.socket.say(subscribed(0, true));
    expect(world.live).toBeDefined();
  });

  it('a proxy’s page in place of a poll is no answer', async () => {
    const world = await givenPolls();
    const before = world.asks.length;
    await world.ask.answer({ ok: true });
    await world.time.pass(30_000);
    expect(world.asks.length).toBeGreaterThan(before);
    expect(world.ask.query.get('after')).toBe('order:1@e.0');
  });
});
