/** As much of a service worker's globals as a shell of two files needs; a page's types do not know them. */
interface Shell {
  addEventListener(
    type: 'install' | 'activate',
    fn: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    fn: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const FILES = ['/', '/app.js'];

/** Keeps the page on the device, so that it opens without a network. */
export function shell(scope: unknown): void {
  const worker = scope as Shell; // called in a service worker only
  worker.addEventListener('install', (event) => {
    const kept = caches.open('shell').then((cache) => cache.addAll(FILES));
    event.waitUntil(kept.then(() => worker.skipWaiting()));
  });
  worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener('fetch', (event) => {
    const { pathname } = new URL(event.request.url);
    if (FILES.includes(pathname)) {
      const kept = caches.match(pathname);
      event.respondWith(kept.then((answer) => answer ?? fetch(event.request)));
    }
  });
}
