import type { WebSocket } from 'ws';
import type { Logger } from '../observability/log.ts';
import type { Place } from './admission.ts';
import { CLOSE, type CloseCode, closeReason } from './close-codes.ts';
import { frames, parseFrame } from './frames.ts';
import type { Hub } from './hub.ts';
import { createTokenBucket, type RealtimeLimits } from './limits.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createSerial } from './serial.ts';
import type { Subscription } from './subscription.ts';
import type { Authenticate, Authorize, Frame, FrameHandler, FrameValidator, Session } from './types.ts';

/** `new` has not said who it is · `open` has · `closing` takes and sends nothing more. */
export type ConnectionState = 'new' | 'open' | 'closing';

/** What a connection needs from its surroundings; the same for all connections of a gateway. */
export interface ConnectionDeps {
  readonly hub: Hub;
  readonly limits: RealtimeLimits;
  readonly log: Logger;
  readonly now: () => number;
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  readonly validators: Readonly<Record<string, FrameValidator>>;
  readonly handlers: Readonly<Record<string, FrameHandler>>;
  readonly onClose: (connection: Connection, why: string) => void;
  readonly onSuperseded: () => void;
}

/** One socket and what we know of it; client-frames.ts says what each frame does to it. */
export interface Connection {
  readonly deps: ConnectionDeps;
  readonly address: string;
  readonly place: Place;
  readonly outbox: Outbox;
  readonly subscriptions: Map<string, Subscription>;
  state: ConnectionState;
  session: Session | undefined;
  send(frame: string): void;
  close(code: CloseCode, sentence: string, retryAfterSeconds?: number): void;
  /** Cuts without a close frame. */
  terminate(): void;
  /** Takes over who the socket belongs to, and closes it with 4401 when the token ends. */
  signIn(session: Session): void;
}

/** The frames understood in a state; any other is out of order. */
export type FrameTable = (connection: Connection) => Readonly<Record<string, (frame: Frame) => Promise<void>>>;

/** Timers cannot wait longer than this; a token that lives longer is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Takes over a socket that was just upgraded. Everything it holds is let go when it closes, however that happens. */
export function createConnection(
  ws: WebSocket,
  at: { address: string; place: Place },
  deps: ConnectionDeps,
  table: FrameTable,
): Connection {
  const { limits, log, now } = deps;
  const bucket = createTokenBucket(limits.framesPerSecond, limits.framesBurst, now);
  const serial = createSerial(() => undefined);
  const silent = setTimeout(() => connection.close(CLOSE.unauthenticated, 'No hello in time.'), limits.helloMs);
  let tokenTimer: NodeJS.Timeout | undefined;
  const pinging = setInterval(ping, limits.pingMs);
  let answered = true;
  let waitingFrames = 0;
  let why = 'closed by the client';

  const outbox = createOutbox({
    sink: {
      send: (frame, written) => ws.send(frame, { binary: false }, written),
      get bufferedAmount() {
        return ws.bufferedAmount;
      },
    },
    slowBytes: limits.slowBytes,
    cutBytes: limits.cutBytes,
    onCut: () => connection.close(CLOSE.slowReader, 'What was sent is not being read.'),
    onSuperseded: deps.onSuperseded,
  });

  const connection: Connection = {
    ...{ deps, ...at, outbox, subscriptions: new Map(), state: 'new', session: undefined },
    send: (frame) => outbox.control(frame),
    close(code, sentence, retryAfterSeconds) {
      if (connection.state === 'closing') return;
      connection.state = 'closing';
      why = code.name;
      outbox.close();
      ws.close(code.code, closeReason(sentence, retryAfterSeconds));
      // A paused socket would not see the other side's close frame; ws cuts it after `closeMs` in any case.
      ws.resume();
    },
    terminate() {
      if (connection.state !== 'closing') why = 'cut';
      connection.state = 'closing';
      ws.terminate();
    },
    signIn(session) {
      connection.session = session;
      connection.state = 'open';
      watchToken(session);
    },
  };

  function watchToken(session: Session) {
    clearTimeout(tokenTimer);
    const left = session.expiresAt - now();
    if (left <= 0) return connection.close(CLOSE.unauthenticated, 'The token has ended.');
    tokenTimer = setTimeout(() => watchToken(session), Math.min(left, LONGEST_TIMER_MS));
  }

  function ping() {
    if (connection.state === 'closing') return;
    if (!answered) {
      why = 'missed a ping';
      return ws.terminate();
    }
    answered = false;
    ws.ping();
    // A slow socket has signs of life enough; a queue of pings would only make it slower.
    if (!outbox.slow) connection.send(frames.ping());
  }

  async function handle(frame: Frame): Promise<void> {
    waitingFrames -= 1;
    if (ws.isPaused && waitingFrames < limits.framesWaiting / 2) ws.resume();
    if (connection.state === 'closing') return;
    const handlers = table(connection);
    const run = Object.hasOwn(handlers, frame.t) ? handlers[frame.t] : undefined;
    if (run) return run(frame);
    connection.close(CLOSE.malformed, `The frame "${frame.t}" is not expected now.`);
  }

  ws.on('message', (data: Buffer, isBinary) => {
    if (connection.state === 'closing') return;
    if (!bucket.take()) return connection.close(CLOSE.tooMany, 'Too many frames a second.', limits.retryAfterSeconds);
    const parsed = parseFrame(data, isBinary, deps.validators);
    if ('wrong' in parsed) return connection.close(CLOSE.malformed, parsed.wrong);
    clearTimeout(silent); // checking the token has a deadline of its own
    waitingFrames += 1;
    if (waitingFrames >= limits.framesWaiting) ws.pause();
    serial
      .run(() => handle(parsed.frame))
      .catch((error: unknown) => {
        log.error({ err: error, frame: parsed.frame.t }, 'a frame could not be handled');
        connection.close(CLOSE.tryLater, 'Something went wrong here.', limits.retryAfterSeconds);
      });
  });
  ws.on('pong', () => {
    answered = true;
  });
  ws.on('error', (error: Error) => {
    why = error.message;
    log.debug({ err: error }, 'a socket failed');
  });
  ws.on('close', () => {
    connection.state = 'closing';
    clearInterval(pinging);
    clearTimeout(silent);
    clearTimeout(tokenTimer);
    outbox.close();
    for (const subscription of connection.subscriptions.values()) deps.hub.leave(subscription);
    connection.subscriptions.clear();
    at.place.release();
    deps.onClose(connection, why);
  });
  return connection;
}
