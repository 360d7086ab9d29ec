import type { OutboxStore } from '../../src/outbox/index.ts';
import { type FakeSymphonia, fakeSymphonia, type Verdict } from '../../src/testing/index.ts';
import { seeded } from '../support/given.ts';
import { PRESENT, type Release } from '../support/release.ts';
import { type ChaosClock, chaosClock } from './clock.ts';
import { type Disk, diskOf, type Shelf } from './disk.ts';
import { happen } from './happen.ts';
import { type Storm, written } from './happenings.ts';
import { type Entry, finalState, type Ledger, ledgerOf } from './ledger.ts';
import { mannersOf } from './manners.ts';
import { MUTANTS, type Mutant, type MutantEnv, type MutantName } from './mutants.ts';
import { type Network, stormyNetwork } from './network.ts';
import { openPage, type Page, type Sessions, sessionsOf, sickStore, TENANT } from './page.ts';
import { type Promised, promisedIn } from './promised.ts';
import { type Trace, tracedFetch, tracedStore } from './trace.ts';
import { verdict } from './verdict.ts';

/** Under what a storm runs; by default its seed decides. */
export interface Conditions {
  readonly shelf: Shelf;
  /** Writes fail or hang now and then. */
  readonly sick: boolean;
  /** The second tab runs this release. */
  readonly other: Pick<Release, 'createSymphonia' | 'tokenSource' | 'outbox'> | undefined;
  readonly mutant: MutantName | undefined;
  /** Hears of everything that goes on. */
  readonly trace?: Trace;
}

/** One storm, as far as those who make it happen and those who judge it know it. */
export interface Scene {
  readonly clock: ChaosClock;
  readonly network: Network;
  readonly sessions: Sessions;
  readonly server: FakeSymphonia;
  /** One for each device. */
  readonly ledgers: readonly Ledger[];
  readonly disks: readonly Disk[];
  readonly conditions: Conditions;
  readonly promised: Promised;
  readonly random: () => number;
  /** Pages by place: three tabs, the service worker, the other device; a place may be empty. */
  readonly pages: (Page | undefined)[];
  readonly log: string[];
  /** Records of a release to come, as they were left. */
  readonly futures: Map<string, string>;
  readonly broken: Set<string>;
  /** The disk refuses new records. */
  full: boolean;
  open(place: number, user: string): Page;
  close(place: number): void;
  /** A store on that disk which nothing disturbs. */
  undisturbed(device: number): OutboxStore;
}

export const TABS = 3;
export const WORKER = 3;
export const OTHER_DEVICE = 4;
export const USERS = ['ada', 'bob'] as const;

const HOUR = 3_600_000;
const DIES = 0.01; // per await that leaves the page
const FREEZES = 0.004;

/** What became of a storm. */
export interface Result {
  /** Which promises were broken, each beginning with its name (I1 to I7, bytes); empty for a good run. */
  readonly broken: string[];
  readonly orders: number;
  readonly lost: number;
  readonly doubled: number;
}

/** What the seed decides when nothing else is asked for: a part of the storms on each kind of disk. */
export function conditionsOf(seed: number, given: Partial<Conditions> = {}): Conditions {
  const shelf = ({ 1: 'sqlite', 2: 'sqlite', 3: 'idb', 4: 'files' } as const)[seed % 100] ?? 'memory';
  return { shelf, sick: Math.floor(seed / 100) % 5 === 4, other: undefined, mutant: undefined, ...given };
}

/** Runs what happens, then lets the weather clear, and says which promises were broken. */
export async function runStorm({ seed, happenings }: Storm, given: Partial<Conditions> = {}): Promise<Result> {
  const scene = await sceneOf(seed, conditionsOf(seed, given));
  const { clock, network, sessions } = scene;
  try {
    for (let place = 0; place < TABS; place++) scene.open(place, USERS[place % 2] as string);
    for (const happening of happenings) {
      given.trace?.(`-- ${written([happening])}`, clock.server);
      await happen(scene, happening);
      if (happening.n % 3 > 0) await clock.settle();
    }
    given.trace?.('-- the weather clears', clock.server);
    network.calm = true;
    network.offline = false;
    scene.full = false;
    sessions.over.clear();
    if (seed % 2 === 1) {
      // Half of the storms end with their pages open: then also what lay in memory must arrive.
      for (const page of scene.pages) page?.thaw();
      await clock.advance(HOUR);
      scene.promised.due();
    }
    for (const place of scene.pages.keys()) scene.close(place);
    await clock.advance(10_000); // what a sick disk was still writing for a page that is gone
    const tried = network.tried;
    const claims = claimsOf(scene);
    for (const place of scene.ledgers[1]?.entries.size === 0 ? [0] : [0, OTHER_DEVICE]) {
      for (const user of USERS) {
        scene.open(place, user);
        await clock.advance(HOUR);
        scene.close(place);
      }
    }
    await clock.settle();
    const broken = await verdict(scene, { tried: network.tried - tried, claims: claimsOf(scene) - claims });
    const count = (name: string) => broken.filter((line) => line.startsWith(name)).length;
    return { broken, orders: scene.server.orders.size, lost: count('I1'), doubled: count('I2') };
  } finally {
    for (const disk of scene.disks) disk.end();
  }
}

async function sceneOf(seed: number, conditions: Conditions): Promise<Scene> {
  const mutant: Mutant | undefined = conditions.mutant && MUTANTS[conditions.mutant];
  const disks: Disk[] = [];
  const clock = chaosClock(() => disks.every((disk) => disk.resting()));
  disks.push(await diskOf(conditions.shelf, clock), await diskOf('memory', clock));
  const server = fakeSymphonia({ clock: clock.server, keyLifeMs: mutant?.keyLifeMs ?? Number.POSITIVE_INFINITY });
  const admit = ({ instructions }: Record<string, unknown>): Verdict =>
    instructions === 'faulty' ? { problem: [400, 'invalid_request'] } : {};
  server.admit = admit;
  const random = seeded(seed ^ 0x5eed);
  const network = stormyNetwork(clock, server, seeded(seed ^ 0x3e7));
  const sessions = sessionsOf(server, clock);
  const ledgers = disks.map(() => ledgerOf(clock.server.now));
  const records = disks[0]?.shelf?.records ?? new Map();
  let opened = 0;

  const scene: Scene = {
    clock,
    network,
    sessions,
    server,
    ledgers,
    disks,
    conditions,
    random,
    promised: promisedIn(() => scene),
    pages: Array.from({ length: 5 }, () => undefined),
    log: [],
    futures: new Map(),
    broken: new Set(),
    full: false,
    undisturbed: (device) => (disks[device] as Disk).open(),
    open(place, user) {
      scene.close(place);
      const device = place === OTHER_DEVICE ? 1 : 0;
      const ledger = ledgers[device] as Ledger;
      const env: MutantEnv = {
        clock,
        dead: () => page?.dead() ?? false,
        records: () => [...records.values()],
        force(id, change) {
          const record = records.get(id);
          const next = record && change(record);
          if (next) records.set(id, next);
          else records.delete(id);
        },
      };
      const manners = mannersOf({
        clock,
        broken: scene.broken,
        freezes: () => page.freezes(),
        frozen: () => page.frozenUntil() === clock.server.now(),
      });
      let store = manners.store(ledger.watched((disks[device] as Disk).open()));
      if (mutant?.store) store = mutant.store(store, env);
      store = sickStore(store, {
        clock,
        random,
        sick: () => conditions.sick && !network.calm,
        full: () => scene.full && device === 0,
        unsure: (id) => {
          const entry = ledger.entries.get(id);
          if (entry) entry.unsure = true;
        },
      });
      let fetch: typeof globalThis.fetch = (input, init) => {
        sessions.expire();
        return network.fetch(input, init);
      };
      fetch = manners.fetch(fetch);
      if (conditions.trace) {
        const name = `${place}#${opened + 1}`;
        const say = (line: string) => conditions.trace?.(`${name}: ${line}`, clock.server);
        store = tracedStore(store, say);
        fetch = tracedFetch(fetch, say);
        say(`opened by ${user}`);
      }
      const page: Page = openPage(
        { clock, network, sessions },
        {
          device,
          user,
          store,
          release: place === 1 && conditions.other ? conditions.other : PRESENT,
          seed: seed + ++opened * 7919,
          dice: mutant?.dice,
          fetch: mutant?.fetch?.(fetch, env) ?? fetch,
          log: (line) => void scene.log.push(line),
          fate: () => fateOf(scene, place),
        },
      );
      scene.pages[place] = page;
      listen(scene, page);
      return page;
    },
    close(place) {
      const page = scene.pages[place];
      if (!page) return;
      page.kill();
      scene.promised.closed(page);
      scene.pages[place] = undefined;
    },
  };
  return scene;
}

function claimsOf({ ledgers }: Scene): number {
  return ledgers.reduce((sum, { claims }) => sum + claims, 0);
}

/** What is known of a request on whichever device. */
export function entryOf({ ledgers }: Scene, id: string): Entry | undefined {
  return ledgers.map(({ entries }) => entries.get(id)).find((entry) => entry !== undefined);
}

/** Whether the page lives through this await. A page that died is opened again soon, one that froze thaws some day. */
function fateOf(scene: Scene, place: number): 'live' | 'die' | 'freeze' {
  if (scene.network.calm) return 'live';
  const dice = scene.random();
  if (dice >= DIES + FREEZES) return 'live';
  const page = scene.pages[place];
  const later = scene.random();
  if (dice < DIES) {
    scene.clock.setTimeout(() => {
      if (page && scene.pages[place] === page) scene.open(place, page.user);
    }, later * 5000);
    return 'die';
  }
  scene.clock.setTimeout(() => page?.thaw(), later * 10 * 60_000);
  return 'freeze';
}

/** The app's handlers: they hear, and now and then they throw. */
function listen(scene: Scene, page: Page): void {
  const { network, random, broken, clock } = scene;
  const ledger = scene.ledgers[page.device] as Ledger;
  const hear = (id: string, state: 'accepted' | 'attention', epoch: number) => {
    if (page.dead()) return;
    const entry = ledger.entries.get(id);
    const heardAt = entry?.heard.get(finalState(state, epoch));
    scene.promised.told(id, state);
    scene.conditions.trace?.(`${scene.pages.indexOf(page)} hears that ${id} is ${state} ${epoch}`, clock.server);
    // A page that stood still between its last look and the call cannot know what was heard meanwhile; one whose write
    // failed does not know that it was made; one that has it in memory does not know of a copy on the disk.
    const unaware =
      heardAt === undefined ||
      entry?.unsure ||
      page.frozenUntil() >= heardAt ||
      scene.promised.inMemory.get(id)?.has(page);
    if (!unaware && heardAt !== clock.server.now()) broken.add(`I7 ${id} was told again that it was ${state}`);
    if (!network.calm && random() < 0.05) throw new Error('The handler failed.');
  };
  page.sym.outbox.onAccepted((record) => hear(record.id, 'accepted', record.epoch));
  page.sym.outbox.onAttention((record) => hear(record.id, 'attention', record.epoch));
}

export const ownerOf = (user: string): string => `${TENANT}|${user}`;
