/**
 * `workbox-background-sync` in its service worker. Without Background Sync, whose time the browser chooses: what is
 * measured is the queue alone.
 */
import { timed } from '../client.ts';
import { anOrder, orderId } from '../order.ts';
import { drained, firstCall, ORDERS } from './peer.ts';
import { asked as answerOf, fill, opened } from './raw.ts';

/** One measurement, as the page asks for it. */
export interface Asked {
  readonly name: 'submit' | 'fill' | 'drain' | 'start';
  readonly count: number;
  readonly forMs?: number;
}
interface Queue {
  pushRequest(entry: { request: Request }): Promise<void>;
  replayRequests(): Promise<void>;
  size(): Promise<number>;
}
/** As much of the package as is used here. */
interface Library {
  readonly Queue: new (name: string, options: object) => Queue;
}
/** A service worker's own, which the library of pages does not name. */
interface Worker {
  importScripts(url: string): void;
  skipWaiting(): Promise<void>;
  addEventListener(name: string, fn: (event: Happened) => void): void;
  readonly workbox: Library;
}
interface Happened {
  readonly data: Asked;
  readonly ports: readonly MessagePort[];
  waitUntil(promise: Promise<unknown>): void;
}

const worker = globalThis as unknown as Worker; // this program runs nowhere else
worker.importScripts('/workbox.js');
const queue = new worker.workbox.Queue('orders', { forceSyncFallback: true, onSync: async () => {} });

const push = (n: number) =>
  queue.pushRequest({
    request: new Request(ORDERS, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': orderId(n) },
      body: JSON.stringify({ ...anOrder(), id: orderId(n) }),
    }),
  });

interface Entry {
  readonly requestData: { readonly body: ArrayBuffer; readonly headers: object };
}

async function multiply(count: number) {
  await push(0);
  const db = await opened('workbox-background-sync');
  const [first] = await answerOf<Entry[]>(db.transaction('requests').objectStore('requests').getAll());
  db.close();
  if (!first) throw new Error('Nothing was stored.');
  const body = new TextDecoder().decode(first.requestData.body);
  const rows = Array.from({ length: count - 1 }, (_, n) => {
    const text = (given: string) => given.replaceAll(orderId(0), orderId(n + 1));
    const { body: __, ...request } = first.requestData;
    const requestData = {
      ...JSON.parse(text(JSON.stringify(request))),
      body: new TextEncoder().encode(text(body)).buffer,
    };
    return [{ ...first, id: n + 2, requestData }] as const;
  });
  await fill('workbox-background-sync', 'requests', rows);
}

async function send(count: number, forMs: number) {
  let left = count;
  const network = globalThis.fetch;
  globalThis.fetch = async (...asked) => {
    const answer = await network(...asked);
    left--;
    return answer;
  };
  void queue.replayRequests();
  return drained(count, forMs, () => left);
}

async function begin(forMs: number) {
  const from = performance.now();
  const { called, at } = firstCall(from, forMs);
  globalThis.fetch = () => {
    called();
    return new Promise(() => {});
  };
  await queue.size();
  const list = performance.now() - from;
  void queue.replayRequests();
  return { list, request: await at };
}

function run({ name, count, forMs = 0 }: Asked): Promise<unknown> {
  if (name === 'submit') return timed(count, push);
  if (name === 'fill') return multiply(count);
  return name === 'drain' ? send(count, forMs) : begin(forMs);
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('message', (event) => {
  const answered = run(event.data).then(
    (result) => event.ports[0]?.postMessage({ result }),
    (error) => event.ports[0]?.postMessage({ error: String(error) }),
  );
  event.waitUntil(answered);
});
