import { setTimeout as wait } from 'node:timers/promises';
import type { Db, Document } from 'mongodb';
import { caller } from './caller.ts';
import { anAddress } from './given-tenant.ts';
import type { Buyer, SentOrder } from './order-load.ts';
import type { ReplicaSet } from './replica-set.ts';

/** What became of orders; every list is of ids and shall be empty. */
export interface OrderCount {
  /** Sent and not there, by MongoDB or by the API. */
  readonly lost: readonly string[];
  /** There more than once, under whatever id, or told more than once. */
  readonly doubled: readonly string[];
  /** Placed and never told. */
  readonly untold: readonly string[];
  /** Not the same on each member. */
  readonly uneven: readonly string[];
}

interface Stored {
  readonly id: string;
  readonly tenantId: string;
  readonly reference: string;
}

/** Holds what was sent against every member of the set, against the events and against what the API lists. */
export async function countOrders(
  { set, database, url }: { set: ReplicaSet; database: string; url: string },
  everybody: readonly Buyer[],
  sent: readonly SentOrder[],
): Promise<OrderCount> {
  const tenants = [...new Map(everybody.map(({ tenant }) => [tenant.id, tenant])).values()];
  const ofThem = { tenantId: { $in: tenants.map(({ id }) => id) } };
  const expected = sent.map(({ id }) => id);
  const primary = await set.primary();

  const stored = await primary.direct.db(database).collection<Stored>('orders').find(ofThem).toArray();
  const listed = (await Promise.all(tenants.map(({ dispatcher }) => listedBy(url, dispatcher.token ?? '')))).flat();
  const ids = stored.map(({ id }) => id);
  const told = await toldOf(primary.direct.db(database), ofThem, ids);
  await set.complete();
  const onOthers = set.others(primary).map(async ({ direct }) => {
    const found = await direct.db(database).collection<Stored>('orders').find(ofThem).toArray();
    return found.map(({ id }) => id);
  });

  const references = stored.map(({ tenantId, reference }) => `${tenantId} ${reference}`);
  return {
    lost: [...new Set([...without(expected, ids), ...without(expected, listed)])],
    doubled: [...twice(ids), ...twice(listed), ...twice(told), ...twice(references), ...without(ids, expected)],
    untold: without(ids, told),
    uneven: (await Promise.all(onOthers)).flatMap((there) => [...without(ids, there), ...without(there, ids)]),
  };
}

/** How long the relay may have to wait for its turn after the set was without a primary. */
const TOLD_WITHIN_MS = 60_000;

/** The orders that stand in the events as new ones, as soon as all of `ids` do or their time is over. */
async function toldOf(db: Db, ofThem: Document, ids: readonly string[]): Promise<readonly string[]> {
  const type = { $in: ['order.placed', 'order.review_needed'] };
  const events = db.collection<{ subject: string }>('events');
  for (const giveUpAt = performance.now() + TOLD_WITHIN_MS; ; await wait(100)) {
    const found = await events.find({ ...ofThem, type }).toArray();
    const told = found.map(({ subject }) => subject.replace('transport-order/', ''));
    if (without(ids, told).length === 0 || performance.now() > giveUpAt) return told;
  }
}

/** All orders that somebody sees, page by page. */
async function listedBy(url: string, token: string): Promise<string[]> {
  const one = caller(url, { address: anAddress(), token });
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await one.get(`/transport-orders?limit=100${cursor}`);
    if (page.status !== 200) throw new Error(`The list answered ${page.status}: ${page.text}`);
    ids.push(...(page.body.data as { id: string }[]).map(({ id }) => id));
    const next = page.body.next as string | undefined;
    if (!next) return ids;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

const without = (all: readonly string[], those: readonly string[]): string[] => {
  const known = new Set(those);
  return all.filter((one) => !known.has(one));
};
const twice = (all: readonly string[]): string[] => all.filter((one, at) => all.indexOf(one) !== at);
