import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { aCtx } from '../db/mongo.fixtures.ts';
import type { Logger } from '../observability/log.ts';
import type { Role } from './context.ts';
import type { OperationId } from './contract.gen.ts';
import { httpServerPart } from './listen.ts';
import type { Reply } from './operation.ts';
import { createRun, type RunDeps } from './run.ts';
import { createHttpApp, type HttpDeps } from './server.ts';

export interface OwnServer {
  readonly url: string;
  readonly port: number;
  /** What was logged as an error. */
  readonly failures: { readonly message: string; readonly err?: Error }[];
  stop(): Promise<void>;
}

type Handlers = Partial<Record<OperationId, (...args: never[]) => Promise<Reply>>>;

/**
 * The HTTP side on a real port with handlers of the test's own, and nothing behind it: the token is the caller's role,
 * nobody is limited unless `deps` says so.
 */
export async function aServer(handlers: Handlers, deps: Partial<RunDeps & HttpDeps> = {}): Promise<OwnServer> {
  const failures: OwnServer['failures'] = [];
  const log: Logger = {
    ...aCtx().log,
    error: (fields, message) => void failures.push({ ...fields, message }),
    child: () => log,
  };
  const pass: HttpDeps['limiters']['address'] = (_req, _res, next) => next();
  const { tenantId } = aCtx();
  const charge: RunDeps['charge'] = deps.charge ?? (async () => ({}));
  const run = createRun({
    routes: handlers as unknown as RunDeps['routes'], // those that the test calls
    requests: { run: async (ctx, _, work) => ({ reply: await work(ctx), replayed: false }), forget: async () => 0 },
    chargeBulk: async () => ({}),
    cache: {} as RunDeps['cache'], // no read of these tests is cached
    reads: {},
    ...deps,
    charge,
  });
  const app = createHttpApp({
    run,
    charge,
    log,
    verify: async (role) => ({
      tenantId,
      actor: { kind: 'user', id: 'usr_1', role: role as Role }, // the tests' own
      expiresAt: Number.MAX_SAFE_INTEGER,
    }),
    verifyDevice: async () => {
      throw new Error('No device here.');
    },
    trustProxyHops: 0,
    draining: () => false,
    limiters: { name: 'none', address: pass, signInAddress: pass, signInAccount: pass, registration: pass },
    observe: () => {},
    ...deps,
  });
  const server = httpServerPart({ listener: app, host: '127.0.0.1', port: 0, log, createServer });
  await server.start?.();
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    failures,
    stop: async () => {
      server.server.closeAllConnections();
      await server.stop?.(AbortSignal.timeout(1));
    },
  };
}

/** A caller who writes bytes and reads bytes, and hears how his connection ends. */
export interface Wire {
  readonly socket: Socket;
  readonly text: () => string;
  /** Everything that was said until then, once it holds `part`. */
  heard(part: string): Promise<string>;
  /** Everything that was said, once the connection has ended; an error of it is in `error`. */
  ended(): Promise<string>;
  readonly error: () => Error | undefined;
}

export async function wireTo({ port }: OwnServer): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let error: Error | undefined;
  socket.on('data', (part) => {
    text += part.toString('latin1');
  });
  socket.on('error', (failure) => {
    error = failure;
  });
  await once(socket, 'connect');
  return {
    socket,
    text: () => text,
    error: () => error,
    async heard(part) {
      while (!text.includes(part)) {
        if (socket.closed) throw new Error(`The connection ended with: ${text.slice(0, 500)}`);
        await new Promise<void>((resolve) => {
          const go = () => {
            socket.off('data', go).off('close', go);
            resolve();
          };
          socket.on('data', go).on('close', go);
        });
      }
      return text;
    },
    async ended() {
      if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
      return text;
    },
  };
}

/** The head of a request; the body is the test's. */
export const head = (method: string, path: string, headers: Record<string, string | number>): string =>
  `${method} /api/v1${path} HTTP/1.1\r\nHost: localhost\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

/** Changes numbers of a table of limits for one test; give the result to `afterEach`. */
export function changed<T extends object>(table: T, change: Partial<Record<keyof T, number>>): () => void {
  const before = { ...table };
  Object.assign(table, change);
  return () => void Object.assign(table, before);
}
