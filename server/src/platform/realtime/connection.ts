import { WebSocket } from 'ws';
import type { Logger } from '../observability/log.ts';
import type { Place } from './admission.ts';
import { CLOSE, type CloseCode, closeReason } from './close-codes.ts';
import { frames, parseFrame } from './frames.ts';
import type { Hub } from './hub.ts';
import { createTokenBucket, type RealtimeLimits, type TokenBucket } from './limits.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createSerial, type Serial } from './serial.ts';
import { SocketSink } from './socket-sink.ts';
import type { Subscription } from './subscription.ts';
import type { Authenticate, Authorize, Frame, FrameHandler, FrameValidator, Session } from './types.ts';
import { NOWHERE, type Rider, type Wheel } from './wheel.ts';

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
  /** Pings, time-outs and token ends of all sockets. */
  readonly wheel: Wheel;
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

/** A socket of ours: what happens to it is told to its connection by functions that all of them share. */
export class ConnectedSocket extends WebSocket {
  connection: SocketConnection | undefined;
}

/** Takes over a socket that was just upgraded. Everything it holds is let go when it closes, however that happens. */
export function createConnection(
  ws: ConnectedSocket,
  at: { address: string; place: Place },
  deps: ConnectionDeps,
  table: FrameTable,
): Connection {
  const connection = new SocketConnection(ws, at, deps, table);
  ws.connection = connection;
  ws.on('message', onMessage);
  ws.on('pong', onPong);
  ws.on('error', onError);
  ws.on('close', onClose);
  deps.wheel.ride(connection);
  return connection;
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  (this as ConnectedSocket).connection?.hear(data as Buffer, isBinary); // ours, with the default binaryType
}
function onPong(this: WebSocket): void {
  (this as ConnectedSocket).connection?.pong(); // ours
}
function onError(this: WebSocket, error: Error): void {
  (this as ConnectedSocket).connection?.failed(error); // ours
}
function onClose(this: WebSocket): void {
  (this as ConnectedSocket).connection?.ended(); // ours
}

/** A class, without timers and with few functions of its own, because there are tens of thousands. */
class SocketConnection implements Connection, Rider {
  readonly deps: ConnectionDeps;
  readonly address: string;
  readonly place: Place;
  readonly outbox: Outbox;
  readonly subscriptions = new Map<string, Subscription>();
  state: ConnectionState = 'new';
  session: Session | undefined;
  slot = NOWHERE;
  private readonly ws: WebSocket;
  private readonly table: FrameTable;
  private readonly bucket: TokenBucket;
  private readonly serial: Serial = createSerial(nothing);
  /** Times of the wheel. Checking a token has a deadline of its own, so a `hello` is only waited for until it came. */
  private helloBy: number;
  private pingAt: number;
  private answered = true;
  private waitingFrames = 0;
  private why = 'closed by the client';

  constructor(ws: WebSocket, at: { address: string; place: Place }, deps: ConnectionDeps, table: FrameTable) {
    const { limits, wheel } = deps;
    this.ws = ws;
    this.deps = deps;
    this.table = table;
    this.address = at.address;
    this.place = at.place;
    this.bucket = createTokenBucket(limits.framesPerSecond, limits.framesBurst, deps.now);
    this.helloBy = wheel.now() + limits.helloMs;
    this.pingAt = wheel.now() + limits.pingMs;
    this.outbox = createOutbox({
      sink: new SocketSink(ws),
      slowBytes: limits.slowBytes,
      cutBytes: limits.cutBytes,
      onCut: () => this.close(CLOSE.slowReader, 'What was sent is not being read.'),
      onSuperseded: deps.onSuperseded,
    });
  }

  send(frame: string): void {
    this.outbox.control(frame);
  }

  close(code: CloseCode, sentence: string, retryAfterSeconds?: number): void {
    if (this.state === 'closing') return;
    this.state = 'closing';
    this.why = code.name;
    this.outbox.close();
    this.ws.close(code.code, closeReason(sentence, retryAfterSeconds));
    // A paused socket would not see the other side's close frame; ws cuts it after `closeMs` in any case.
    this.ws.resume();
  }

  terminate(): void {
    if (this.state !== 'closing') this.why = 'cut';
    this.state = 'closing';
    this.ws.terminate();
  }

  signIn(session: Session): void {
    this.session = session;
    this.state = 'open';
    this.deps.wheel.ride(this);
  }

  visit(): number {
    const { limits, wheel, now } = this.deps;
    const time = wheel.now();
    if (this.state !== 'closing') {
      if (time >= this.helloBy) this.close(CLOSE.unauthenticated, 'No hello in time.');
      else if (this.session && this.session.expiresAt <= now())
        this.close(CLOSE.unauthenticated, 'The token has ended.');
      else if (time >= this.pingAt) this.ping();
    }
    // After our close frame ws has a time-out of its own.
    if (this.state === 'closing') return limits.pingMs;
    const tokenIn = this.session ? this.session.expiresAt - now() : limits.pingMs;
    return Math.min(this.pingAt - time, this.helloBy - time, tokenIn);
  }

  private ping(): void {
    const { limits, wheel } = this.deps;
    this.pingAt = wheel.now() + limits.pingMs;
    if (!this.answered) {
      this.why = 'missed a ping';
      this.ws.terminate();
      return;
    }
    this.answered = false;
    this.ws.ping();
    // A slow socket has signs of life enough; a queue of pings would only make it slower.
    if (!this.outbox.slow) this.send(frames.ping());
  }

  pong(): void {
    this.answered = true;
  }

  failed(error: Error): void {
    this.why = whyFailed(error);
    this.deps.log.debug({ err: error }, 'a socket failed');
  }

  hear(data: Buffer, isBinary: boolean): void {
    if (this.state === 'closing') return;
    const { limits, validators } = this.deps;
    const parsed = this.bucket.take() ? parseFrame(data, isBinary, validators) : undefined;
    if (!parsed) this.close(CLOSE.tooMany, 'Too many frames a second.', limits.retryAfterSeconds);
    else if ('wrong' in parsed) this.close(CLOSE.malformed, parsed.wrong);
    else this.take(parsed.frame);
  }

  private take(frame: Frame): void {
    const { limits, log } = this.deps;
    this.helloBy = Number.POSITIVE_INFINITY;
    this.waitingFrames += 1;
    if (this.waitingFrames >= limits.framesWaiting) this.ws.pause();
    this.serial
      .run(() => this.handle(frame))
      .catch((error: unknown) => {
        log.error({ err: error, frame: frame.t }, 'a frame could not be handled');
        this.close(CLOSE.tryLater, 'Something went wrong here.', limits.retryAfterSeconds);
      });
  }

  private async handle(frame: Frame): Promise<void> {
    this.waitingFrames -= 1;
    if (this.ws.isPaused && this.waitingFrames < this.deps.limits.framesWaiting / 2) this.ws.resume();
    if (this.state === 'closing') return;
    const handlers = this.table(this);
    const run = Object.hasOwn(handlers, frame.t) ? handlers[frame.t] : undefined;
    if (run) return run(frame);
    this.close(CLOSE.malformed, `The frame "${frame.t}" is not expected now.`);
  }

  ended(): void {
    this.state = 'closing';
    this.deps.wheel.leave(this);
    this.outbox.close();
    for (const subscription of this.subscriptions.values()) this.deps.hub.leave(subscription);
    this.subscriptions.clear();
    this.place.release();
    this.deps.onClose(this, this.why);
  }
}

const nothing = () => undefined;

/** A few words for the counts; what exactly went wrong is logged. */
function whyFailed(error: Error & { code?: string }): string {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'too_large';
  return error.code?.startsWith('WS_ERR_') ? 'not_websocket' : 'failed';
}
