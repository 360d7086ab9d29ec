import { describe, expect, it } from 'vitest';
import { AuthRequired } from '../src/index.ts';
import { memoryOutbox } from '../src/outbox/index.ts';
import { askWindows, lendToken, type SymphoniaWorker, symphoniaWorker, type WorkerScope } from '../src/sw/index.ts';
import { aNewOrder, diskOn, givenWorld, type World } from './support/given.ts';

/** A service worker's scope whose events a test fires; `fire` resolves with what the worker waited for. */
function aScope(windows: Awaited<ReturnType<WorkerScope['clients']['matchAll']>> = []) {
  const listeners = new Map<string, (event: never) => void>();
  const scope: WorkerScope = {
    addEventListener: (type: string, fn: (event: never) => void) => void listeners.set(type, fn),
    clients: { matchAll: async () => windows },
  };
  const fire = (type: string, fields: object = {}) => {
    let waited: Promise<unknown> = Promise.resolve();
    const waitUntil = (work: Promise<unknown>) => {
      waited = work;
    };
    const event = { ...fields, waitUntil };
    listeners.get(type)?.(event as never); // the worker's own kind
    return waited;
  };
  return { scope, fire };
}

/** The outcome of what takes virtual time. */
async function passing<T>(world: World, work: Promise<T>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  await world.clock.until(() => over);
  return work;
}

const sync = { tag: 'sym-outbox' };
const tokenOf = (world: World, user: string) => ({
  token: `token-${user}`,
  sub: user,
  tenant: 'ten_1',
  expiresAt: world.clock.now() + 600_000,
});

/** A worker beside the windows of a world, signed in as somebody. */
function aWorker(world: World, user = 'ada', more: Partial<Parameters<typeof symphoniaWorker>[0]> = {}) {
  const { scope, fire } = aScope();
  const worker: SymphoniaWorker = symphoniaWorker({
    baseUrl: 'https://api.test/api/v1',
    auth: { getToken: async () => tokenOf(world, user) },
    store: diskOn(world.shelf),
    fetch: world.server.fetch,
    clock: world.clock,
    scope,
    ...more,
  });
  return { worker, fire };
}

/** A window that stored orders without a network and was closed. */
async function leftBehind(world: World, count: number): Promise<string[]> {
  const { sym } = world.open({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const draft = sym.orders.draft();
    ids.push(draft.id);
    await passing(world, sym.orders.submit(draft, aNewOrder()));
  }
  await passing(world, sym.close());
  await world.clock.advance(1000);
  return ids;
}

describe('the outbox in a service worker', () => {
  it('sends what a closed window left behind, and tells the browser that nothing is left', async () => {
    const world = givenWorld();
    const ids = await leftBehind(world, 5);
    const { fire } = aWorker(world);
    await passing(world, fire('sync', sync));
    expect([...world.server.orders.keys()].sort()).toEqual(ids.sort());
  });

  it('asks the browser to try again while something is left, and does not send twice what has arrived', async () => {
    const world = givenWorld();
    const ids = await leftBehind(world, 2);
    const { fire } = aWorker(world);
    world.server.fault = () => 'drop-request';
    await expect(passing(world, fire('sync', sync))).rejects.toThrow('2 requests are left.');
    world.server.fault = () => undefined;
    await world.clock.advance(1000);
    await passing(world, fire('sync', sync));
    await passing(world, fire('sync', sync));
    expect([...world.server.orders.keys()].sort()).toEqual(ids.sort());
  });

  it('leaves alone what is none of its business: other tags, other messages', async () => {
    const world = givenWorld();
    await leftBehind(world, 1);
    const { fire } = aWorker(world);
    await passing(world, fire('sync', { tag: 'of-the-app' }));
    await passing(world, fire('message', { data: { type: 'of-the-app' } }));
    expect(world.server.orders.size).toBe(0);
    await passing(world, fire('message', { data: 'sym-outbox' }));
    expect(world.server.orders.size).toBe(1);
  });

  it.each([
    ['somebody else’s token', 'bob'],
    ['nobody’s token', undefined],
  ])('sends nothing with %s', async (_, user) => {
    const world = givenWorld();
    await leftBehind(world, 1);
    world.server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    const getToken = async () => {
      if (user === undefined) throw new AuthRequired('Nobody is signed in.');
      return tokenOf(world, user);
    };
    const { fire } = aWorker(world, 'bob', { auth: { getToken } });
    await expect(passing(world, fire('sync', sync))).rejects.toThrow('1 requests are left.');
    expect(world.server.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('sends nothing after a sign-out that kept the orders, although a cookie would still renew the session', async () => {
    const world = givenWorld();
    await leftBehind(world, 1);
    const { sym } = world.open({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await passing(
      world,
      sym.auth.logout({ pending: 'keep' }).catch(() => {}),
    );
    await passing(world, aWorker(world).fire('sync', sync));
    expect(world.server.orders.size).toBe(0);
  });

  it('yields to a window at work, but not to one that still holds the lock when the browser will not ask again', async () => {
    const world = givenWorld();
    await leftBehind(world, 1);
    const frozen = { tryWith: async () => 'busy' as const };
    const { fire } = aWorker(world, 'ada', { store: { ...memoryOutbox(world.shelf), locks: frozen } });
    await expect(passing(world, fire('sync', sync))).rejects.toThrow('1 requests are left.');
    await passing(world, fire('sync', { ...sync, lastChance: true }));
    expect(world.server.orders.size).toBe(1);
  });

  it('has done what it can after 25 s, also when the server hangs', async () => {
    const world = givenWorld();
    await leftBehind(world, 1);
    const { fire } = aWorker(world, 'ada', { fetch: () => new Promise(() => {}) });
    const began = world.clock.now();
    await expect(passing(world, fire('sync', sync))).rejects.toThrow('1 requests are left.');
    expect(world.clock.now() - began).toBeLessThanOrEqual(25_000);
  });
});

describe('a token that a window lends to the worker', () => {
  const windowWith = (getToken: () => Promise<ReturnType<typeof tokenOf>>) => ({
    postMessage(data: unknown, ports: readonly Transferable[]) {
      heard({ data, ports }, getToken);
    },
  });

  /** The page's side, on a container of its own. */
  function heard(event: { data: unknown; ports: readonly Transferable[] }, getToken: () => Promise<unknown>) {
    let answer: (event: unknown) => void = () => {};
    const addEventListener = (_: string, fn: typeof answer) => {
      answer = fn;
    };
    const container = { addEventListener, startMessages() {} };
    Object.defineProperty(globalThis.navigator, 'serviceWorker', { value: container, configurable: true });
    lendToken({ getToken: getToken as () => Promise<ReturnType<typeof tokenOf>> }); // or a failure
    answer(event);
    Reflect.deleteProperty(globalThis.navigator, 'serviceWorker');
  }

  const asked = (...windows: ReturnType<typeof windowWith>[]) =>
    askWindows({ scope: aScope(windows).scope }).getToken({ force: false, signal: new AbortController().signal });
  const nobody = async () => {
    throw new AuthRequired('Nobody is signed in.');
  };

  it('comes from the first window that has one', async () => {
    const world = givenWorld();
    const ada = windowWith(async () => tokenOf(world, 'ada'));
    expect(await asked(windowWith(nobody), ada)).toMatchObject({ token: 'token-ada' });
  });

  it('is nobody’s when no window is open, or nobody is signed in there', async () => {
    await expect(asked()).rejects.toMatchObject({ code: 'auth_required' });
    await expect(asked(windowWith(nobody))).rejects.toMatchObject({ code: 'auth_required' });
  });

  it('is weather when a window cannot tell or is frozen: the queue is not paused', async () => {
    const offline = windowWith(async () => {
      throw new TypeError('fetch failed');
    });
    await expect(asked(offline)).rejects.toMatchObject({ code: 'connection_failed' });
    await expect(asked({ postMessage() {} })).rejects.toMatchObject({ code: 'connection_failed' });
  });
});
