import { limits } from '../config/limits.ts';

/** Every number of the socket's behaviour, handed in so that tests can shorten the waits. */
export interface RealtimeLimits {
  /** A socket that has not said `hello` by then is closed with 4401. */
  readonly helloMs: number;
  readonly pingMs: number;
  /** How exactly the times of a socket are kept: its hello, its pings, the end of its token. */
  readonly tickMs: number;
  /** After our close frame the other side has this long before the connection is cut. */
  readonly closeMs: number;
  readonly frameBytes: number;
  readonly anonymousPerAddress: number;
  /** Sockets of all addresses that have not said who they are. */
  readonly anonymous: number;
  readonly socketsPerAddress: number;
  readonly socketsPerSubject: number;
  readonly socketsPerTenant: number;
  readonly subscriptionsPerSocket: number;
  /** Tokens and channels being checked at once: a whole fleet that comes back must not empty the database's pool. */
  readonly checksAtOnce: number;
  /** Frames a socket may send: `framesBurst` at once, `framesPerSecond` in the long run. */
  readonly framesPerSecond: number;
  readonly framesBurst: number;
  /** Frames waiting for their turn before we stop reading from the socket. */
  readonly framesWaiting: number;
  /** More unread bytes than this: superseded positions are left out. */
  readonly slowBytes: number;
  /** More unread bytes than this: the socket is closed with 4408. */
  readonly cutBytes: number;
  /** One message's text: an `evt` frame around it must stay below `frameBytes`. */
  readonly messageBytes: number;
  /** Sockets served before the event loop gets a turn. */
  readonly fanOutChunk: number;
  /** Events of a channel kept for resume; clients buffer as many. */
  readonly historyEvents: number;
  readonly historyMs: number;
  /** Messages held while a channel is being read again; more, and it is read once more. */
  readonly backlogEvents: number;
  /** How often we look whether Redis is back. */
  readonly repairMs: number;
  /** Channels read at once after Redis came back. */
  readonly repairParallel: number;
  /** Channels remembered as having a hole while Redis is away. */
  readonly brokenChannels: number;
  /** Clients spread their reconnects over this time after `drain`. */
  readonly drainSpreadMs: number;
  /** The sockets are closed one batch after the other over this time … */
  readonly drainCloseMs: number;
  /** … and what is still open then is cut. */
  readonly drainCutMs: number;
  /** A long poll waits so long for what comes with a status event … */
  readonly pollGatherMs: number;
  /** … and answers positions alone not before this time, so that they do not use up its reader's requests. */
  readonly pollPositionsMs: number;
  /** What we ask a client to wait with 4429, 1013 and a refused upgrade. */
  readonly retryAfterSeconds: number;
}

const { socket, size } = limits;

/** The limits of production. */
export const realtimeLimits: RealtimeLimits = {
  helloMs: socket.helloWithinMs,
  pingMs: socket.pingIntervalMs,
  tickMs: 100,
  closeMs: socket.closeTimeoutMs,
  frameBytes: size.frameBytes,
  anonymousPerAddress: socket.anonymousPerAddress,
  anonymous: socket.anonymous,
  socketsPerAddress: 1_000,
  socketsPerSubject: 50,
  socketsPerTenant: 5_000,
  subscriptionsPerSocket: 100,
  checksAtOnce: 20,
  framesPerSecond: 20,
  framesBurst: 120,
  framesWaiting: 16,
  slowBytes: socket.slowBufferBytes,
  cutBytes: socket.cutBufferBytes,
  messageBytes: 60_000,
  fanOutChunk: 500,
  historyEvents: 1_000,
  historyMs: 24 * 3_600_000,
  backlogEvents: 1_000,
  repairMs: 1_000,
  repairParallel: 50,
  brokenChannels: 50_000,
  drainSpreadMs: 5_000,
  drainCloseMs: 2_000,
  drainCutMs: 5_000,
  pollGatherMs: 20,
  pollPositionsMs: 2_000,
  retryAfterSeconds: 5,
};

export interface TokenBucket {
  take(): boolean;
}

/** A bucket that holds `burst` tokens and refills at `perSecond`; `take` says whether one was left. */
export const createTokenBucket = (perSecond: number, burst: number, now: () => number): TokenBucket =>
  new RefillingBucket(perSecond, burst, now);

/** A class, because every socket has one. */
class RefillingBucket implements TokenBucket {
  private readonly perSecond: number;
  private readonly burst: number;
  private readonly now: () => number;
  private tokens: number;
  private at: number;

  constructor(perSecond: number, burst: number, now: () => number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.now = now;
    this.tokens = burst;
    this.at = now();
  }

  take(): boolean {
    const time = this.now();
    this.tokens = Math.min(this.burst, this.tokens + ((time - this.at) / 1_000) * this.perSecond);
    this.at = time;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
