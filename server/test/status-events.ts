import { setTimeout as wait } from 'node:timers/promises';
import type { Load } from '../../scripts/src/harness/load.ts';
import type { Told } from '../../scripts/src/harness/load-calls.ts';
import type { TestApp } from './test-app.ts';

/** A status event as it was stored: the truth that watchers are held against. */
export interface StatusEvent {
  readonly id: string;
  readonly orderId: string;
  readonly clientId: string;
  readonly sequence: number;
  readonly version: number;
}

interface Stored extends Omit<StatusEvent, 'orderId' | 'clientId'> {
  readonly data: Pick<StatusEvent, 'orderId' | 'clientId'>;
}

/** Everything that happened to the orders of these tenants, told already or not, by sequence within each order. */
export async function statusEvents({ mongo }: TestApp, tenantIds: readonly string[]): Promise<readonly StatusEvent[]> {
  const tenantId = { $in: tenantIds };
  // In this order: an event is stored in the one place before it is taken out of the other.
  const waiting = await mongo.db.collection<{ pending: Stored[] }>('orders').find({ tenantId }).toArray();
  const events = mongo.db.collection<Stored>('events').find({ tenantId, 'data.orderId': { $exists: true } });
  const all = [...waiting.flatMap(({ pending }) => pending), ...(await events.toArray())];
  return [...new Map(all.map((event) => [event.id, event])).values()]
    .map(({ id, sequence, version, data: { orderId, clientId } }) => ({ id, sequence, version, orderId, clientId }))
    .sort((a, b) => a.orderId.localeCompare(b.orderId) || a.sequence - b.sequence);
}

/** What went wrong with what watchers were told; numbers of events, added up over all watchers. */
export interface Verdict {
  readonly watchers: number;
  readonly due: number;
  readonly delivered: number;
  /** Neither told nor covered by a snapshot when a later one of the same order came, or at the end. */
  readonly missing: number;
  /** Told twice to the same watcher, without a snapshot in between. */
  readonly doubled: number;
  /** Told after a snapshot that knew them; whoever watches sees that by the version. */
  readonly again: number;
  /** Told after a later one of the same order. */
  readonly outOfOrder: number;
  /** Not among the stored ones. */
  readonly unknown: number;
}

const NOTHING: Verdict = {
  ...{ watchers: 0, due: 0, delivered: 0, missing: 0, doubled: 0, again: 0, outOfOrder: 0, unknown: 0 },
};
const NAME = { order: 'orderId', client: 'clientId' } as const;

/** Holds what each watcher was told against what was stored: each event once and in its order's order. */
export function judge(told: readonly Told[], events: readonly StatusEvent[]): Verdict {
  const byId = new Map(events.map((event) => [event.id, event]));
  const sum = { ...NOTHING };
  for (const { channel, told: theirs, watchers } of told) {
    const [kind, key] = channel.split(':') as [keyof typeof NAME, string]; // only these are watched here
    const due = events.filter((event) => event[NAME[kind]] === key);
    const one = { ...judgeOne(theirs, due, byId), watchers: 1 };
    for (const name of Object.keys(sum) as (keyof Verdict)[]) sum[name] += one[name] * watchers; // its own keys
  }
  return sum;
}

function judgeOne(
  told: readonly string[],
  due: readonly StatusEvent[],
  byId: ReadonlyMap<string, StatusEvent>,
): Verdict {
  const one = { ...NOTHING, due: due.length };
  /** Of each order, up to which sequence everything is known. */
  const known = new Map<string, number>();
  /** Of each order, the last one told since the last snapshot. */
  let last = new Map<string, number>();
  let seen = new Set<string>();

  function snapshot(orders: readonly string[]): void {
    last = new Map();
    seen = new Set();
    for (const [orderId = '', version] of orders.map((order) => order.split('@'))) {
      const covered = due.filter((event) => event.orderId === orderId && event.version <= Number(version)).at(-1);
      known.set(orderId, Math.max(known.get(orderId) ?? 0, covered?.sequence ?? 0));
    }
  }

  for (const entry of told) {
    const event = byId.get(entry);
    if (entry.startsWith('=')) snapshot(entry.slice(1).split(','));
    else if (!event) one.unknown += 1;
    else {
      const { orderId, sequence } = event;
      const before = known.get(orderId) ?? 0;
      one.delivered += 1;
      one.missing += Math.max(0, sequence - before - 1);
      if (seen.has(entry)) one.doubled += 1;
      else if (sequence <= (last.get(orderId) ?? 0)) one.outOfOrder += 1;
      else if (sequence <= before) one.again += 1;
      seen.add(entry);
      last.set(orderId, sequence);
      known.set(orderId, Math.max(before, sequence));
    }
  }
  const ends = new Map(due.map(({ orderId, sequence }) => [orderId, sequence]));
  for (const [orderId, sequence] of ends) one.missing += Math.max(0, sequence - (known.get(orderId) ?? 0));
  return one;
}

/** Waits until nobody misses anything any more, or time is up; gives the last verdict. */
export async function settled(
  load: Load,
  events: () => Promise<readonly StatusEvent[]>,
  withinMs: number,
  crowd?: string,
): Promise<Verdict> {
  const until = performance.now() + withinMs;
  for (;;) {
    const verdict = judge(await load.told(crowd), await events());
    if (verdict.missing === 0 || performance.now() > until) return verdict;
    await wait(500);
  }
}
