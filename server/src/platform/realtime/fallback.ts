import type { Readable } from 'node:stream';
import { bearerOf } from '../http/authenticate.ts';
import type { AnonCtx } from '../http/context.ts';
import { DeadlineExceeded, ServiceUnavailable, Unauthenticated } from '../http/errors.ts';
import { rateLimited } from '../http/rate-limit.errors.ts';
import { sub } from './client-frames.ts';
import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { createFallbackConnection, type Line } from './fallback-connection.ts';
import { createPositions, type Positions } from './fallback-cursor.ts';
import { createPollLine } from './fallback-poll.ts';
import { createStreamLine } from './fallback-stream.ts';
import { frames } from './frames.ts';
import type { Gateway } from './gateway.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Authenticate, Authorize, Session } from './types.ts';

/** Who asks for events over plain HTTP, and for which. */
export interface Watching {
  readonly ctx: Pick<AnonCtx, 'address' | 'deadline' | 'log'>;
  /** The `Authorization` header, which was accepted before. */
  readonly authorization: string | undefined;
  readonly channels: readonly string[];
  /** From where to go on; without it the channels begin where they stand. */
  readonly cursor: string | undefined;
}

/**
 * The live channels for where no WebSocket gets through: the same frames, numbers, caps and ends as a socket's. An answer
 * is a stream of bytes that holds everything its watcher holds, and lets go of it when it closes. What fails before its
 * first byte is an error of the stream, so that it can be answered as a problem.
 *
 * Both throw `invalid_cursor`, `unauthenticated`, and `rate_limited` for an address, identity or tenant with too many.
 */
export interface Fallback {
  /** Server-sent events. Throws `service_unavailable` while this process is being replaced. */
  stream(watching: Watching): Promise<Readable>;
  /** One JSON answer after at most `waitSeconds`. */
  poll(watching: Watching, waitSeconds: number): Promise<Readable>;
}

export interface FallbackDeps {
  readonly gateway: Gateway;
  readonly limits: RealtimeLimits;
  readonly authenticate: Authenticate;
}

/** Over the sockets' own gateway, so that caps, drain and rechecks are the same for all. */
export function createFallback({ gateway, limits, authenticate }: FallbackDeps): Fallback {
  const { retryAfterSeconds, socketsPerSubject } = limits;

  async function identify({ authorization, ctx }: Watching): Promise<Session> {
    const session = await authenticate(bearerOf(authorization) ?? '', ctx.address);
    if ('refused' in session)
      throw Unauthenticated(
        { reason: 'The token is not accepted any more.' },
        { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
      );
    return session;
  }

  /** Takes the watcher in and subscribes; its place is given back when `line` closes. Throws `rate_limited`. */
  function enter(
    watching: Watching,
    session: Session,
    positions: Positions,
    line: Line,
    bytes?: { slow: number; cut: number },
  ): { connection: Connection; followed: Promise<void> } {
    const start = { over: false };
    const connection = gateway.admit(watching.ctx.address, session, (at, deps) => {
      const authorize = failingAtStart(start, line, deps.authorize);
      return createFallbackConnection(at, { ...deps, authorize }, session, line, bytes);
    });
    if (!connection) {
      line.body.destroy();
      throw rateLimited({
        bucket: 'live-connections',
        limit: socketsPerSubject,
        windowSeconds: retryAfterSeconds,
        retryAfterSeconds,
      });
    }
    const followed = follow(watching, connection, positions, line).finally(() => {
      start.over = true;
    });
    return { connection, followed };
  }

  return {
    async stream(watching) {
      const positions = createPositions(watching.channels, watching.cursor);
      if (gateway.draining)
        throw ServiceUnavailable(
          { reason: 'This server is being replaced; ask again.' },
          { headers: { 'retry-after': String(retryAfterSeconds) } },
        );
      const session = await identify(watching);
      let connection: Connection | undefined;
      const line = createStreamLine(positions, () => connection);
      ({ connection } = enter(watching, session, positions, line));
      return line.body;
    },
    async poll(watching, waitSeconds) {
      const positions = createPositions(watching.channels, watching.cursor);
      const session = await identify(watching);
      let connection: Connection | undefined;
      const line = createPollLine(positions, () => connection, limits, waitSeconds * 1_000);
      // A replay that fits into a socket fits into an answer, also behind what was collected before it.
      const bytes = { slow: limits.slowBytes, cut: limits.cutBytes + 2 * limits.slowBytes };
      const entered = enter(watching, session, positions, line, bytes);
      ({ connection } = entered);
      if (gateway.draining) connection.send(frames.drain(limits.drainSpreadMs));
      void entered.followed.then(() => line.ready());
      return line.body;
    },
  };
}

/** Whether anything is on its way to the reader, or there already. */
const hasTold = (line: Line): boolean => line.bufferedAmount > 0 || line.body.readableDidRead;

/**
 * A channel that cannot be looked at is told as `unavailable`. When it is the first thing to be told, the answer fails of
 * it instead, so that its reader sees a refusal to try again and not an answer with nothing in it.
 */
const failingAtStart =
  (start: { readonly over: boolean }, line: Line, authorize: Authorize): Authorize =>
  async (session, channel) => {
    try {
      return await authorize(session, channel);
    } catch (error) {
      if (!start.over && !hasTold(line)) line.body.destroy(error as Error); // nobody throws anything else
      throw error;
    }
  };

/** Subscribes one channel after the other, from where the watcher stands; the first by the deadline of the request. */
async function follow(
  { ctx, channels }: Watching,
  connection: Connection,
  positions: Positions,
  line: Line,
): Promise<void> {
  const { body } = line;
  // A reader who is slow to take the first of it is no reason to end it.
  const late = setTimeout(() => hasTold(line) || body.destroy(DeadlineExceeded({})), ctx.deadline.remainingMs());
  const inTime = () => clearTimeout(late);
  body.once('close', inTime);
  try {
    for (const ch of channels) {
      if (connection.state !== 'open' || body.readableEnded) break;
      await sub(connection, { t: 'sub', ch, ...positions.of(ch) });
      inTime();
    }
  } catch (error) {
    ctx.log.error({ err: error }, 'a watcher could not be served');
    connection.close(CLOSE.tryLater, 'Something went wrong here.');
  }
}
