import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createCore } from '../src/core/client.ts';
import { fakeSymphonia, type LiveWay, virtualClock } from '../src/testing/index.ts';
import type { Feed } from '../src/tracking/feed.ts';
import { type Subscription, type TrackingEvent, tracking } from '../src/tracking/index.ts';
import { seeded } from './support/given.ts';

type Mutant = (feed: Feed) => Partial<Feed>;
const broken = vi.hoisted(() => ({ by: undefined as Mutant | undefined }));

/** The feed as it is, or with a defect on purpose. */
vi.mock('../src/tracking/feed.ts', async (original) => {
  const real = await original<typeof import('../src/tracking/feed.ts')>();
  return {
    createFeed(...args: Parameters<typeof real.createFeed>) {
      const feed = real.createFeed(...args);
      const mutant = broken.by?.(feed);
      if (!mutant) return feed;
      const { get } = Reflect;
      return new Proxy(feed, { get: (target, name) => get(name in mutant ? mutant : target, name) });
    },
  };
});

const WAYS: readonly LiveWay[] = ['socket', 'stream', 'poll'];

type Plain = 'status' | 'position' | 'cut' | 'silence' | 'trim' | 'renumber' | 'reload' | 'offline' | 'online';
/** What may happen to a watcher, the server and all that is between them. */
type Step =
  | { readonly do: Plain }
  | { readonly do: 'drain' | 'wait'; readonly ms: number }
  | { readonly do: 'block' | 'unblock'; readonly way: LiveWay }
  | { readonly do: 'fault'; readonly kind: 'drop' | 'twice' | 'hold'; readonly events: number }
  | { readonly do: 'close'; readonly code: number };

const always = (...names: Plain[]) => fc.constantFrom(...names).map((name): Step => ({ do: name }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: always('status', 'position', 'status') },
  { weight: 6, arbitrary: always('cut', 'silence', 'trim', 'renumber', 'reload', 'offline', 'online') },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drain' as const), ms: fc.integer({ min: 0, max: 20_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('block' as const, 'unblock' as const), way: fc.constantFrom(...WAYS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      kind: fc.constantFrom('drop' as const, 'twice' as const, 'hold' as const),
      events: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), code: fc.constantFrom(1012, 4401, 4408) }) },
);

/** Runs the steps, then mends everything; gives what is wrong with what an app has seen, and by which ways it came. */
async function live(
  steps: readonly Step[],
  seed: number,
  blocked: readonly LiveWay[],
): Promise<{ wrong: string[]; ways: Set<string> }> {
  const clock = virtualClock(undefined, 1);
  const api = fakeSymphonia({ clock });
  const client = tracking()(
    createCore({
      ...{ clock, baseUrl: api.baseUrl, fetch: api.fetch, WebSocket: api.WebSocket, random: seeded(seed) },
      auth: api.signIn('ada', { tokenMs: 90_000 }),
    }),
  );
  let said = 0;
  let faults = { kind: 'drop' as 'drop' | 'twice' | 'hold', events: 0 };
  api.live.snapshot = () => ({ upTo: said });
  for (const way of blocked) api.live.blocked.add(way);
  /** The newest event did not arrive when it was told, which nobody can know before the next, or a new connection. */
  let hidden = false;
  api.live.fault = () => {
    const fault = faults.events-- > 0 ? faults.kind : undefined;
    hidden = fault === 'drop' || fault === 'hold';
    return fault;
  };
  const app = { known: 0, seen: new Set<string>(), wrong: [] as string[], ways: new Set<string>() };
  let watch = begin();

  function begin(since?: ReturnType<Subscription['cursor']>): Subscription {
    const subscription = client.subscribe({ order: '1' }, { since });
    subscription.on('status', ({ transport }) => app.ways.add(transport));
    const read = async () => {
      for await (const event of subscription) note(event);
    };
    void read().catch((error: unknown) => app.wrong.push(`ended: ${String(error)}`));
    return subscription;
  }

  function note(event: TrackingEvent): void {
    const { n = 0, upTo = 0 } = event.data as { n?: number; upTo?: number }; // what this file said
    if (event.kind === 'snapshot') {
      if (upTo < app.known) app.wrong.push(`a snapshot of ${upTo} after ${app.known}`);
      app.known = upTo;
      return;
    }
    if (event.type === 'position') return;
    if (app.seen.has(event.id)) app.wrong.push(`${n} twice`);
    if (n !== app.known + 1) app.wrong.push(`${n} after ${app.known}`);
    app.seen.add(event.id);
    app.known = Math.max(app.known, n);
  }

  const tell = () => api.live.tell('order:1', 'order.picked_up', { n: ++said });
  let online = () => {};
  for (const one of steps) {
    if (one.do === 'status') tell();
    if (one.do === 'position') api.live.tell('order:1', 'position', {});
    if (one.do === 'cut') api.live.cut();
    if (one.do === 'close') api.live.cut(one.code);
    if (one.do === 'silence') api.live.silence();
    if (one.do === 'trim') api.live.trim();
    if (one.do === 'renumber') api.live.renumber();
    if (one.do === 'drain') api.live.drain(one.ms);
    if (one.do === 'block') api.live.blocked.add(one.way);
    if (one.do === 'unblock') api.live.blocked.delete(one.way);
    if (one.do === 'fault') faults = { ...one };
    if (one.do === 'online') online();
    if (one.do === 'offline') {
      online();
      online = api.fault.always('drop-request');
      api.live.cut();
    }
    if (one.do === 'reload') {
      await clock.settle();
      const since = watch.cursor();
      watch.close();
      watch = begin(since);
    }
    if (one.do === 'cut' || one.do === 'renumber') hidden = false;
    if (one.do === 'wait') await clock.advance(one.ms);
    else await clock.settle();
  }

  online();
  api.live.blocked.clear();
  faults.events = 0;
  await clock.advance(100_000); // silence is noticed, pauses end
  if (!hidden && app.known !== said) app.wrong.push(`told ${said}, known ${app.known}, and nobody says so`);
  tell();
  await clock.advance(1_000);
  if (watch.status().state !== 'live') app.wrong.push(`at the end ${JSON.stringify(watch.status())}`);
  if (app.known !== said) app.wrong.push(`told ${said}, known ${app.known}`);
  client.close();
  return { wrong: app.wrong, ways: app.ways };
}

const runs = process.env.PROOF === 'full' ? 3_000 : 100;
const blockades = fc.constantFrom<readonly LiveWay[]>([], [], ['socket'], ['socket', 'stream']);
const sequence = fc.tuple(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), blockades);

describe('whatever happens on the way, an app sees each status event once and in order, or a snapshot', () => {
  it(`in ${runs} random sequences, by all three transports`, async () => {
    const ways = new Set<string>();
    const property = fc.asyncProperty(sequence, async (given) => {
      const result = await live(...given);
      for (const way of result.ways) ways.add(way);
      expect(result.wrong).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs });
    expect([...ways].sort()).toEqual(['none', 'poll', 'socket', 'stream']);
  }, 600_000);

  it.each<[string, Mutant]>([
    ['takes what comes twice for two', (feed) => ({ event: (frame) => feed.event({ ...frame, ...fresh(feed) }) })],
    ['does not see a gap', (feed) => ({ event: (frame) => feed.event({ ...frame, prev: 0 }) })],
    ['goes on without a snapshot', (feed) => ({ placed: (head) => feed.placed(head, true) })],
    ['takes any numbering for its own', (feed) => ({ reset: (head) => feed.placed({ ...head, ...feed.at }, true) })],
    ['leaves a gap open', (feed) => ({ event: (frame) => isNext(feed, frame) && feed.event(frame) })],
  ])('a watcher that %s is caught', async (_, mutant) => {
    broken.by = mutant;
    try {
      const property = fc.asyncProperty(sequence, async (given) => {
        expect((await live(...given)).wrong).toEqual([]);
      });
      const { failed } = await fc.check(property, { numRuns: 1_500, endOnFailure: true, seed: 7 });
      expect(failed).toBe(true);
    } finally {
      broken.by = undefined;
    }
  });
});

const fresh = ({ at }: Feed) => (at ? { seq: at.seq + 1, epoch: at.epoch } : {});
const isNext = ({ at }: Feed, { seq }: { seq: number }) => at !== undefined && seq === at.seq + 1;
