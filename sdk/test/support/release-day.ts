import type { Symphonia } from '../../src/index.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';
import { type FakeOrder, type FakeServer, fakeServer, type Seen } from './fake-server.ts';
import { aNewOrder, seeded } from './given.ts';
import type { Release } from './release.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A queue as one release left it behind, and what the server had by then. */
export interface Day {
  readonly sdk: string;
  readonly records: readonly {
    user: string;
    id: string;
    op: string;
    state: string;
    maybeSent: boolean;
    body: string;
  }[];
  readonly server: readonly FakeOrder[];
}

/** What came of such a queue. */
export interface Delivery {
  readonly orders: readonly FakeOrder[];
  /** Writes that reached the server, with whose token. */
  readonly sent: readonly (Seen & { user: string })[];
  /** By user: what asked for attention before anybody said `retry`. */
  readonly attention: Readonly<Record<string, readonly string[]>>;
  /** What is neither accepted nor cancelled in the end. */
  readonly left: readonly string[];
}

const START = Date.UTC(2026, 10, 21, 8);
const TURNS = 60; // fake-indexeddb needs many
const MINUTE = 60_000;
const DAY = 86_400_000;
const USERS = ['ada', 'bob'] as const;

interface Page {
  readonly sym: Symphonia;
  /** Answers of the server stop coming, though it works on. */
  deaf: boolean;
  /** The page is killed: no timer of it runs, no answer is read. */
  kill(): Promise<void>;
}

function openPage(
  release: Release,
  open: () => OutboxStore,
  { clock, server }: { clock: VirtualClock; server: FakeServer },
  user: string,
): Page {
  const store = open();
  const random = seeded(user.length + user.charCodeAt(0));
  let alive = true;
  const never = new Promise<never>(() => {});
  server.tokens.set(`token-${user}`, { tenant: 'ten_1', sub: user });
  const token = () => ({ token: `token-${user}`, sub: user, tenant: 'ten_1', expiresAt: clock.now() + DAY });
  const auth = release.tokenSource({ clock, refresh: async () => token() });
  auth.set(token());
  const page: Page = {
    deaf: false,
    sym: release.createSymphonia({
      baseUrl: 'https://api.test/api/v1',
      auth,
      outbox: release.outbox(store),
      fetch: async (...request) => {
        const answer = await server.fetch(...request);
        return page.deaf || !alive ? never : answer;
      },
      clock: { ...clock, setTimeout: (fn, ms) => clock.setTimeout(() => void (alive && fn()), ms) },
      random,
      randomBytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(random() * 256)),
    }),
    async kill() {
      await clock.settle();
      alive = false;
      await store.close();
    },
  };
  return page;
}

/**
 * One day of two users on one device, ended by a kill for each: accepted and refused orders, requests under way that
 * the server has and has not, orders and commands nobody has tried yet. The same release writes the same day.
 */
export async function writeDay(release: Release, open: () => OutboxStore): Promise<Day> {
  const clock = virtualClock(START, TURNS);
  const server = fakeServer({ clock });
  server.admit = (body) =>
    String(body.instructions).startsWith('Refuse') ? { problem: [400, 'invalid_request'] } : { status: 'placed' };
  const records: Day['records'][number][] = [];
  for (const user of USERS) {
    const page = openPage(release, open, { clock, server }, user);
    const { orders, outbox } = page.sym;
    const submit = (instructions: string) => orders.submit(orders.draft(), aNewOrder({ instructions }), { meta: user });

    const accepted = await submit('Ring at the gate, “Süd” ✓');
    await clock.until(async () => (await accepted.state()) === 'accepted');
    const refused = await submit('Refuse me');
    await clock.until(async () => (await refused.state()) === 'attention');
    page.deaf = true;
    await submit('The server has it, the device does not know');
    await clock.settle();
    server.fault = () => ({ kind: 'late', ms: 1000 * DAY });
    await submit('Lost on the way');
    await clock.settle();
    await submit('Lost on the way, too');
    await clock.settle();
    server.fault = () => undefined;
    const waiting = await submit('Never tried');
    await orders.amend(waiting.id, { instructions: 'Never tried, amended' });
    await orders.amend(accepted.id, { instructions: 'Amended after it was accepted' });
    await orders.submit(orders.draft(), aNewOrder({ instructions: 'After another' }), { dependsOn: [waiting.id] });

    for (const { id, op, state, maybeSent, body } of await outbox.list())
      records.push({ user, id, op, state, maybeSent, body: String(body) });
    await page.kill();
  }
  return { sdk: release.SDK_VERSION, records, server: [...server.orders.values()] };
}

/** Opens what a day left behind, `days` later, and lets each user send all of it, what was refused by `retry`. */
export async function deliverDay(
  release: Release,
  open: () => OutboxStore,
  { server: had }: Day,
  days = 3,
): Promise<Delivery> {
  const clock = virtualClock(START + days * DAY, TURNS);
  const server = fakeServer({ clock });
  for (const order of structuredClone(had)) server.orders.set(order.id, order);
  const attention: Record<string, string[]> = {};
  const left: string[] = [];
  for (const user of USERS) {
    const page = openPage(release, open, { clock, server }, user);
    const { outbox } = page.sym;
    await clock.advance(10 * MINUTE);
    const refused = (await outbox.list({ state: 'attention' })).map(({ id }) => id);
    attention[user] = refused;
    for (const id of refused) await outbox.retry(id);
    await clock.advance(10 * MINUTE);
    const unfinished = await outbox.list({ state: ['queued', 'sending', 'paused', 'attention'] });
    left.push(...unfinished.map(({ id }) => id));
    await page.kill();
  }
  const sent = server.seen
    .filter(({ method }) => method !== 'GET')
    .map((seen) => ({ ...seen, user: server.tokens.get(seen.token ?? '')?.sub ?? '' }));
  return { orders: [...server.orders.values()], sent, attention, left };
}
