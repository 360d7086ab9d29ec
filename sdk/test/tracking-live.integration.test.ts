import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCore } from '../src/core/client.ts';
import type { Clock } from '../src/core/clock.ts';
import { type TrackingEvent, tracking } from '../src/tracking/index.ts';
import type { Cursor } from '../src/tracking/protocol.ts';

/** The client's clock runs this much faster, so that its silences and pauses are short. */
const HASTE = 20;
const fastClock: Clock = {
  now: () => performance.now() * HASTE,
  setTimeout: (fn, ms) => setTimeout(fn, ms / HASTE),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout), // of the line above
};

let world: ChildProcess;
let control: number;
let ports: number[];
let proxy: { port: number; sockets: Set<Socket>; server: Server };

beforeAll(async () => {
  const script = new URL('../../server/src/platform/realtime/live-world.fixtures.ts', import.meta.url).pathname;
  world = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!world.stdout) throw new Error('no stdout');
  const [line] = await once(createInterface(world.stdout), 'line');
  ({ control, ports } = JSON.parse(String(line)));
  proxy = await faultProxy();
}, 30_000);

afterAll(async () => {
  for (const socket of proxy.sockets) socket.destroy();
  proxy.server.close();
  world.stdin?.end();
  await once(world, 'exit');
});

it.each([1, 2, 3])(
  'whatever breaks, a watcher sees every status event in order or an explicit snapshot (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const via = () => (random() < 0.5 ? 0 : 1);
    const channel = `order:chaos-${seed}`;
    let recorded = 0;
    const client = tracking({
      // Position before data, as the server's own snapshot reads them.
      async fetchSnapshot() {
        const stream = (await act('position', { via: via(), channel })) as Cursor | null;
        return { data: { upTo: recorded }, ...(stream && { stream }) };
      },
    })(givenCore(random));
    const watcher = audit(client.subscribe({ order: `chaos-${seed}` }));

    const faults = [
      () => cutAll(),
      () => stallAll(), // half-open: nothing arrives any more, nothing says so
      () => act('flush'),
      () => act('deafen'),
      () => act('restart'),
    ];
    const say = async (n: number) => {
      recorded = n; // stored first, announced then, until every process was told
      while ((await act('say', { via: via(), channel, n, kind: 'status' })) === 'here') await pause();
    };

    await eventually(() => expect(watcher.snapshots).toBe(1));
    for (let n = 1; n <= 20; n++) await say(n);
    await eventually(() => expect(watcher.events).toBe(20));
    for (let n = 21; n <= 300; n++) {
      await say(n);
      if (random() < 0.06) await faults[Math.floor(random() * faults.length)]?.();
    }
    await eventually(() => expect(watcher.known).toBe(300));

    client.close();
    await watcher.done;
    expect(watcher.holes).toEqual([]);
  },
  60_000,
);

it('the last position shown is the newest, and no event is older than the one before, however the connection suffers', async () => {
  const random = seeded(7);
  const channel = 'vehicle:veh_1';
  let newest = 0;
  const client = tracking({
    async fetchSnapshot() {
      const stream = (await act('position', { via: 0, channel })) as Cursor | null;
      return { data: { upTo: newest }, ...(stream && { stream }) };
    },
  })(givenCore(random));
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
    await act('say', { via: n % 2, channel, n, kind: 'position' });
    if (random() < 0.1) cutAll();
  }
  await eventually(() => expect(shown.at(-1)).toBe(200));

  const events = shown.slice(1);
  expect(events).toEqual([...events].sort((a, b) => a - b));
  client.close();
  await reading;
}, 60_000);

function givenCore(random: () => number) {
  return createCore({
    baseUrl: `http://127.0.0.1:${proxy.port}/api/v1`,
    clock: fastClock,
    random,
    auth: {
      getToken: async () => ({
        token: 'ten_1/usr_1',
        sub: 'usr_1',
        tenant: 'ten_1',
        expiresAt: fastClock.now() + 3_600_000,
      }),
    },
  });
}

/** Reads as an app would and notes each event that came before one that was never told. */
function audit(events: AsyncIterable<TrackingEvent>) {
  const result = { known: 0, events: 0, snapshots: 0, holes: [] as string[], done: Promise.resolve() };
  result.done = (async () => {
    for await (const event of events) {
      const n = numberOf(event);
      if (event.kind === 'snapshot') result.snapshots++;
      else {
        result.events++;
        if (n > result.known + 1) result.holes.push(`${n} after ${result.known}`);
      }
      result.known = Math.max(result.known, n);
    }
  })();
  return result;
}

/** The number of an event, or up to where a snapshot knows. */
function numberOf({ data }: TrackingEvent): number {
  const { n, upTo } = data as { n?: number; upTo?: number }; // what this file put there
  return n ?? upTo ?? Number.NaN;
}

async function act(action: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${control}/${action}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Between the client and the two processes, taken in turn. */
async function faultProxy() {
  let turn = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(ports[turn++ % ports.length] ?? 0, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, sockets, server };
}

function cutAll(): void {
  for (const socket of proxy.sockets) socket.destroy();
}

function stallAll(): void {
  for (const socket of proxy.sockets) socket.unpipe().resume();
}

function seeded(seed: number): () => number {
  let state = seed * 7_919;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

async function eventually(check: () => void): Promise<void> {
  const until = Date.now() + 45_000;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause();
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
