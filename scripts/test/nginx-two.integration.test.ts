import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type LoopbackNginx, startNginx } from '../src/harness/nginx.ts';
import { hasTool } from './tool.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.runIf(hasTool('nginx', 'apt-get install nginx-light'))(
  'nginx while one process takes the place of another',
  () => {
    const ending: (() => unknown)[] = [];
    afterEach(async () => {
      for (const end of ending.splice(0).reverse()) await end();
    });

    /** A process of the application: answers requests with `listener`, sockets with `upgrade`. */
    async function aProcess(listener: RequestListener, upgrade?: (req: IncomingMessage, socket: Duplex) => void) {
      const server: Server = createServer(listener);
      if (upgrade) server.on('upgrade', upgrade);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      ending.push(() => {
        server.closeAllConnections();
        server.close();
      });
      return (server.address() as AddressInfo).port; // it listens on TCP
    }

    async function before(...upstream: readonly number[]): Promise<LoopbackNginx> {
      const nginx = await startNginx({ upstream });
      ending.push(() => nginx.stop());
      return nginx;
    }

    const draining = (asked: () => void) => (_req: IncomingMessage, socket: Duplex) => {
      asked();
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n',
      );
    };
    const sockets = new WebSocketServer({ noServer: true });
    const serving = (req: IncomingMessage, socket: Duplex) =>
      sockets.handleUpgrade(req, socket, Buffer.alloc(0), (ws) => ws.close(1000, 'served'));

    const send = (nginx: LoopbackNginx, method: string, path: string, body?: string) =>
      new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>((resolve, reject) => {
        const outgoing = request(`${nginx.url}${path}`, { method, agent: false }, (incoming) => {
          const { statusCode = 0, headers } = incoming;
          text(incoming).then((answer) => resolve({ status: statusCode, headers, body: answer }), reject);
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      });

    it('asks the other process for a socket that a draining one refuses', async () => {
      let refusals = 0;
      const nginx = await before(
        await aProcess(
          () => {},
          draining(() => refusals++),
        ),
        await aProcess(() => {}, serving),
      );

      for (let n = 0; n < 4; n++) {
        const socket = new WebSocket(`ws://127.0.0.1:${nginx.port}/ws/tracking`);
        const [code] = await once(socket, 'close');
        expect(code).toBe(1000);
      }

      expect(refusals).toBeGreaterThan(0);
    });

    it('passes on a refusal with its Retry-After where there is no other process', async () => {
      const nginx = await before(
        await aProcess(
          () => {},
          draining(() => {}),
        ),
      );

      const socket = new WebSocket(`ws://127.0.0.1:${nginx.port}/ws/tracking`);
      socket.on('error', () => {}); // ws says the refusal once more
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];

      expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
      response.destroy();
    });

    it('repeats what changes nothing and reports of trackers when a process breaks off, and nothing else', async () => {
      const taken: string[] = [];
      const breaksOff: RequestListener = (req) => {
        req.resume().on('end', () => {
          taken.push(`${req.method} ${req.url}`);
          req.socket.destroy();
        });
      };
      const answers: RequestListener = (req, res) => {
        req.resume().on('end', () => res.end('answered'));
      };
      const nginx = await before(await aProcess(breaksOff), await aProcess(answers));
      /** Until it came to the process that breaks off. */
      const broken = async (method: string, path: string) => {
        for (;;) {
          const answer = await send(nginx, method, path, method === 'POST' ? '{}' : undefined);
          if (taken.includes(`${method} ${path}`)) return answer.status;
        }
      };

      expect(await broken('GET', '/api/v1/transport-orders')).toBe(200);
      expect(await broken('POST', '/api/v1/ingest/osmand')).toBe(200);
      expect(await broken('POST', '/api/v1/transport-orders')).toBe(503);
    });

    it('hands on each event of a stream at once, and keeps streams and long polls out of the health statistics', async () => {
      let more = () => {};
      const nginx = await before(
        await aProcess((req, res) => {
          if (!req.url?.includes('/stream')) return void res.end('polled');
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          res.write('data: first\n\n');
          more = () => res.end('data: second\n\n');
        }),
      );
      const stream = request(`${nginx.url}/api/v1/tracking/stream?ch=order:1`).end();
      const [incoming] = (await once(stream, 'response')) as [IncomingMessage];
      const [first] = await once(incoming, 'data');
      more();
      const second = await text(incoming);
      await send(nginx, 'GET', '/api/v1/tracking/events?ch=order:1');
      await send(nginx, 'GET', '/api/v1/products');

      expect([String(first), second]).toEqual(['data: first\n\n', 'data: second\n\n']);
      await expect.poll(() => nginx.log('healthd'), { timeout: 10_000 }).toContain('/api/v1/products');
      expect(nginx.log('healthd')).not.toContain('/api/v1/tracking/');
      expect(nginx.log('access')).toContain('"path":"/api/v1/tracking/stream","status":200');
    });

    it('writes no key of a tracker into any log, wherever it stands and whatever goes wrong', async () => {
      const nginx = await before(await aProcess((req, res) => req.resume().on('end', () => res.end('taken'))), 9);
      const large = `id=SECRET&x=${'y'.repeat(100_000)}`;

      for (let n = 0; n < 4; n++) {
        await send(nginx, 'POST', '/api/v1/ingest/osmand?id=SECRET', large); // buffered, and to a port nobody listens on
        await send(nginx, 'GET', '/api/v1/ingest/osmand?id=SECRET');
        await send(nginx, 'POST', '/track/SECRET', large);
        await send(nginx, 'POST', '/api/v1/public/tracking/SECRET', large);
      }
      const tooLarge = await send(nginx, 'POST', '/api/v1/ingest/owntracks?key=SECRET', 'x'.repeat(300_000));
      await send(nginx, 'GET', '/marker');

      expect(tooLarge.status).toBe(413);
      await expect.poll(() => nginx.log('access'), { timeout: 10_000 }).toContain('/marker');
      expect(nginx.log('access') + nginx.log('error') + nginx.log('healthd')).not.toContain('SECRET');
    });
  },
);
