/**
 * The server of the benchmark, in a process of its own so that its work is nobody's figure: echoes the key of an order
 * and keeps each key once, so that 10,000 sent orders can be held against 10,000 received ones. Also serves the pages.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { products } from './order.ts';

const seen = new Set<string>();
let requests = 0;
/** By path; sent by the parent. */
let files: Readonly<Record<string, string>> = {};

const CATALOG = JSON.stringify(products());
const TAG = 'W/"v1"';
const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html; charset=utf-8' };
/** A page alone in its process has a clock of 5 µs instead of 100. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(await textOf(request));
  const key = String(request.headers['idempotency-key'] ?? body.orderId);
  const replayed = seen.has(key);
  requests++;
  seen.add(key);
  if (request.url?.startsWith('/parse')) {
    json(response, 201, { objectId: key, createdAt: new Date().toISOString() });
    return;
  }
  const headers = { 'idempotency-key': key, 'order-version': '1', 'idempotent-replayed': String(replayed) };
  json(response, 201, { ...body, version: 1, status: 'placed' }, headers);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  if (request.method === 'POST') return take(request, response);
  if (path === '/api/v1/products') {
    const fresh = request.headers['if-none-match'] !== TAG;
    response.writeHead(fresh ? 200 : 304, { 'content-type': 'application/json', etag: TAG });
    response.end(fresh ? CATALOG : undefined);
    return;
  }
  const [, ending = 'html'] = path.split('.');
  const file = files[path];
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': TYPES[ending] ?? 'text/html', ...ISOLATED });
  response.end(file);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
process.on('message', (message: { files: typeof files } | 'count' | 'reset') => {
  if (message === 'count') process.send?.({ requests, distinct: seen.size });
  else if (message === 'reset') {
    seen.clear();
    requests = 0;
  } else files = message.files;
});
process.on('disconnect', () => process.exit(0)); // whoever measures has gone
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port })); // of TCP
