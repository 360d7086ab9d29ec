import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cursor, tracking } from '../src/tracking/index.ts';
import { seeded } from './support/given.ts';
import { coreIn, eventually, liveStorm, numberOf, type Weather } from './support/live-storm.ts';
import { type LiveWorld, liveWorld } from './support/live-world.ts';

let world: LiveWorld;
beforeAll(async () => {
  world = await liveWorld();
}, 60_000);
afterAll(() => world.end());

// More of them: `npm run proof -- tracking-live`.
it.each<[Weather, number]>([
  ['socket', 1],
  ['stream', 2],
  ['poll', 3],
  ['changing', 4],
])(
  'whatever breaks, a watcher sees every status event in order or an explicit snapshot (%s, seed %i)',
  async (weather, seed) => {
    const { wrong, known, ways } = await liveStorm(world, seed, weather, weather === 'poll' ? 80 : 150);
    expect({ wrong, known }).toEqual({ wrong: [], known: weather === 'poll' ? 80 : 150 });
    if (weather !== 'changing') expect([...ways].sort()).toEqual(['none', weather].sort());
  },
  120_000,
);

it('while the history is whole, no snapshot comes between a socket, a stream and polls, and nothing is missed or told twice', async () => {
  const channel = 'order:ways';
  let told = 0;
  world.blocked.clear();
  const client = tracking({
    async fetchSnapshot() {
      return { data: { upTo: told }, stream: (await world.act('position', { via: 0, channel })) as Cursor };
    },
  })(coreIn(world, seeded(8)));
  const say = () => world.act('say', { via: told % 2, channel, n: ++told, kind: 'status' });
  await say();
  const watch = client.subscribe({ order: 'ways' });
  const seen: (number | 'snapshot')[] = [];
  const reading = (async () => {
    for await (const event of watch) seen.push(event.kind === 'snapshot' ? 'snapshot' : numberOf(event));
  })();
  await eventually(() => watch.status().state === 'live', 'live');

  for (const [way, blocked] of [
    ['stream', ['socket']],
    ['poll', ['socket', 'stream']],
    ['socket', []],
  ] as const) {
    world.blocked.clear();
    for (const one of blocked) world.blocked.add(one);
    world.cut();
    await say(); // while nothing connects
    await eventually(() => watch.status().transport === way, `events by ${way}`);
    await say();
    await eventually(() => seen.at(-1) === told, `event ${told} by ${way}`);
  }
  expect(seen).toEqual(['snapshot', ...Array.from({ length: 6 }, (_, i) => i + 2)]);
  client.close();
  await reading;
}, 120_000);

it('the last position shown is the newest, and no event is older than the one before, however the connection suffers', async () => {
  const random = seeded(7);
  const channel = 'vehicle:veh_1';
  let newest = 0;
  world.blocked.clear();
  const client = tracking({
    async fetchSnapshot() {
      const stream = (await world.act('position', { via: 0, channel })) as Cursor | null;
      return { data: { upTo: newest }, ...(stream && { stream }) };
    },
  })(coreIn(world, random));
  const shown: number[] = [];
  const reading = (async () => {
    for await (const event of client.subscribe({ vehicle: 'veh_1' })) {
      // A snapshot may know more than the events that follow it: its data are read after its position.
      if (event.kind === 'snapshot') shown.length = 0;
      shown.push(numberOf(event));
    }
  })();
  for (let n = 1; n <= 200; n++) {
    newest = n;
    await world.act('say', { via: n % 2, channel, n, kind: 'position' });
    if (random() < 0.1) world.cut();
  }
  await eventually(() => shown.at(-1) === 200, 'the newest position');

  const events = shown.slice(1);
  expect(events).toEqual([...events].sort((a, b) => a - b));
  client.close();
  await reading;
}, 120_000);
