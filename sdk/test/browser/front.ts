import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { AccessToken, TokensLike } from '../../src/index.ts';

/** What lies between the device and the server: nothing, a dead line, a server that hangs or fails, a captive portal. */
export type Weather = 'fine' | 'cut' | 'hangs' | '503' | 'portal' | 'redirect';

/** A request for the API, when it has come. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  /** `Idempotency-Key` of a write. */
  readonly key: string | undefined;
  /** Which window sent it, or `worker`. */
  readonly tab: string;
  readonly token: string | undefined;
  /** The server's answer, once it is there. */
  status?: number;
}

/** The origin of one device: its pages, its app's session, and the way to the API, which a test can disturb. */
export interface Front {
  readonly url: string;
  readonly passed: readonly Passed[];
  weather: Weather;
  /** Whose session the app's own server renews; `undefined` = signed out. */
  user: (() => Promise<AccessToken | TokensLike>) | undefined;
  files: Record<string, string>;
  /** True cuts the line of this request before the server hears of it. */
  blocks: (passed: Passed) => boolean;
  /** True keeps the answer to this request back, after the server has done its work, until `release`. */
  holds: (passed: Passed) => boolean;
  release(): void;
  /** Waits until that many requests of a kind have come, or were answered when it asks for a status. */
  seen(count: number, which: (passed: Passed) => boolean): Promise<void>;
  /** Nobody listens any more, until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Device</title><link rel="icon" href="data:,"><form><button>Place</button></form><script type="module" src="/app.js"></script>';
const PORTAL = '<!doctype html><title>Guest network</title><h1>Please accept the terms</h1>';
const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html; charset=utf-8' };

export async function front(api: string, address: string, files: Record<string, string>): Promise<Front> {
  const passed: Passed[] = [];
  const held: (() => void)[] = [];
  let releases = 0;
  const looks = new Set<() => void>();
  const sockets = new Set<Socket>();
  const target = new URL(api);
  const server = createServer((incoming, response) => {
    response.on('error', () => {});
    void answer(incoming, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port; // of TCP
  };
  const port = await listen(0);
  const say = (response: ServerResponse, status: number, type: string, body: string) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);

  const it: Front = {
    url: `http://127.0.0.1:${port}`,
    passed,
    weather: 'fine',
    user: undefined,
    files: { '/': PAGE, ...files },
    blocks: () => false,
    holds: () => false,
    release() {
      releases++; // also for those whose answer is still on its way
      for (const go of held.splice(0)) go();
    },
    seen: (count, which) =>
      new Promise((resolve) => {
        const look = () => {
          if (passed.filter(which).length < count) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    start: async () => void (await listen(port)),
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    if (it.weather === 'cut') return void incoming.socket.destroy();
    if (it.weather === 'hangs') return;
    if (it.weather === '503') return void say(response, 503, 'text/html', '<h1>503 Service Unavailable</h1>');
    if (it.weather === 'portal') return void say(response, 200, 'text/html', PORTAL);
    if (it.weather === 'redirect') return void response.writeHead(302, { location: '/portal' }).end();
    if (path === '/session') {
      const token = await it.user?.();
      return void say(response, token ? 200 : 401, 'application/json', JSON.stringify(token ?? {}));
    }
    if (path.startsWith('/api/')) return pass(incoming, response);
    const [name = '/'] = path.split('?');
    const file = it.files[name];
    say(response, file === undefined ? 404 : 200, TYPES[name.split('.')[1] ?? 'html'] ?? 'text/html', file ?? '');
  }

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const header = (name: string) => incoming.headers[name]?.toString();
    const one: Passed = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      key: header('idempotency-key')?.replaceAll('"', ''),
      tab: header('x-tab') ?? '',
      token: header('authorization')?.replace('Bearer ', ''),
    };
    if (it.blocks(one)) return void incoming.socket.destroy();
    passed.push(one);
    for (const look of [...looks]) look();
    const holding = it.holds(one);
    const before = releases;
    const onwards = request(
      { host: target.hostname, port: target.port, method: one.method, path: one.path },
      async (answered) => {
        one.status = answered.statusCode ?? 0;
        for (const look of [...looks]) look();
        if (holding && releases === before) await new Promise<void>((resolve) => held.push(resolve));
        response.writeHead(one.status, answered.headers);
        answered.pipe(response);
      },
    );
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined && name !== 'host') onwards.setHeader(name, value);
    onwards.setHeader('x-forwarded-for', address);
    onwards.on('error', () => response.destroy());
    incoming.pipe(onwards);
  }

  return it;
}
