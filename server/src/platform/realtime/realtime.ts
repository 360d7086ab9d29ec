import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import { recheck } from './client-frames.ts';
import { CLOSE } from './close-codes.ts';
import { createFallback, type Fallback } from './fallback.ts';
import { createGateway } from './gateway.ts';
import { createHub, type Reach } from './hub.ts';
import { type RealtimeLimits, realtimeLimits } from './limits.ts';
import type { RealtimeRedis } from './redis-port.ts';
import { createTurns } from './serial.ts';
import type { Authenticate, Authorize, Cursor, FrameHandler, FrameValidator, LiveMessage, Session } from './types.ts';

export interface RealtimeDeps {
  readonly redis: RealtimeRedis;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  /** Frames from client to server, by type: what the contract makes of `FrameHello`, `FrameSub`, … and of the features' own. */
  readonly validators: Readonly<Record<string, FrameValidator>>;
  /** Frames that features answer, such as `report`. */
  readonly handlers: Readonly<Record<string, FrameHandler>>;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly origins?: '*' | readonly string[];
  readonly limits?: RealtimeLimits;
  readonly now?: () => number;
  /** How long an event took from its publisher to the last socket of this process, in milliseconds; for metrics. */
  readonly onDelivered?: (ms: number) => void;
}

/** The live channels of one process: events go in by `publish`, in any process, and out through the sockets of all. */
export interface Realtime {
  /**
   * Sends an event to everyone who watches the stream. `here` says that Redis was away and other processes were not told:
   * their watchers are reset once Redis is back. A caller whose events are durable publishes it again until it arrived
   * everywhere, before the next of the same subject; then no watcher ever sees that one without this one.
   */
  publish(tenantId: string, channel: string, message: LiveMessage): Promise<Reach>;
  /** Where a stream stands, to be read before the data of a snapshot; `undefined` while Redis is away. */
  position(tenantId: string, channel: string): Promise<Cursor | undefined>;
  /** Takes the upgrades of a server; the answer stops that. */
  attach(server: Server): () => void;
  /** The same events for where no socket gets through. */
  readonly fallback: Fallback;
  /** Asks again whether those who watch a stream may; call it when that changed, such as when an order changes hands. */
  recheck(tenantId: string, channel: string): Promise<void>;
  /** Closes the sockets of ended sessions with 4401. */
  endSessions(ended: (session: Session) => boolean): void;
  readonly part: Part;
  stats(): ReturnType<ReturnType<typeof createGateway>['stats']> &
    ReturnType<ReturnType<typeof createHub>['stats']> & { superseded: number };
}

/** Puts hub and gateway together. Works without Redis, within this process, and says so to its watchers. */
export function createRealtime(deps: RealtimeDeps): Realtime {
  const { redis, log, limits = realtimeLimits, now = Date.now, origins = '*' } = deps;
  const hub = createHub({
    redis,
    limits,
    log,
    now,
    newEpoch: () => randomBytes(8).toString('hex'),
    onDelivered: deps.onDelivered,
  });
  let superseded = 0;
  const onSuperseded = () => {
    superseded += 1;
  };
  const inTurn = createTurns(limits.checksAtOnce);
  const authenticate: Authenticate = (token, address) => inTurn(() => deps.authenticate(token, address));
  const authorize: Authorize = (session, channel) => inTurn(() => deps.authorize(session, channel));
  const gateway = createGateway({ ...deps, authenticate, authorize, hub, limits, now, origins, onSuperseded });

  return {
    publish: (tenantId, stream, message) => hub.publish({ tenantId, stream }, message),
    position: (tenantId, stream) => hub.position({ tenantId, stream }),
    attach: (server) => gateway.attach(server),
    fallback: createFallback({ gateway, limits, authenticate }),
    async recheck(tenantId, stream) {
      const watched = new Set(hub.watchers({ tenantId, stream }));
      const checks = [...gateway.connections()].flatMap((connection) =>
        [...connection.subscriptions.values()]
          .filter((one) => watched.has(one))
          .map((one) => recheck(connection, one.ch)),
      );
      await Promise.all(checks);
    },
    endSessions(ended) {
      for (const connection of gateway.connections()) {
        if (connection.session && ended(connection.session))
          connection.close(CLOSE.unauthenticated, 'The session has ended.');
      }
    },
    part: {
      name: 'realtime',
      start: () => hub.start(),
      drain: () => gateway.drain(),
      async stop(deadline) {
        await gateway.stop(deadline);
        hub.stop();
      },
      stopWithinMs: limits.drainCutMs + 500,
    },
    stats: () => ({ ...gateway.stats(), ...hub.stats(), superseded }),
  };
}
