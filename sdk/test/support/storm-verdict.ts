import type { World } from './given.ts';
import type { Mortal } from './mortal.ts';

/** What a page was told, and how safe it was said to be. */
interface Given {
  readonly owner: string;
  /** The order it is about. */
  readonly order: string;
  /** The page that must stay open for it (`memory`); `undefined` once it lies on the disk, which needs no page. */
  page: Mortal | undefined;
}

/** The promises of one storm: what `submit` and `amend` answered to pages that lived to hear it. */
export interface Promises {
  made(sub: { id: string; durability: 'disk' | 'memory' }, owner: string, page: Mortal, order?: string): void;
  /** A page is gone, and with it what it had said to keep in memory alone: that much it had been told. */
  closed(page: Mortal | undefined): void;
  ordersOf(owner: string): string[];
  all(): Iterable<[string, Given]>;
  /** Whether this order was ever only in one page's memory, where other tabs cannot see it. */
  weak(order: string): boolean;
  /** Answers that were not true. */
  readonly untrue: readonly string[];
}

/** `sick` = the disk fails now and then; otherwise nobody has a reason to answer `memory`. */
export function promises(world: World, sick: boolean): Promises {
  const given = new Map<string, Given>();
  const weak = new Set<string>();
  const untrue: string[] = [];
  return {
    made({ id, durability }, owner, page, order = id) {
      if (page.dead()) return; // nobody was there to hear it
      given.set(id, { owner, order, page: durability === 'memory' ? page : undefined });
      if (durability === 'disk') return;
      weak.add(order);
      if (!sick) untrue.push(`I1 ${id} was kept in memory, though the disk is well`);
    },
    closed(page) {
      for (const [id, promise] of given) {
        if (page === undefined || promise.page !== page) continue;
        promise.page = undefined;
        if (!world.shelf.records.has(id) && !arrived(world, id)) given.delete(id);
      }
    },
    ordersOf: (owner) => [...given].filter(([id, p]) => p.owner === owner && p.order === id).map(([id]) => id),
    all: () => given,
    weak: (order) => weak.has(order),
    untrue,
  };
}

/** The request has reached its order, whichever it was. */
function arrived(world: World, key: string): boolean {
  return [...world.server.orders.values()].some(({ log }) => log.some((entry) => entry.key === key));
}

/** Which of I1 to I7 (the SDK's design, "invariants") do not hold; empty when all do. */
export function verdict(world: World, promised: Promises): string[] {
  const broken: string[] = [...promised.untrue];
  const stored = [...world.server.orders.values()];
  for (const [id, { owner, order }] of promised.all()) {
    const record = world.shelf.records.get(id);
    const visible = record && ['queued', 'sending', 'paused', 'attention', 'cancelled'].includes(record.state);
    if (!arrived(world, id) && !visible) broken.push(`I1 ${id} was promised and is nowhere`);
    if (stored.some((found) => found.id === order && found.owner !== `ten_1|${owner}`))
      broken.push(`I4 ${id} belongs to somebody else`);
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
    // An amendment may be refused when its order lay in the memory of another tab: it is shown, with the reason.
    if (record.state === 'attention' && record.lane !== record.id && promised.weak(record.lane)) continue;
    if (record.state !== 'accepted')
      broken.push(
        `I6 ${record.op} ${record.id} is still ${record.state} an hour after the storm: ${JSON.stringify(record.lastError)}`,
      );
    else if (!record.notified) broken.push(`I7 ${record.id} was never heard`);
  }
  return broken;
}
