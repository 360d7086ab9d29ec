import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import proxyAddr from 'proxy-addr';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { checkNginx, type LoopbackNginx, startNginx } from '../src/harness/nginx.ts';
import { hasTool } from './tool.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const MEGABYTE = 1_048_576;

// Generous, because nothing here is about time; a slow machine must not fail it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.runIf(hasTool('nginx', 'apt-get install nginx-light'))('nginx before the application', () => {
  let nginx: LoopbackNginx;
  let app: Server;
  let connections = 0;
  let received: IncomingMessage | undefined;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** Sends one request through nginx, over the one connection that all requests of this file share. */
  const send = (path: string, options: { method?: string; headers?: Record<string, string>; body?: Buffer } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const { method = 'GET', headers = {}, body } = options;
      const outgoing = request({ agent, port: nginx.port, host: '127.0.0.1', path, method, headers }, (incoming) => {
        const { statusCode = 0 } = incoming;
        text(incoming).then(
          (answer) => resolve({ status: statusCode, headers: incoming.headers, body: answer }),
          reject,
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  /** Waits until what happened before this call has been logged: nginx's one worker writes lines in order. */
  const logged = async () => {
    const marker = `/marker/${Math.random()}`;
    await send(marker);
    await expect.poll(() => nginx.log('access'), { timeout: 10_000 }).toContain(marker);
    await expect.poll(() => nginx.log('healthd'), { timeout: 10_000 }).toContain(marker);
    return { access: nginx.log('access'), healthd: nginx.log('healthd'), error: nginx.log('error') };
  };

  beforeAll(async () => {
    app = createServer((req, res) => {
      received = req;
      req.resume().on('end', () => res.end('from the application'));
    });
    app.on('connection', () => connections++);
    const sockets = new WebSocketServer({ noServer: true });
    app.on('upgrade', (req, socket, head) => {
      received = req;
      sockets.handleUpgrade(req, socket, head, (ws) => ws.on('message', (data) => ws.send(`echo ${String(data)}`)));
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    // A TCP server that listens on a port has an address object, never a pipe's name.
    nginx = await startNginx({ upstream: [(app.address() as AddressInfo).port] });
  });
  afterAll(async () => {
    agent.destroy();
    await nginx?.stop();
    app?.closeAllConnections();
    app?.close();
  });
  beforeEach(() => {
    received = undefined;
  });

  it('is accepted by nginx itself', async () => {
    expect(await checkNginx()).toBe('');
  });

  it('keeps one connection to the application for many requests', async () => {
    await send('/api/v1/products');
    const before = connections;

    for (let n = 0; n < 200; n++) await send(`/api/v1/products?n=${n}`);

    expect(connections).toBe(before);
    expect(received?.headers.connection).not.toBe('close');
  });

  it('lets a WebSocket through and keeps it out of the health statistics', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${nginx.port}/ws/live`, {
      headers: { 'x-forwarded-for': '198.51.100.7' },
    });
    await once(socket, 'open');
    socket.send('hello');
    const [message] = await once(socket, 'message');
    socket.close();
    await once(socket, 'close');

    const { access, healthd } = await logged();
    expect(String(message)).toBe('echo hello');
    expect(access).toContain('"path":"/ws/live","status":101');
    expect(healthd).not.toContain('/ws/live');
  });

  it('passes an upgrade nowhere else', async () => {
    await send('/api/v1/products', { headers: { connection: 'upgrade', upgrade: 'websocket' } });

    expect(received?.headers.upgrade).toBeUndefined();
  });

  it('extends the chain of addresses by one, so that three hops lead to the viewer', async () => {
    await send('/api/v1/products', { headers: { 'x-forwarded-for': '203.0.113.66, 198.51.100.7, 192.0.2.1' } });

    expect(received?.headers['x-forwarded-for']).toBe('203.0.113.66, 198.51.100.7, 192.0.2.1, 127.0.0.1');
    // biome-ignore lint/style/noNonNullAssertion: the line above has just seen it
    expect(proxyAddr(received!, (_address, hop) => hop < 3)).toBe('198.51.100.7');
  });

  it("gives each request one id for its own log and for the application, the caller's where it is harmless", async () => {
    await send('/api/v1/products', { headers: { 'x-request-id': 'from-the-caller' } });
    const kept = received?.headers['x-request-id'];
    await send('/api/v1/products', { headers: { 'x-request-id': '"}{not harmless' } });
    const made = received?.headers['x-request-id'];

    const { access } = await logged();
    expect(kept).toBe('from-the-caller');
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(access).toContain(`"requestId":"${String(made)}"`);
  });

  it.each([
    ['/api/v1/transport-orders', 0.9, 200],
    ['/api/v1/transport-orders', 1.1, 413],
    ['/api/v1/transport-orders/bulk', 5, 200],
    ['/api/v1/batch', 5, 200],
    ['/api/v1/tracking/positions', 5, 200],
    ['/api/v1/tracking/positions', 6.1, 413],
    ['/api/v1/transport-orders/0199/documents', 10.5, 200],
    ['/api/v1/documents', 11.1, 413],
  ])('answers a body sent to %s of %d MB with %d', async (path, megabytes, status) => {
    const answer = await send(path, { method: 'POST', body: Buffer.alloc(megabytes * MEGABYTE) });

    expect(answer.status).toBe(status);
    expect(received !== undefined).toBe(status === 200);
    if (status === 413) {
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'body_too_large', status: 413, retryable: false });
    }
  });

  it('serves hashed files from disk for ever, and a missing one not at all', async () => {
    mkdirSync(`${nginx.app}/web/dist/static`, { recursive: true });
    writeFileSync(`${nginx.app}/web/dist/static/app.3f2a.js`, 'export {};');

    const found = await send('/static/app.3f2a.js');
    const missing = await send('/static/app.gone.js');

    expect(found.body).toBe('export {};');
    expect(found.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(missing.status).toBe(404);
    expect(missing.headers['cache-control']).toBeUndefined();
    expect(received).toBeUndefined();
  });

  it('logs paths without query strings, and probes not at all', async () => {
    await send('/api/v1/clients?email=someone@example.org');
    await send('/health/ready');

    const { access, healthd } = await logged();
    expect(access).toContain('"path":"/api/v1/clients","status":200');
    expect(access).not.toContain('example.org');
    expect(access + healthd).not.toContain('/health/ready');
    expect(healthd).toMatch(/^\d+\.\d{3}"\/api\/v1\/clients"200"[\d.]+"[\d.]+"-?$/m);
  });

  it('answers for a dead application, and writes no secret into any log, alive or dead', async () => {
    const secretPaths = [
      '/track/SECRET',
      '/%74rack/SECRET',
      '/track//SECRET/map',
      '/api/v1/public/tracking/SECRET',
      '/api/v1/ingest/osmand?id=SECRET',
    ];
    const headers = { referer: 'https://example.org/track/SECRET', authorization: 'Bearer SECRET' };
    for (const path of secretPaths) expect((await send(path, { headers })).status).toBe(200);
    await logged();

    app.closeAllConnections();
    app.close();
    for (const path of secretPaths) expect((await send(path, { headers })).status).toBe(503);
    const dead = await send('/api/v1/products');
    const { access, healthd, error } = await logged();

    expect(dead.status).toBe(503);
    expect(dead.headers['retry-after']).toBe('2');
    expect(JSON.parse(dead.body)).toMatchObject({ code: 'service_unavailable', status: 503, retryable: true });
    expect(access).toContain('"path":"/track/-","status":200');
    expect(access).toContain('"path":"/api/v1/ingest/osmand","status":503');
    expect(error).toContain('"GET /api/v1/products HTTP/1.1"');
    expect(access + healthd + error).not.toContain('SECRET');
  });
});
