import { afterEach, describe, expect, it, vi } from 'vitest';
import { evt, givenTracking, settle, story, subscribed } from './tracking-fakes.ts';
import { givenPolls, givenStream, ORDER, PATHS, ping, SINCE_0 } from './tracking-fallback-fakes.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a refusal', () => {
  it.each([
    [401, 'stream'],
    [401, 'poll'],
  ] as const)('%i of a %s renews the token once; refused again, somebody must sign in', async (status, way) => {
    const world = await (way === 'stream' ? givenStream() : givenPolls());
    if (way === 'stream') {
      await world.ask.end();
      await world.time.pass(1_000);
    }
    await world.ask.answer({ code: 'unauthenticated' }, status);
    expect(world.forced.at(-1)).toBe(true);
    const token = world.ask.headers.get('authorization');
    expect(token).toBe(`Bearer secret-${world.forced.length}`);
    await world.ask.answer({ code: 'unauthenticated' }, status);
    expect(await world.done).toMatchObject({ code: 'auth_required' });
  });

  it.each([
    [403, 'Forbidden'],
    [400, 'Validation'],
  ])('%i of the server ends the subscriptions as %s', async (status, name) => {
    const world = givenTracking();
    const { done } = world.watch(ORDER);
    await world.noSockets();
    await world.ask.answer({ code: 'action_not_allowed' }, status);
    expect(await done).toMatchObject({ name, status });
    await world.time.pass(600_000);
    expect([world.sockets.length, world.asks.length]).toEqual([3, 1]);
  });

  it('403 of a proxy is only a stream that brings nothing', async () => {
    const world = givenTracking();
    world.watch(ORDER);
    await world.noSockets();
    await world.ask.answer({}, 403, { 'content-type': 'text/html' });
    await world.time.pass(10_000);
    expect(world.ask.path).toBe(PATHS.poll);
  });

  it('of one channel ends that channel as on a socket', async () => {
    const world = await givenStream();
    const hidden = world.watch({ order: '2' });
    await settle();
    await world.ask.stream();
    await world.ask.say({ t: 'error', ch: 'order:2', code: 'not_found' });
    expect(await hidden.done).toMatchObject({ name: 'NotFound', status: 404 });
    expect(world.subscription.status().state).toBe('live');
  });

  it.each([429, 503])('%i is obeyed for as long as it says, and asked again in the same way', async (status) => {
    const world = givenTracking({ random: 0 });
    world.watch(ORDER);
    await world.noSockets();
    await world.ask.answer({ code: 'rate_limited' }, status, { 'retry-after': '40' });
    await world.time.pass(39_999);
    expect(world.asks).toHaveLength(1);
    await world.time.pass(1);
    expect(world.asks.map(({ path }) => path)).toEqual([PATHS.stream, PATHS.stream]);
  });

  it('of the places asks again without them, once', async () => {
    const world = await givenPolls();
    await world.ask.answer({ code: 'invalid_cursor' }, 400);
    expect(world.ask.query.has('after')).toBe(false);
    expect(world.subscription.status().state).toBe('live');
    await world.ask.answer({ frames: [subscribed(4, false)], cursor: 'order:1@e.4' });
    expect(story(world.got)).toEqual(['S4']);
  });
});

describe('the end of a token', () => {
  it('ends the stream, which goes on with a fresh one and is no failure', async () => {
    const world = await givenStream({ lifeMs: 600_000 });
    const told: string[] = [];
    world.subscription.on('status', ({ state }) => told.push(state));
    await world.ask.say(evt(1));
    const [first] = world.asks;
    await world.ask.end();
    await world.time.pass(1_000);
    expect(world.asks).toHaveLength(2);
    expect(world.ask.headers.get('authorization')).not.toBe(first?.headers.get('authorization'));
    expect(world.ask.headers.get('last-event-id')).toBe('order:1@e.1');
    expect(told).toEqual([]);
    expect(world.forced).not.toContain(true);
  });

  it('of somebody else in the meantime ends the subscriptions', async () => {
    const world = await givenStream();
    world.auth.sub = 'usr_2'; // and nobody tells
    await world.ask.end();
    await world.time.pass(1_000);
    expect(await world.done).toMatchObject({ code: 'auth_required' });
  });
});

describe('a deploy', () => {
  it.each(['stream', 'poll'] as const)('moves a %s at a random moment within its spread', async (way) => {
    const world = await (way === 'stream' ? givenStream() : givenPolls());
    const drain = { t: 'drain', afterMs: 20_000 };
    const before = world.ask;
    if (way === 'stream') await world.ask.say(drain);
    else await world.ask.answer({ frames: [drain], cursor: 'order:1@e.0' });
    await world.time.pass(9_000);
    if (way === 'stream') expect(before.left).toBe(false);
    const now = world.ask;
    await world.time.pass(1_000);
    expect(now.left).toBe(true);
    expect(world.ask).not.toBe(now);
    expect(world.ask.path).toBe(PATHS[way]);
  });
});

describe('the way back to a socket', () => {
  it('is tried after a minute at most, then every five, and taken as soon as it welcomes: nothing lost, nothing twice', async () => {
    const world = await givenStream({ random: 1 });
    const stay = async (minutes: number) => {
      for (let i = 0; i < minutes * 2; i++) {
        await world.ask.say(ping);
        await world.time.pass(30_000);
      }
    };
    await stay(1);
    expect(world.sockets).toHaveLength(4);
    await world.socket.end(1006);
    await stay(4);
    expect(world.sockets).toHaveLength(4);
    await stay(1);
    expect(world.sockets).toHaveLength(5);

    await world.ask.say(evt(1));
    await world.socket.open();
    expect(world.socket.sent[0]).toMatchObject({ t: 'hello', resume: [{ ch: 'order:1', epoch: 'e', seq: 1 }] });
    const stream = world.ask;
    await stream.say(evt(2)); // meanwhile
    await world.socket.say({ t: 'welcome', serverTime: '', pingMs: 25_000 });
    expect(stream.left).toBe(true);
    await world.socket.say(subscribed(2, true), evt(2), evt(3));
    expect(story(world.got)).toEqual([1, 2, 3]);
    expect(world.snapshots).toEqual([]);
    expect(world.subscription.status()).toEqual({ state: 'live', channel: 'order:1', transport: 'socket' });
    await world.time.pass(34_000);
    await world.socket.say(ping);
    expect(world.sockets).toHaveLength(5);
  });

  it('does not exist where there is no WebSocket: the stream is asked for at once', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const world = givenTracking({ noSocket: true });
    const { subscription } = world.watch(ORDER, SINCE_0);
    await settle();
    expect(world.ask.path).toBe(PATHS.stream);
    await world.ask.stream();
    await world.ask.say(subscribed(0, false));
    expect(subscription.status()).toMatchObject({ state: 'live', transport: 'stream' });
    for (let i = 0; i < 20; i++) {
      await world.ask.say(ping);
      await world.time.pass(30_000);
    }
    expect(world.asks).toHaveLength(1);
  });
});

it('a recipient’s page says no name, reads the public snapshot, and ends when its link does', async () => {
  const { createCore } = await import('../src/core/client.ts');
  const { linkAuth, tracking } = await import('../src/tracking/index.ts');
  const { fakeSymphonia, virtualClock } = await import('../src/testing/index.ts');
  const clock = virtualClock();
  const api = fakeSymphonia({ clock });
  api.live.snapshot = () => ({ status: 'in_transit' });
  const auth = linkAuth(api.live.share('o1'));
  const core = createCore({ ...{ clock, auth, baseUrl: api.baseUrl, fetch: api.fetch, WebSocket: api.WebSocket } });
  const events = tracking()(core).subscribe({ delivery: 'o1' })[Symbol.asyncIterator]();

  expect((await events.next()).value).toMatchObject({ kind: 'snapshot', data: { status: 'in_transit' } });
  expect(api.requests.map(({ path, own, token }) => [path, own, token])).toEqual([
    ['/public/tracking/tl_o1', undefined, undefined],
  ]);
  api.tokens.clear();
  api.live.cut(4401, 'The link was revoked.');
  await expect(events.next()).rejects.toMatchObject({ name: 'AuthRequired' });
});
