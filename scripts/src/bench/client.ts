import { type AccessToken, createSymphonia, type Symphonia } from '../../../sdk/src/index.ts';
import { memoryOutbox, type OutboxStore, outbox } from '../../../sdk/src/outbox/index.ts';
import type { NewRecord } from '../../../sdk/src/outbox/record.ts';
import { anOrder, orderId } from './order.ts';

const TOKEN: AccessToken = { token: 'bench', sub: 'usr_1', tenant: 'ten_1', expiresAt: Number.MAX_SAFE_INTEGER };

/** Somebody who is signed in, for ever. */
export const auth = { getToken: async () => TOKEN, identity: () => TOKEN };

/** No network: as the browser says it. */
export const offline: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));

/** The SDK on a store, as an app makes it. */
export function open(baseUrl: string, store: OutboxStore, fetcher?: typeof fetch): Symphonia {
  return createSymphonia({ baseUrl, auth, outbox: outbox(store), ...(fetcher ? { fetch: fetcher } : {}) });
}

/** What one round of calls cost. */
export interface Timed {
  /** Milliseconds, one by one. */
  readonly samples: readonly number[];
}

/** Calls `one` again and again, each after the other has ended; the first tenth only warms up. */
export async function timed(count: number, one: (n: number) => Promise<unknown>): Promise<Timed> {
  const samples: number[] = [];
  const warming = Math.ceil(count / 10);
  for (let n = 0; n < count + warming; n++) {
    const from = performance.now();
    await one(n);
    if (n >= warming) samples.push(performance.now() - from);
  }
  return { samples };
}

/** `submit()` of so many orders, from the call until it says that the order is on the disk. */
export function submits(sym: Symphonia, count: number): Promise<Timed> {
  const order = anOrder();
  return timed(count, async () => {
    const { durability } = await sym.orders.submit(sym.orders.draft(), order);
    if (durability !== 'disk') throw new Error(`An order lies in ${durability}.`);
  });
}

/** Order 0 as `submit()` hands it to a store: what the copies of a long queue are made of. */
export async function newRecord(baseUrl: string): Promise<NewRecord> {
  const store = memoryOutbox();
  let seen: NewRecord | undefined;
  const add = (record: NewRecord) => {
    seen = record;
    return store.add(record);
  };
  const sym = open(baseUrl, { ...store, add }, offline);
  await sym.orders.submit({ id: orderId(0) }, anOrder());
  await sym.close();
  if (!seen) throw new Error('The order did not reach its store.');
  return seen;
}

/** What a drain did. */
export interface Drained {
  readonly sent: number;
  readonly ms: number;
  readonly cpuMs?: number;
}

/** Sends what is queued, for `forMs` at most. */
export async function drain(sym: Symphonia, queued: number, forMs: number): Promise<Drained> {
  const from = performance.now();
  const { pending } = await sym.outbox.flush({ timeoutMs: forMs });
  return { sent: queued - pending, ms: performance.now() - from };
}

/** Milliseconds from making the SDK until each of these. */
export interface Started {
  readonly list: number;
  readonly health: number;
  readonly request: number;
}

/** Opens the SDK on what is stored; its requests are noted and never answered. */
export async function start(baseUrl: string, makeStore: () => OutboxStore, forMs: number): Promise<Started> {
  const from = performance.now();
  const since = () => performance.now() - from;
  let sent: (at: number) => void = () => {};
  const request = new Promise<number>((resolve) => {
    sent = resolve;
    setTimeout(() => resolve(Number.NaN), forMs);
  });
  const sym = open(baseUrl, makeStore(), () => {
    sent(since());
    return new Promise(() => {});
  });
  const list = sym.outbox.list().then(since);
  const health = sym.outbox.health().then(since);
  return { list: await list, health: await health, request: await request };
}
