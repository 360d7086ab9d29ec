import { once } from 'node:events';
import type { createServer as CreateServer, RequestListener, Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { limits } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';

export interface HttpServerPart extends Part {
  readonly server: Server;
  /** The port it listens on; 0 before it does. */
  readonly port: number;
}

export interface HttpServerOptions {
  readonly listener: RequestListener;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  readonly createServer: typeof CreateServer;
  /** The live connections that came in through this server. */
  readonly live?: Part;
}

/** Connections without a request are looked for this often while it stops, the first time after as long. */
const IDLE_MS = 100;

/**
 * The ingress: the HTTP server with the time-outs that go with the proxies in front of it, and its live connections.
 *
 * It starts last and stops first, while everything it needs still runs. Its stop waits for requests in flight; the
 * server also waits for upgraded connections but never ends them, so both are stopped together.
 */
export function httpServerPart(options: HttpServerOptions): HttpServerPart {
  const { httpServer, deadline } = limits;
  const server = options.createServer(
    {
      keepAliveTimeout: httpServer.keepAliveTimeoutMs,
      headersTimeout: httpServer.headersTimeoutMs,
      requestTimeout: httpServer.requestTimeoutMs,
      connectionsCheckingInterval: httpServer.connectionsCheckingIntervalMs,
    },
    options.listener,
  );
  return {
    name: 'http',
    server,
    stopWithinMs: deadline.requestsInFlightMs + 500,
    get port() {
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    },
    drain: () => options.live?.drain?.(),
    async start() {
      await options.live?.start?.();
      server.listen({ port: options.port, host: options.host, backlog: limits.httpServer.backlog });
      await once(server, 'listening');
    },
    async stop(signal) {
      // What knocked while the loop was busy is let in first: closing the door would cut it. The loop looks at the door
      // between two turns.
      for (let turn = 0; turn < 2; turn++) await setImmediate();
      // Not `server.close()`, which ends at once what it takes for idle: also a connection whose request has been sent and
      // not been read yet. Who sent it could not know whether it took effect.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      signal.addEventListener('abort', () => server.closeAllConnections());
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
      await Promise.all([closed, options.live?.stop?.(signal)]);
      clearInterval(idle);
    },
  };
}
