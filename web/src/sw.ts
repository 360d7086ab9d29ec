/**
 * Keeps the page itself on the device, so that it opens without a network; what it then shows comes from the SDK. Orders
 * and answers of the API never pass through here: they have the outbox and the read cache, which know whose they are.
 */
import { shellFiles } from './worker/shell-files.ts';

/** The page's own worker scope; the types of a worker's `self` do not know which kind of worker it is. */
const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = 'symphonia-shell';
const PAGE = '/';
/** A server that hangs must not keep the page: after this long the copy is shown. In milliseconds. */
const PATIENCE_MS = 1_500;

worker.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(event));
  else if (pathname.startsWith('/static/')) event.respondWith(built(request));
});

/** Takes page, script and style together; a run that dies half-way leaves the previous set, which still belongs together. */
async function keepShell(answer?: Response): Promise<void> {
  const fresh = answer ?? (await fetch(PAGE, { cache: 'no-store' }));
  if (!fresh.ok) throw new Error(`The page answered ${fresh.status}.`);
  const files = shellFiles(await fresh.clone().text());
  const cache = await caches.open(SHELL);
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  await cache.put(PAGE, fresh);
  const wanted = new Set([PAGE, ...files]);
  for (const { url } of await cache.keys()) if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
}

/** The server's page when it comes in time, else the kept one. */
async function page(event: FetchEvent): Promise<Response> {
  const kept = await (await caches.open(SHELL)).match(PAGE);
  const fresh = fetch(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(keepShell(answer.clone()).catch(() => {})); // the previous set stays
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  const usable = fresh.then((answer) => (answer.status < 500 ? answer : kept));
  return Promise.race([usable, late]).catch(() => kept);
}

/** A built file never changes under its name. */
async function built(request: Request): Promise<Response> {
  return (await (await caches.open(SHELL)).match(request)) ?? fetch(request);
}
