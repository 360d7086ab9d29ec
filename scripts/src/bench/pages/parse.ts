/**
 * Parse's queue in IndexedDB: `EventuallyQueue.save`, which is what `saveEventually` does without a network. It writes its
 * whole queue with each order that comes or goes.
 */
import { timed } from '../client.ts';
import { anOrder, orderId } from '../order.ts';
import { drained, firstCall, offer } from './peer.ts';

interface Queue {
  save(object: object): Promise<void>;
  getQueue(): Promise<object[]>;
  setQueue(queue: object[]): Promise<void>;
  sendQueue(): Promise<boolean>;
}
/** As much of the package as is used here. */
interface Parse {
  serverURL: string;
  readonly IndexedDB: object;
  readonly EventuallyQueue: Queue;
  readonly Object: new (name: string, values: object) => object;
  readonly CoreManager: { setStorageController(controller: object): void };
  initialize(appId: string): void;
}

const { default: Parse }: { default: Parse } = await import(`${location.origin}/parse.js`); // made of the package
Parse.initialize('bench');
Parse.serverURL = `${location.origin}/parse`;
Parse.CoreManager.setStorageController(Parse.IndexedDB);
const queue = Parse.EventuallyQueue;
const put = (n: number) => queue.save(new Parse.Object('Order', { ...anOrder(), orderId: orderId(n) }));

offer({
  submit: (count) => timed(count, put),
  async fill(count) {
    await put(0);
    const [first] = await queue.getQueue();
    const text = JSON.stringify(first);
    const copy = (_: unknown, n: number) => ({
      ...JSON.parse(text.replaceAll(orderId(0), orderId(n))),
      queueId: orderId(n),
    });
    await queue.setQueue(Array.from({ length: count }, copy));
  },
  async drain({ count, forMs }) {
    let left = count;
    const network = globalThis.fetch;
    globalThis.fetch = async (...asked) => {
      const answer = await network(...asked);
      left--;
      return answer;
    };
    void queue.sendQueue();
    return drained(count, forMs, () => left);
  },
  async start(forMs) {
    const from = performance.now();
    const { called, at } = firstCall(from, forMs);
    globalThis.fetch = () => {
      called();
      return new Promise(() => {});
    };
    await queue.getQueue();
    const list = performance.now() - from;
    void queue.sendQueue();
    return { list, request: await at };
  },
});
