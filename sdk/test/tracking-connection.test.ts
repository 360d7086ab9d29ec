import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConnectionError } from '../src/core/errors.ts';
import { evt, givenTracking, settle, signedOut, story, subscribed } from './tracking-fakes.ts';

const ORDER = { order: '1' };
const SINCE_0 = { epoch: 'e', seq: 0 };

async function givenWatcher(options?: Parameters<typeof givenTracking>[0]) {
  const world = givenTracking(options);
  const watcher = world.watch(ORDER, SINCE_0);
  await world.welcome();
  await world.socket.say(subscribed(0, true));
  return Object.assign(world, watcher);
}

afterEach(() => vi.unstubAllGlobals());

describe('the connection', () => {
  it('is opened by the first subscription, with the subprotocol, the token in hello and never in the address', async () => {
    const world = givenTracking();
    await settle();
    expect(world.sockets).toHaveLength(0);

    world.watch(ORDER, SINCE_0);
    world.watch({ job: 'job_1' });
    await world.welcome();
    expect(world.sockets).toHaveLength(1);
    expect(world.socket).toMatchObject({ url: 'wss://api.example.com/ws/tracking', protocol: 'symphonia.tracking.v1' });
    expect(world.socket.sent).toEqual([
      { t: 'hello', v: 1, token: 'secret-1', resume: [{ ch: 'order:1', epoch: 'e', seq: 0 }] },
      { t: 'sub', ch: 'job:job_1' },
    ]);
  });

  it('subscribes a channel that was asked for between hello and welcome', async () => {
    const world = givenTracking();
    world.watch({ job: 'job_1' });
    await settle();
    await world.socket.open();
    world.watch(ORDER, SINCE_0);
    await world.socket.say({ t: 'welcome', serverTime: '', pingMs: 25_000 });

    expect(world.socket.sent.slice(1)).toEqual([
      { t: 'sub', ch: 'job:job_1' },
      { t: 'sub', ch: 'order:1', ...SINCE_0 },
    ]);
  });

  it('is closed with the last subscription, and opened again by a new one', async () => {
    const world = await givenWatcher();
    world.subscription.close();
    expect(world.socket.dropped).toBe(true);
    expect(world.time.waiting).toEqual([]);

    world.watch(ORDER);
    await settle();
    expect(world.sockets).toHaveLength(2);
  });

  it('resumes every channel after an interruption from where it was, and drops what was held for a gap', async () => {
    const world = await givenWatcher();
    await world.socket.say(evt(1), evt(3));
    await world.socket.end(1006);
    expect(world.subscription.status().state).toBe('connecting');
    await world.time.pass(250);
    await world.welcome();
    expect(world.socket.sent[0]).toMatchObject({ resume: [{ ch: 'order:1', epoch: 'e', seq: 1 }] });
    await world.socket.say(subscribed(3, true), evt(2), evt(3));

    expect(story(world.got)).toEqual([1, 2, 3]);
    expect(world.subscription.status().state).toBe('live');
  });

  it('reconnects with full jitter from 0.5 to 30 s, from the start again after 30 s of calm', async () => {
    const world = await givenWatcher({ random: 1 });
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      await world.socket.end(1006);
      const [wait = 0] = world.time.waiting;
      waits.push(wait);
      await world.time.pass(wait);
      await world.welcome();
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);

    for (let i = 0; i < 3; i++) {
      await world.time.pass(10_000);
      await world.socket.say({ t: 'ping' });
    }
    await world.socket.end(1006);
    expect(world.time.waiting[0]).toBe(500);
  });
});

describe('silence', () => {
  it('of pingMs + 10 s means a dead socket, which is left without waiting for its close', async () => {
    const world = await givenWatcher({ random: 0 });
    await world.time.pass(30_000);
    await world.socket.say({ t: 'ping' });
    await world.time.pass(34_999);
    expect(world.sockets).toHaveLength(1);
    await world.time.pass(1);

    expect(world.sockets[0]?.dropped).toBe(true);
    expect(world.sockets).toHaveLength(2);
  });

  it('before welcome is noticed after 15 s', async () => {
    const world = givenTracking({ random: 0 });
    world.watch(ORDER);
    await settle();
    await world.time.pass(15_000);
    expect(world.sockets).toHaveLength(2);
  });

  it.each(['online', 'pageshow', 'visibilitychange'])(
    'is looked at when the device says "%s", though timers slept',
    async (name) => {
      const target = new EventTarget();
      vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
      vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
      const world = await givenWatcher({ random: 0 });
      const now = world.time.clock.now();
      world.time.clock.now = () => now + 60_000;
      target.dispatchEvent(new Event(name));
      expect(world.sockets[0]?.dropped).toBe(true);
    },
  );

  it('that was only a wait for the next attempt ends when the device is online', async () => {
    const target = new EventTarget();
    vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
    vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
    const world = await givenWatcher({ random: 1 });
    for (let i = 0; i < 6; i++) {
      await world.socket.end(1006);
      await world.time.pass(world.time.waiting[0] ?? 0);
      await world.welcome();
    }
    await world.socket.end(1006);
    expect(world.time.waiting[0]).toBe(30_000);
    target.dispatchEvent(new Event('online'));
    expect(world.time.waiting[0]).toBe(500);
  });
});

describe('a close code', () => {
  it.each([4400, 4403, 1009])('%i stops, with a reason for the app', async (code) => {
    const world = await givenWatcher();
    await world.socket.end(code, 'because');
    expect(await world.done).toMatchObject({ code: `socket_${code}`, message: expect.stringContaining('because') });
    await world.time.pass(120_000);
    expect(world.sockets).toHaveLength(1);
  });

  it('4401 refreshes the token and reconnects once; refused again, somebody must sign in', async () => {
    const world = await givenWatcher();
    await world.socket.end(4401);
    expect(world.forced).toEqual([false, true]);
    await world.welcome();
    expect(world.socket.sent[0]).toMatchObject({ token: 'secret-2' });

    await world.socket.end(4401);
    await world.socket.end(4401);
    expect(await world.done).toMatchObject({ code: 'auth_required' });
    expect(world.sockets).toHaveLength(3);
  });

  it.each([4429, 1013])('%i waits for as long as it says, also when the device comes online', async (code) => {
    const world = await givenWatcher({ random: 0 });
    await world.socket.end(code, 'Too many sockets. retry-after=40');
    await world.time.pass(39_999);
    expect(world.sockets).toHaveLength(1);
    await world.time.pass(1);
    expect(world.sockets).toHaveLength(2);
  });

  it.each([1006, 1012, 4408])('%i resumes', async (code) => {
    const world = await givenWatcher();
    await world.socket.end(code);
    await world.time.pass(500);
    await world.welcome();
    expect(world.socket.sent[0]).toMatchObject({ resume: [{ ch: 'order:1', epoch: 'e', seq: 0 }] });
  });
});

describe('a deploy', () => {
  it('announced by drain moves the connection at a random moment within its spread', async () => {
    const world = await givenWatcher({ random: 0.5 });
    await world.socket.say({ t: 'drain', afterMs: 5_000 });
    await world.time.pass(2_499);
    expect(world.sockets).toHaveLength(1);
    await world.time.pass(1);
    expect(world.sockets[0]?.dropped).toBe(true);
    expect(world.sockets).toHaveLength(2);
  });

  it('that closes the socket before that moment is spread as well', async () => {
    const world = await givenWatcher({ random: 0.5 });
    await world.socket.say({ t: 'drain', afterMs: 5_000 });
    await world.socket.end(1012);
    expect(world.time.waiting).toEqual([2_500]);
  });
});

describe('the token', () => {
  it('is renewed on the open socket before it ends', async () => {
    const world = await givenWatcher({ lifeMs: 600_000 });
    for (let i = 0; i < 23; i++) {
      await world.time.pass(25_000);
      await world.socket.say({ t: 'ping' });
    }
    expect(world.socket.sent.filter(({ t }) => t === 'token')).toEqual([{ t: 'token', token: 'secret-2' }]);
    expect(world.sockets).toHaveLength(1);
  });

  it('that cannot be fetched now is tried again; when nobody is signed in the subscription ends', async () => {
    const world = givenTracking();
    world.auth.fail = new ConnectionError('offline');
    const { done } = world.watch(ORDER);
    await settle();
    world.auth.fail = undefined;
    await world.time.pass(500);
    expect(world.sockets).toHaveLength(1);

    world.auth.fail = signedOut;
    await world.socket.end(1006);
    await world.time.pass(500);
    expect(await done).toMatchObject({ code: 'auth_required' });
  });

  it('of somebody else ends the subscriptions at once: nobody sees what another watched', async () => {
    const world = await givenWatcher();
    world.auth.sub = 'usr_2';
    world.auth.changed();
    expect(await world.done).toMatchObject({ code: 'auth_required' });
    expect(world.socket.dropped).toBe(true);

    const next = world.watch(ORDER);
    await world.welcome();
    expect(next.subscription.status().state).toBe('connecting');
    expect(world.socket.sent[0]).toMatchObject({ resume: [] });
  });
});
