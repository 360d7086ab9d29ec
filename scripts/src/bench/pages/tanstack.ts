/**
 * `@tanstack/offline-transactions` with its IndexedDB adapter, used as its guide says: a collection, a mutation function
 * that posts, a transaction for each order. It does not tell when an order is stored, so the adapter's `set` is listened to.
 */
import { timed } from '../client.ts';
import { anOrder, copies, orderId } from '../order.ts';
import { drained, firstCall, ORDERS, offer } from './peer.ts';
import { fill as fillRows } from './raw.ts';

interface Item {
  readonly id: string;
}
interface Storage {
  set(key: string, value: string): Promise<void>;
}
interface Executor {
  waitForInit(): Promise<void>;
  createOfflineTransaction(options: { mutationFnName: string; idempotencyKey: string }): {
    mutate(fn: () => void): { isPersisted: { promise: Promise<unknown> } };
  };
  getPendingCount(): number;
}
/** As much of the two packages as is used here. */
interface Library {
  readonly IndexedDBAdapter: new () => Storage;
  startOfflineExecutor(options: object): Executor;
  createCollection(options: object): { insert(item: Item): unknown };
}
type Post = (asked: { transaction: { mutations: { modified: Item }[] }; idempotencyKey: string }) => Promise<unknown>;

const library: Library = await import(`${location.origin}/tanstack.js`); // made of the packages in a temporary directory
let stored: (value: string) => void = () => {};

class Adapter extends library.IndexedDBAdapter {
  override async set(key: string, value: string) {
    await super.set(key, value);
    stored(value);
  }
}

function open(post: Post) {
  const orders = library.createCollection({
    id: 'orders',
    getKey: ({ id }: Item) => id,
    sync: { sync: ({ markReady }: { markReady(): void }) => markReady() },
  });
  const executor = library.startOfflineExecutor({
    collections: { orders },
    mutationFns: { place: post },
    storage: new Adapter(),
  });
  return { orders, executor };
}

const send: Post = async ({ transaction, idempotencyKey }) => {
  const answer = await fetch(ORDERS, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(transaction.mutations[0]?.modified),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const offline: Post = () => Promise.reject(new TypeError('Failed to fetch'));

async function place({ orders, executor }: ReturnType<typeof open>, id: string): Promise<string> {
  const durable = new Promise<string>((resolve) => {
    stored = (value) => value.includes(id) && resolve(value);
  });
  const tx = executor.createOfflineTransaction({ mutationFnName: 'place', idempotencyKey: id });
  tx.mutate(() => orders.insert({ ...anOrder(), id })).isPersisted.promise.catch(() => {}); // it never is, offline
  return durable;
}

offer({
  async submit(count) {
    const client = open(offline);
    await client.executor.waitForInit();
    return timed(count, (n) => place(client, orderId(n)));
  },
  async fill(count) {
    const client = open(() => new Promise(() => {}));
    await client.executor.waitForInit();
    const first = await place(client, orderId(0));
    const { id } = JSON.parse(first);
    // The transaction has an id of its own beside the order's.
    const rows = [...copies(first.replaceAll(id, orderId(0)), count - 1)].map(
      (copy) => [copy.text, `tx:${copy.id}`] as const,
    );
    await fillRows('offline-transactions', 'transactions', rows);
  },
  async drain({ count, forMs }) {
    let left = count;
    const { executor } = open(async (asked) => {
      const answer = await send(asked);
      left--;
      return answer;
    });
    const from = performance.now();
    void executor.waitForInit();
    const result = await drained(count, forMs, () => left);
    return { ...result, ms: performance.now() - from };
  },
  async start(forMs) {
    const from = performance.now();
    const { called, at } = firstCall(from, forMs);
    const { executor } = open(() => {
      called();
      return new Promise(() => {});
    });
    const ready = executor.waitForInit().then(() => performance.now() - from);
    const late = new Promise<number>((resolve) => setTimeout(() => resolve(Number.NaN), forMs));
    return { list: await Promise.race([ready, late]), request: await at };
  },
});
