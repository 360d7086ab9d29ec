import { createSymphonia, type Symphonia, type TokenSource, tokenSource } from '../../src/index.ts';
import { memoryOutbox, type NewOrder, type OutboxStore, outbox } from '../../src/outbox/index.ts';
import { type MemoryShelf, memoryShelf } from '../../src/storage/memory-outbox.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A device, a server and time between them. */
export interface World {
  readonly clock: VirtualClock;
  readonly server: FakeServer;
  readonly shelf: MemoryShelf;
  /** Opens the app: another tab, or the next start. */
  open(options?: OpenOptions): Tab;
}

export interface OpenOptions {
  readonly user?: string;
  readonly store?: OutboxStore;
  readonly fetch?: typeof fetch;
  readonly extra?: Partial<Parameters<typeof createSymphonia>[0]>;
}

export interface Tab {
  readonly sym: Symphonia;
  readonly tokens: TokenSource;
}

/** A generator of numbers that a seed decides, so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A memory store that says `disk`, as the disk of a test that survives its tabs. */
export function diskOn(shelf: MemoryShelf): OutboxStore {
  return { ...memoryOutbox(shelf), durability: 'disk' };
}

export function givenWorld({
  clock = virtualClock(),
  seed = 1,
  keyLifeMs,
}: {
  clock?: VirtualClock;
  seed?: number;
  keyLifeMs?: number;
} = {}): World {
  const server = fakeServer({ clock, ...(keyLifeMs === undefined ? {} : { keyLifeMs }) });
  const shelf = memoryShelf();
  const random = seeded(seed);
  return {
    clock,
    server,
    shelf,
    open({ user = 'ada', store = diskOn(shelf), fetch = server.fetch, extra = {} } = {}) {
      server.tokens.set(`token-${user}`, { tenant: 'ten_1', sub: user });
      const tokens = tokenSource({
        clock,
        refresh: async () => ({ token: `token-${user}`, sub: user, tenant: 'ten_1', expiresAt: clock.now() + 600_000 }),
      });
      tokens.set({ token: `token-${user}`, sub: user, tenant: 'ten_1', expiresAt: clock.now() + 600_000 });
      const sym = createSymphonia({
        baseUrl: 'https://api.test/api/v1',
        auth: tokens,
        outbox: outbox(store),
        fetch,
        clock,
        random,
        randomBytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(random() * 256)),
        ...extra,
      });
      return { sym, tokens };
    },
  };
}

/** An order that is right. */
export function aNewOrder(change: Partial<NewOrder> = {}): NewOrder {
  const stop = {
    name: 'Elbwerk AG',
    address: 'Rheinstrasse 99',
    city: 'Darmstadt',
    postcode: '64295',
    country: 'DE',
    coordinates: [8.6512, 49.8728] as const,
    window: { from: '2026-11-23T07:00:00.000Z', to: '2026-11-23T09:00:00.000Z', zone: 'Europe/Berlin' },
  };
  return {
    transportType: 'ltl',
    lines: [{ productId: 'prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c', quantity: 2, weightGrams: 480_000 }],
    pickup: stop,
    delivery: { ...stop, city: 'Frankfurt am Main', postcode: '60327' },
    ...change,
  };
}
