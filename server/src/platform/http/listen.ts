import { once } from 'node:events';
import type { createServer as CreateServer, RequestListener, Server } from 'node:http';
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
      server.listen(options.port, options.host);
      await once(server, 'listening');
    },
    async stop(signal) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      signal.addEventListener('abort', () => server.closeAllConnections());
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      await Promise.all([closed, options.live?.stop?.(signal)]);
      clearInterval(idle);
    },
  };
}
