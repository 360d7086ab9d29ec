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

/**
 * The HTTP server with the time-outs that go with the proxies in front of it. Its stop waits for requests in flight;
 * sockets are upgraded connections, which it neither counts nor ends: the gateway closes them.
 */
export function httpServerPart(options: { listener: RequestListener; host: string; port: number; log: Logger; createServer: typeof CreateServer }): HttpServerPart {
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
    async start() {
      server.listen(options.port, options.host);
      await once(server, 'listening');
    },
    async stop(signal) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      signal.addEventListener('abort', () => server.closeAllConnections());
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      await closed;
      clearInterval(idle);
    },
  };
}
