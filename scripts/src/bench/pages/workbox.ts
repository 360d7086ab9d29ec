/** Asks the service worker, which is where Workbox's queue lives. */

import { offer } from './peer.ts';
import type { Asked } from './workbox-worker.ts';

await navigator.serviceWorker.register('/workbox-worker.js');
const { active } = await navigator.serviceWorker.ready;

function ask<T>(asked: Asked): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.result));
    active?.postMessage(asked, [port2]);
  });
}

offer({
  submit: (count) => ask({ name: 'submit', count }),
  fill: (count) => ask({ name: 'fill', count }),
  drain: ({ count, forMs }) => ask({ name: 'drain', count, forMs }),
  start: (forMs) => ask({ name: 'start', count: 0, forMs }),
});
