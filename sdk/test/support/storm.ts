import fc from 'fast-check';
import type { OutboxStore } from '../../src/outbox/index.ts';
import { memoryOutbox } from '../../src/storage/memory-outbox.ts';
import type { Fault } from './fake-server.ts';
import { aNewOrder, diskOn, givenWorld, seeded, type World } from './given.ts';
import { type Mortal, openMortal } from './mortal.ts';

/** One thing that happens. `tab` and `n` are any numbers; they are taken modulo what there is. */
export interface Happening {
  readonly kind: 'submit' | 'amend' | 'crash' | 'freeze' | 'thaw' | 'wait' | 'offline' | 'online' | 'switch' | 'sleep';
  readonly tab: number;
  readonly n: number;
}

const KINDS = [
  'submit',
  'submit',
  'submit',
  'amend',
  'crash',
  'freeze',
  'thaw',
  'wait',
  'wait',
  'wait',
  'offline',
  'online',
  'online',
  'switch',
  'sleep',
] as const;

/** Storms of 20 to 120 happenings; the seed decides ids, jitter and the network's dice. */
export const STORMS = fc.record({
  seed: fc.nat(),
  happenings: fc.array(fc.record({ kind: fc.constantFrom(...KINDS), tab: fc.nat(2), n: fc.nat(100_000) }), {
    minLength: 20,
    maxLength: 120,
  }),
});

/** A way to lose that the suite must notice. */
export type Mutant = 'no-key-with-lock' | 'no-key-with-lease' | 'short-key' | 'dequeue-first' | 'early-success';

const TABS = 3;
const USERS = ['ada', 'bob'] as const;
const HOUR = 3_600_000;

/**
 * Three tabs on one disk, two users, a bad network: runs what happens, then lets the weather clear and says which
 * promises were broken (I1–I7 of the SDK's design). An empty list is a good run.
 */
export async function runStorm(happenings: readonly Happening[], seed: number, mutant?: Mutant): Promise<string[]> {
  const keyLifeMs = mutant?.startsWith('no-key') ? 0 : mutant === 'short-key' ? HOUR : undefined;
  const world = givenWorld({ seed, ...(keyLifeMs === undefined ? {} : { keyLifeMs }) });
  const random = seeded(seed ^ 0x5eed);
  const promised = new Map<string, string>();
  const amended = new Map<string, number>();
  const broken: string[] = [];
  let offline = false;
  let stormy = true;

  world.server.fault = (request): Fault | undefined => {
    if (!stormy) return undefined;
    if (offline) return { kind: 'drop' };
    const dice = random();
    if (dice < 0.12) return { kind: 'drop' };
    if (dice < 0.2) return { kind: 'late', ms: random() * 60_000 };
    if (dice < 0.32) return request.method === 'GET' ? { kind: 'drop' } : { kind: 'drop-reply' };
    if (dice < 0.36) return { kind: 'answer', status: 200, type: 'text/html', body: '<h1>Pay</h1>' };
    if (dice < 0.4) return { kind: 'answer', status: 502, type: 'text/html', body: 'Bad gateway' };
    if (dice < 0.43)
      return { kind: 'problem', status: 409, code: 'idempotency_in_progress', headers: { 'retry-after': '1' } };
    return undefined;
  };

  const open = (user: string): Mortal => {
    const app = openMortal(world, { user, store: storeFor(world, mutant, () => app?.dead() ?? false) });
    app.sym.outbox.onAccepted((record) => {
      if (world.shelf.records.get(record.id)?.notified)
        broken.push(`I7 ${record.id} was told again after it had been heard`);
    });
    return app;
  };
  const tabs = Array.from({ length: TABS }, (_, i) => ({
    user: USERS[i % 2] as string,
    app: open(USERS[i % 2] as string),
  }));
  const reopen = (i: number, user: string) => {
    tabs[i]?.app.kill();
    tabs[i] = { user, app: open(user) };
  };

  const happen = async ({ kind, tab, n }: Happening): Promise<void> => {
    const at = tab % TABS;
    const { user, app } = tabs[at] as (typeof tabs)[number];
    switch (kind) {
      case 'submit': {
        const draft = app.sym.orders.draft();
        void app.sym.orders.submit(draft, aNewOrder()).then(
          (sub) => promised.set(sub.id, user),
          () => {}, // a frozen tab may give up waiting: nothing was promised
        );
        return;
      }
      case 'amend': {
        const [id] = [...promised].filter(([, owner]) => owner === user)[n % Math.max(1, promised.size)] ?? [];
        if (id === undefined) return;
        const count = (amended.get(id) ?? 0) + 1;
        amended.set(id, count);
        app.sym.orders.amend(id, { instructions: String(count) }).catch(() => {}); // as above
        return;
      }
      case 'crash':
        return reopen(at, user);
      case 'switch':
        return reopen(at, USERS[n % 2] as string);
      case 'freeze':
        return app.freeze();
      case 'thaw':
        return app.thaw();
      case 'offline':
        offline = true;
        return;
      case 'online':
        offline = false;
        return;
      case 'wait':
        return world.clock.advance(n % 20_000);
      case 'sleep':
        return world.clock.advance((n % 24) * HOUR);
    }
  };

  for (const happening of happenings) {
    await happen(happening);
    if (happening.n % 3 > 0) await world.clock.settle();
  }
  stormy = false;
  for (const tab of tabs) tab.app.kill();
  for (const user of USERS) {
    const last = open(user);
    await world.clock.advance(HOUR);
    last.kill();
  }
  return [...broken, ...verdict(world, promised)];
}

function verdict(world: World, promised: ReadonlyMap<string, string>): string[] {
  const broken: string[] = [];
  const stored = [...world.server.orders.values()];
  for (const [id, owner] of promised) {
    const found = stored.filter((order) => order.id === id);
    const record = world.shelf.records.get(id);
    const visible = record && ['queued', 'sending', 'paused', 'attention', 'cancelled'].includes(record.state);
    if (found.length === 0 && !visible) broken.push(`I1 ${id} was promised and is nowhere`);
    if (found.some((order) => order.owner !== `ten_1|${owner}`)) broken.push(`I4 ${id} belongs to somebody else`);
  }
  const counts = new Map<string, number>();
  for (const { id } of stored) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) if (count > 1) broken.push(`I2 ${id} is there ${count} times`);
  for (const { id, log } of stored) {
    if (log[0]?.what !== 'create') broken.push(`I3 ${id} did not begin with its create`);
    const keys = log.slice(1).map((entry) => world.shelf.records.get(entry.key)?.seq ?? 0);
    if (keys.some((seq, i) => i > 0 && seq < (keys[i - 1] ?? 0))) broken.push(`I3 ${id} was changed out of order`);
  }
  if (JSON.stringify([[...world.shelf.records.values()], [...world.shelf.meta]]).includes('token-'))
    broken.push('I5 a token lies on the disk');
  for (const record of world.shelf.records.values()) {
    if (record.state !== 'accepted')
      broken.push(
        `I6 ${record.op} ${record.id} is still ${record.state} an hour after the storm: ${JSON.stringify(record.lastError)}`,
      );
    else if (!record.notified) broken.push(`I7 ${record.id} was never heard`);
  }
  return broken;
}

/** The disk, or one that loses in a way that real queues have lost. */
function storeFor(world: World, mutant: Mutant | undefined, dead: () => boolean): OutboxStore {
  const store = diskOn(world.shelf);
  const { locks: _, ...bare } = store;
  if (mutant === 'no-key-with-lease') return bare;
  if (mutant === 'dequeue-first') {
    return {
      ...store,
      claim: async (query) => {
        const claimed = await memoryOutbox(world.shelf).claim(query);
        for (const { id } of claimed) world.shelf.records.delete(id);
        return claimed;
      },
      patch: async (id, epoch, patch) => (world.shelf.records.has(id) ? store.patch(id, epoch, patch) : true),
    };
  }
  if (mutant === 'early-success') {
    return {
      ...store,
      add: async (record, blob) => {
        world.clock.setTimeout(() => void (dead() || store.add(record, blob)), 50);
        return { ...record, seq: 0 };
      },
    };
  }
  return store;
}
