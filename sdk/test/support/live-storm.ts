import { createCore } from '../../src/core/client.ts';
import type { Clock } from '../../src/core/clock.ts';
import { type Cursor, type TrackingEvent, tracking } from '../../src/tracking/index.ts';
import { seeded } from './given.ts';
import type { LiveWorld } from './live-world.ts';

/** The client's clock runs this much faster, so that its silences and pauses are short. */
const HASTE = 20;
export const fastClock: Clock = {
  now: () => performance.now() * HASTE,
  setTimeout: (fn, ms) => setTimeout(fn, ms / HASTE),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout), // of the line above
};

/** A core of the SDK in that world. */
export function coreIn({ baseUrl, realtimeUrl }: LiveWorld, random: () => number) {
  const token = { token: 'ten_1/usr_1', sub: 'usr_1', tenant: 'ten_1', expiresAt: fastClock.now() + 3_600_000 };
  return createCore({ baseUrl, realtimeUrl, clock: fastClock, random, auth: { getToken: async () => token } });
}

/** What a watcher has seen in the end. */
export interface Seen {
  /** Up to where it knows. */
  known: number;
  events: number;
  snapshots: number;
  /** Events that came before one that was never told, or for the second time. */
  readonly wrong: string[];
  /** By which ways it was connected. */
  readonly ways: Set<string>;
}

/** What may get through besides: the network of this storm. */
export type Weather = 'socket' | 'stream' | 'poll' | 'changing';

/**
 * One watcher and `events` status events, announced by two processes in turn, while connections break and stall, Redis
 * is flushed, restarted and deaf, and, in `changing` weather, sockets and streams stop getting through and do so again.
 */
export async function liveStorm(world: LiveWorld, seed: number, weather: Weather, events = 300): Promise<Seen> {
  const random = seeded(seed);
  const via = () => (random() < 0.5 ? 0 : 1);
  const name = `storm-${weather}-${seed}`;
  const channel = `order:${name}`;
  let recorded = 0;
  world.blocked.clear();
  if (weather === 'stream' || weather === 'poll') world.blocked.add('socket');
  if (weather === 'poll') world.blocked.add('stream');
  const client = tracking({
    // Position before data, as the server's own snapshot reads them.
    async fetchSnapshot() {
      const stream = (await world.act('position', { via: via(), channel })) as Cursor | null;
      return { data: { upTo: recorded }, ...(stream && { stream }) };
    },
  })(coreIn(world, random));
  const watch = client.subscribe({ order: name });
  const seen: Seen = { known: 0, events: 0, snapshots: 0, wrong: [], ways: new Set() };
  watch.on('status', ({ transport }) => seen.ways.add(transport));
  const reading = read(watch, seen);

  const turn = (what: 'socket' | 'stream') => async () => {
    if (weather === 'changing' && !world.blocked.delete(what)) world.blocked.add(what);
    world.cut();
  };
  const faults = [
    async () => world.cut(),
    async () => world.stall(),
    () => world.act('flush'),
    () => world.act('deafen'),
    () => world.act('restart'),
    turn('socket'),
    turn('stream'),
  ];
  const say = async (n: number) => {
    recorded = n; // stored first, announced then, until every process was told
    while ((await world.act('say', { via: via(), channel, n, kind: 'status' })) === 'here') await pause();
  };

  await eventually(() => seen.snapshots === 1, `${name}: the first snapshot`);
  for (let n = 1; n <= 20; n++) await say(n);
  await eventually(() => seen.known === 20, `${name}: the first 20 events`);
  for (let n = 21; n <= events; n++) {
    await say(n);
    if (random() < 0.06) await faults[Math.floor(random() * faults.length)]?.();
    if (weather !== 'socket' && random() < 0.1) await pause(random() * 300); // an answer is asked for again
  }
  await eventually(
    () => seen.known === events,
    () => `${name}: ${JSON.stringify({ ...seen, ...watch.status() })}`,
  );
  client.close();
  await reading;
  return seen;
}

/** Reads as an app would, and judges. */
async function read(watch: AsyncIterable<TrackingEvent>, seen: Seen): Promise<void> {
  const ids = new Set<number>();
  for await (const event of watch) {
    const n = numberOf(event);
    if (event.kind === 'snapshot') {
      seen.snapshots++;
      ids.clear(); // what was announced while Redis was away is announced again, and a snapshot may be between the two
    } else {
      seen.events++;
      if (n > seen.known + 1) seen.wrong.push(`${n} after ${seen.known}`);
      if (ids.has(n)) seen.wrong.push(`${n} twice`);
      ids.add(n);
    }
    seen.known = Math.max(seen.known, n);
  }
}

/** The number of an event, or up to where a snapshot knows. */
export function numberOf({ data }: TrackingEvent): number {
  const { n, upTo } = data as { n?: number; upTo?: number }; // what was put there
  return n ?? upTo ?? Number.NaN;
}

/** Waits for what must come; how long it takes decides nothing. */
export async function eventually(holds: () => boolean, what: string | (() => string)): Promise<void> {
  const until = Date.now() + 100_000;
  while (!holds()) {
    if (Date.now() > until) throw new Error(`Did not happen: ${typeof what === 'string' ? what : what()}`);
    await pause();
  }
}

const pause = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
