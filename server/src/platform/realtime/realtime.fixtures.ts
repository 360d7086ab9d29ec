import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { eventually, type OwnRedis, silent } from '../cache/redis.fixtures.ts';
import { createRedis } from '../cache/redis.ts';
import { assertServerFrame, clientFrameValidators } from './frames-contract.fixtures.ts';
import { type RealtimeLimits, realtimeLimits } from './limits.ts';
import { createRealtime, type RealtimeDeps } from './realtime.ts';
import type { Cursor, Frame, LiveMessage, Session } from './types.ts';
import { SOCKET_PATH, SUBPROTOCOL } from './upgrade.ts';

/** Limits whose waits no test ever has to sit out; a test that is about one shortens that one. */
export const patientLimits: RealtimeLimits = {
  ...realtimeLimits,
  ...{
    helloMs: 60_000,
    pingMs: 60_000,
    tickMs: 5,
    repairMs: 20,
    framesPerSecond: 1e6,
    framesBurst: 1e6,
    anonymousPerAddress: 1e6,
  },
};

const TENANT = 'ten_1';

/** A token of the tests: `<tenant>/<user>/<channels it may not see, with commas>`; `no` and `never` are refused. */
export async function sessionOf(token: string): Promise<Session | { refused: 'unauthenticated' | 'forbidden' }> {
  if (token === 'no') return { refused: 'unauthenticated' };
  if (token === 'never') return { refused: 'forbidden' };
  if (token === 'down') throw new Error('the database is away');
  const [tenantId = TENANT, id = 'usr_1', hidden = ''] = token.split('/');
  const actor = { kind: 'user', id, role: 'dispatcher' } as const;
  return { ctx: { tenantId, actor }, subjectKey: id, expiresAt: Date.now() + 3_600_000, grant: hidden.split(',') };
}

/** One "process": Redis connections, live channels and an HTTP server of its own. */
export interface Process {
  readonly realtime: ReturnType<typeof createRealtime>;
  readonly url: string;
  readonly port: number;
  /** Publishes to a channel of the tests' tenant. */
  say(channel: string, message: Partial<LiveMessage>): Promise<string>;
  /** A socket of this process, not yet signed in. */
  socket(options?: ClientOptions & { protocol?: string; path?: string }): TestSocket;
  /** A socket that was welcomed. */
  signedIn(token?: string): Promise<TestSocket>;
  stop(): Promise<void>;
}

/** Starts a process on a port of its own. */
export async function startProcess(
  redis: OwnRedis,
  changes: { limits?: Partial<RealtimeLimits>; deps?: Partial<RealtimeDeps>; redisAway?: boolean } = {},
): Promise<Process> {
  const connection = createRedis({ url: redis.url, log: silent, name: 'realtime' });
  const realtime = createRealtime({
    redis: connection.port,
    log: silent,
    authenticate: sessionOf,
    authorize: async ({ grant }, channel) => !(grant as string[]).includes(channel), // what sessionOf put there
    validators: clientFrameValidators,
    handlers: { report: async (_session, frame) => ({ t: 'reported', id: frame.id, accepted: 1, ignored: 0 }) },
    addressOf: (request) => String(request.headers['x-address'] ?? '127.0.0.1'),
    limits: { ...patientLimits, ...changes.limits },
    ...changes.deps,
  });
  await connection.part.start?.();
  await realtime.part.start?.();
  if (!changes.redisAway) await eventually(() => connection.port.command(['PING']));
  const server = createServer((_request, response) => response.end('http'));
  realtime.attach(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const sockets = new Set<TestSocket>();
  let count = 0;

  const self: Process = {
    realtime,
    port,
    url: `ws://127.0.0.1:${port}${SOCKET_PATH}`,
    say(channel, message) {
      count += 1;
      const filled = {
        type: 'order.accepted',
        kind: 'status',
        id: `evt_${port}_${count}`,
        ts: '2026-11-21T00:00:00.000Z',
        data: {},
        ...message,
      } as const;
      return realtime.publish(TENANT, channel, filled);
    },
    socket({ protocol = SUBPROTOCOL, path = SOCKET_PATH, ...options } = {}) {
      const socket = testSocket(new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol, options));
      sockets.add(socket);
      return socket;
    },
    async signedIn(token = `${TENANT}/usr_1`) {
      const socket = self.socket();
      await socket.opened;
      socket.send({ t: 'hello', v: 1, token });
      await socket.next('welcome');
      return socket;
    },
    async stop() {
      for (const socket of sockets) socket.ws.terminate();
      await realtime.part.stop?.(AbortSignal.abort());
      server.close();
      server.closeAllConnections();
      await connection.part.stop?.(AbortSignal.timeout(500));
    },
  };
  return self;
}

/** A `report` with one point, as a driver's app sends it. */
export const aReport = (id: string) => ({
  t: 'report',
  id,
  points: [{ deviceTime: '2026-11-21T08:00:00.000Z', coordinates: [8.6, 49.8] }],
});

/** A client that keeps what it gets; a frame against the contract fails the test that runs. */
export interface TestSocket {
  readonly ws: WebSocket;
  readonly opened: Promise<void>;
  /** Code and reason of the end. */
  readonly ended: Promise<{ code: number; reason: string }>;
  /** HTTP status and headers of a refused upgrade. */
  readonly refusal: Promise<{ status: number; retryAfter: string | undefined }>;
  readonly frames: Frame[];
  send(frame: unknown): void;
  /** The next frame of this type that was not given out before; waits for it. */
  next(type: string): Promise<Frame>;
  /** Subscribes and answers where it was placed. */
  sub(ch: string, since?: Cursor): Promise<Frame>;
  /** The next `count` events. */
  events(count: number): Promise<Frame[]>;
}

function testSocket(ws: WebSocket): TestSocket {
  const frames: Frame[] = [];
  const unread: Frame[] = [];
  let wake = () => {};
  ws.on('error', () => {});
  ws.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame; // the server's own
    assertServerFrame(frame);
    frames.push(frame);
    unread.push(frame);
    wake();
  });

  const socket: TestSocket = {
    ws,
    frames,
    opened: new Promise((resolve) => ws.once('open', () => resolve())),
    ended: new Promise((resolve) => ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))),
    refusal: new Promise((resolve) =>
      ws.once('unexpected-response', (_request, response) => {
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
        response.destroy();
      }),
    ),
    send: (frame) => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async next(type) {
      for (;;) {
        const at = unread.findIndex((frame) => frame.t === type);
        const [frame] = at < 0 ? [] : unread.splice(at, 1);
        if (frame) return frame;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    sub(ch, since) {
      socket.send({ t: 'sub', ch, ...since });
      return socket.next('subscribed');
    },
    async events(count) {
      const events: Frame[] = [];
      while (events.length < count) events.push(await socket.next('evt'));
      return events;
    },
  };
  return socket;
}

/** The numbers of events, for short assertions. */
export const seqs = (events: readonly Frame[]) => events.map((event) => event.seq);

/** Where a `subscribed` or `reset` frame puts the client. */
export const positionOf = (frame: Frame): Cursor => ({
  epoch: String(frame.epoch),
  seq: Number(frame.seq ?? frame.head),
});
