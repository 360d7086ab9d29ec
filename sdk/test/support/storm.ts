import fc from 'fast-check';
import { StorageError } from '../../src/index.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';
import { memoryOutbox } from '../../src/storage/memory-outbox.ts';
import type { Fault } from './fake-server.ts';
import { aNewOrder, diskOn, givenWorld, seeded, type World } from './given.ts';
import { type Mortal, openMortal } from './mortal.ts';
import { promises, verdict } from './storm-verdict.ts';

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

/** A disk that is full now and then, answers late or not at all; what it says it has stored, it has. */
export const SICK_DISK = 'sick-disk';

/**
 * Three tabs on one disk, two users, a bad network: runs what happens, then lets the weather clear and says which
 * promises were broken (I1–I7 of the SDK's design). An empty list is a good run.
 */
export async function runStorm(
  happenings: readonly Happening[],
  seed: number,
  disk?: Mutant | typeof SICK_DISK,
): Promise<string[]> {
  const keyLifeMs = disk?.startsWith('no-key') ? 0 : disk === 'short-key' ? HOUR : undefined;
  const world = givenWorld({ seed, ...(keyLifeMs === undefined ? {} : { keyLifeMs }) });
  const random = seeded(seed ^ 0x5eed);
  const kept = promises(world, disk === SICK_DISK);
  const amended = new Map<string, number>();
  const broken: string[] = [];
  const heardAt = new Map<string, number>();
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
    const store =
      disk === SICK_DISK ? sickDisk(world, seed, () => stormy) : storeFor(world, disk, () => app?.dead() ?? false);
    const app = openMortal(world, { user, store });
    app.sym.outbox.onAccepted((record) => {
      const heard = heardAt.get(record.id) ?? world.clock.now();
      heardAt.set(record.id, heard);
      // A page that stood still between its last look and the call cannot know what was heard meanwhile; a disk that
      // does not take down that it was heard makes it be told again.
      const unaware = app.frozenUntil() >= heard || disk === SICK_DISK;
      if (world.shelf.records.get(record.id)?.notified && !unaware)
        broken.push(`I7 ${record.id} was told again after it had been heard`);
    });
    return app;
  };
  const tabs = Array.from({ length: TABS }, (_, i) => ({
    user: USERS[i % 2] as string,
    app: open(USERS[i % 2] as string),
  }));
  const kill = (app: Mortal | undefined) => {
    app?.kill();
    kept.closed(app);
  };
  const reopen = (i: number, user: string) => {
    kill(tabs[i]?.app);
    tabs[i] = { user, app: open(user) };
  };

  const happen = async ({ kind, tab, n }: Happening): Promise<void> => {
    const at = tab % TABS;
    const { user, app } = tabs[at] as (typeof tabs)[number];
    switch (kind) {
      case 'submit': {
        const draft = app.sym.orders.draft();
        void app.sym.orders.submit(draft, aNewOrder()).then(
          (sub) => kept.made(sub, user, app),
          () => {}, // a frozen tab may give up waiting: nothing was promised
        );
        return;
      }
      case 'amend': {
        const known = kept.ordersOf(user);
        const id = known[n % Math.max(1, known.length)];
        if (id === undefined) return;
        const count = (amended.get(id) ?? 0) + 1;
        amended.set(id, count);
        app.sym.orders.amend(id, { instructions: String(count) }).then(
          (sub) => kept.made(sub, user, app, id),
          () => {}, // as above
        );
        return;
      }
      case 'crash':
        return reopen(at, user);
      case 'switch':
        return reopen(at, USERS[n % 2] as string);
      case 'freeze':
        return app.freeze();
      case 'thaw':
        app.thaw();
        return world.clock.settle(); // a page that thaws runs before it can freeze again
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
  if (seed % 2 === 1) {
    // Half of the storms end with their pages open: then also what lay in memory must arrive.
    for (const { app } of tabs) app.thaw();
    await world.clock.advance(HOUR);
  }
  for (const { app } of tabs) kill(app);
  await world.clock.advance(10_000); // what a sick disk was still writing for a page that is gone
  for (const user of USERS) {
    const last = open(user);
    await world.clock.advance(HOUR);
    last.kill();
  }
  return [...broken, ...verdict(world, kept)];
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

/** Some writes are refused, some are made though the answer comes too late for anybody to wait for it. */
function sickDisk(world: World, seed: number, sick: () => boolean): OutboxStore {
  const store = diskOn(world.shelf);
  const random = seeded(seed ^ 0xd15c);
  const trouble = async (): Promise<void> => {
    const dice = sick() ? random() : 1;
    if (dice < 0.15) throw new StorageError('quota', 'Full.');
    if (dice < 0.2) await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 8000));
  };
  return {
    ...store,
    add: async (...args) => trouble().then(() => store.add(...args)),
    claim: async (query) => trouble().then(() => store.claim(query)),
    patch: async (...args) => {
      const done = await store.patch(...args);
      await trouble();
      return done;
    },
  };
}
