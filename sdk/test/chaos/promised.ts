import type { Page } from './page.ts';
import type { Scene } from './storm.ts';

/** What a page was told, and how safe it was said to be. */
interface Given {
  /** Who was signed in; `undefined` when nobody was: then it is whoever was last, or signs in next. */
  readonly owner: string | undefined;
  /** The order it is about. */
  readonly order: string;
  readonly device: number;
  /** The page that must stay open for it (`memory`); `undefined` once it lies on the disk, which needs no page. */
  page: Page | undefined;
  /** Documents: the bytes, hashed. */
  readonly document: string | undefined;
}

/** The promises of one storm: what the queue answered to pages that lived to hear it. */
export interface Promised {
  readonly given: Map<string, Given>;
  /** Requests and orders that a person took back. */
  readonly takenBack: Set<string>;
  /** `device user` of who signed out and discarded what waited. */
  readonly signedOut: Set<string>;
  /** Requests that were carried to another device, or lay on a disk that was deleted: their lanes may cross. */
  readonly apart: Set<string>;
  /** Orders that somebody else changed meanwhile, or whose body was replaced: a refusal may be right. */
  readonly contested: Set<string>;
  /** Who was signed in when a request was first taken. */
  readonly givers: Map<string, string>;
  /** Orders that were submitted while nobody was signed in: they are his who was last, or comes next. */
  readonly nobodys: Set<string>;
  /** Which pages have, or had, a request in their memory alone. */
  readonly inMemory: Map<string, Set<Page>>;
  /** Orders whose body was replaced in the queue. */
  readonly replaced: Set<string>;
  /** What the app gave for each request, hashed. */
  readonly bodies: Map<string, Set<string>>;
  /** Requests whose acceptance or refusal some handler heard. */
  readonly heard: Set<string>;
  /** The disk was full, cut off or deleted at some time: then `memory` is a truthful answer. */
  diskFailed: boolean;
  /** Answers that were not true. */
  readonly untrue: string[];
  made(
    sub: { id: string; durability: 'disk' | 'memory' },
    page: Page,
    owner: string | undefined,
    about?: { order?: string; body?: string; document?: string; awake?: boolean },
  ): void;
  /** The app hands over a body, as text or as the hash of a document. */
  gave(id: string, body: string): void;
  /** A page is gone, and with it what it had said to keep in memory alone: that much it had been told. */
  closed(page: Page): void;
  /** Pages were open long enough, and the disk well: nothing lies in memory alone any more. */
  due(): void;
  /** The site's data was deleted: only pages that are open still have what they stored. */
  wiped(): void;
  told(id: string, state: 'accepted' | 'attention'): void;
  ordersOf(owner: string): string[];
}

export function promisedIn(scene: () => Scene): Promised {
  const given = new Map<string, Given>();
  const makers = new Map<string, Page>();
  const promised: Promised = {
    given,
    takenBack: new Set(),
    signedOut: new Set(),
    apart: new Set(),
    contested: new Set(),
    heard: new Set(),
    bodies: new Map(),
    replaced: new Set(),
    inMemory: new Map(),
    nobodys: new Set(),
    givers: new Map(),
    untrue: [],
    diskFailed: false,
    gave: (id, body) => void promised.bodies.set(id, (promised.bodies.get(id) ?? new Set()).add(body)),
    made({ id, durability }, page, owner, { order = id, body, document, awake = false } = {}) {
      if (body ?? document) promised.gave(id, body ?? String(document));
      if (page.dead()) return; // nobody was there to hear it
      if (durability === 'memory') promised.inMemory.set(id, (promised.inMemory.get(id) ?? new Set()).add(page));
      if (owner !== undefined && !promised.givers.has(id)) promised.givers.set(id, owner);
      const before = given.get(id);
      if (before && durability === 'memory') return; // it was promised more
      makers.set(id, page);
      const gone = scene().ledgers[page.device]?.entries.get(id)?.there === false; // with the database, just now
      const weak = durability === 'memory' || gone;
      given.set(id, {
        owner: before ? before.owner : owner,
        order,
        device: page.device,
        page: weak ? page : undefined,
        document,
      });
      if (durability === 'disk') return;
      promised.apart.add(order);
      // What is asked of an order that lies in memory lies there as well.
      const alone = order === id || !promised.inMemory.get(order)?.has(page);
      if (awake && alone && !promised.diskFailed && !scene().conditions.sick)
        promised.untrue.push(`I1 ${id} was kept in memory, though the disk is well`);
    },
    closed(page) {
      for (const [id, promise] of given) {
        if (promise.page !== page) continue;
        promise.page = undefined;
        if (!scene().ledgers[page.device]?.entries.get(id)?.there) given.delete(id);
      }
    },
    due() {
      for (const promise of given.values()) if (promise.page && !promise.page.dead()) promise.page = undefined;
    },
    wiped() {
      promised.diskFailed = true;
      scene().ledgers[0]?.wiped();
      for (const [id, promise] of given) {
        if (promise.device !== 0) continue;
        promised.apart.add(promise.order);
        const maker = makers.get(id);
        // Its page writes it anew when it can.
        if (maker && !maker.dead() && scene().pages.includes(maker)) promise.page = maker;
        else given.delete(id);
      }
    },
    told: (id) => void promised.heard.add(id),
    ordersOf: (owner) => [...given].filter(([id, p]) => p.owner === owner && p.order === id).map(([id]) => id),
  };
  return promised;
}
