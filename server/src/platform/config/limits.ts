/**
 * The one table of limits, sizes, lifetimes and deadlines.
 *
 * A name ends in its unit (`Ms`, `Seconds`, `Bytes`, `Metres`, `Days`); without one it is a count. A number that
 * stands here stands nowhere else, so that a rule of the product is changed in one line and tested by its name.
 */
import { cost, rate, rateCounting } from './rate-limits.ts';
import { size } from './sizes.ts';

export type { RateBucket } from './rate-limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const KB = 1_024;
const MB = 1_024 * KB;

/** A table of numbers and of tables of numbers; `id` names a limit in the `RateLimit` headers. */
interface Table {
  readonly [name: string]: number | string | readonly number[] | Table;
}

/** What a review holds. */
const review = {
  /** How long an alternative and its price are offered. */
  alternativeDays: 14,
} as const satisfies Table;

/** How long answers are kept in Redis and in the process. Orders, tracking and anything personal: never. */
const cache = {
  plansMs: HOUR,
  productsMs: 30 * MINUTE,
  pricingGridsMs: 30 * MINUTE,
  carriersMs: 15 * MINUTE,
  reportsMs: MINUTE,
  /** Details of `/health`, in process memory only. */
  healthMs: MINUTE,
  /** How long after its time an answer is still given while a fresh one is made. */
  staleMs: MINUTE,
  /** How much longer it is given when making a fresh one fails. */
  errorWindowMs: 5 * MINUTE,
  /** 404 and empty pages. */
  negativeMs: 5 * SECOND,
  negativeMaxMs: 10 * SECOND,
  /** Lifetimes are spread by this part, so that entries made together do not end together. */
  ttlJitter: 0.1,
  entryBytes: 512 * KB,
  localBytes: 32 * MB,
  /** Life of an entry in process memory while invalidations are not heard. */
  unheardMs: 2 * SECOND,
  /** Loads at once while Redis is away; more answer 503. */
  unheardLoads: 16,
  backgroundRefreshes: 4,
  /** An invalidation not delivered after this long raises the alarm. */
  invalidationAlarmMs: 30 * SECOND,
  /** A process that died between its write and its invalidation is made good after this long. */
  invalidationSweepAfterMs: 15 * SECOND,
  invalidationRetryMs: SECOND,
  invalidationSweepEveryMs: 5 * SECOND,
  /** Tags of which a process remembers the highest generation it saw. */
  knownTags: 20_000,
  /** Life of a generation counter that nobody writes; it starts anew from the clock, never from 1. */
  generationMs: 48 * HOUR,
  /** Across instances only one makes an expensive answer; the others wait this long, or serve the old one. */
  expensiveLockMs: 3 * SECOND,
  expensiveWaitMs: 150,
  compressFromBytes: KB,
} as const satisfies Table;

/** By when an answer must be given, and what the servers below may take of it. */
const deadline = {
  requestMs: 10 * SECOND,
  /** Synchronous reports and long polls. */
  slowRequestMs: 25 * SECOND,
  /** How long the rest of a refused body may take to pass. */
  restMs: 10 * SECOND,
  /** A reader who takes nothing of a stream for so long is gone; one who takes little is let go after `sendMs`. */
  sendStallMs: 30 * SECOND,
  sendMs: 10 * MINUTE,
  redisCallMs: 200,
  rateLimitCallMs: 150,
  jobAddMs: 2 * SECOND,
  /** From SIGTERM to the end of the process, whatever happens. */
  hardExitMs: 28 * SECOND,
  requestsInFlightMs: 12 * SECOND,
  queueCloseMs: 6 * SECOND,
  redisCloseMs: 500,
  telemetryFlushMs: 2 * SECOND,
} as const satisfies Table;

/** Options of `node:http`'s `createServer` and `listen`; headers must not have longer than the request (Node throws). */
const httpServer = {
  keepAliveTimeoutMs: 76 * SECOND,
  headersTimeoutMs: 20 * SECOND,
  requestTimeoutMs: 30 * SECOND,
  connectionsCheckingIntervalMs: 5 * SECOND,
  /** Connections not taken yet; after a deployment thousands come back within seconds. */
  backlog: 4_096,
} as const satisfies Table;

/** Connections to MongoDB. Selection + wait + maxTimeMS stay below the request's deadline. */
const db = {
  maxPoolWeb: 40,
  maxPoolWorker: 10,
  /** Counts per data-bearing node, so ten would idle on secondaries that serve nothing. */
  minPoolWeb: 5,
  minPoolWorker: 1,
  /** Below the 350 s after which cloud networks drop idle connections. */
  maxIdleMs: 300 * SECOND,
  connectTimeoutMs: 3 * SECOND,
  /** Must exceed the largest maxTimeMS of its client; the driver's own default is for ever. */
  socketTimeoutMs: 15 * SECOND,
  longSocketTimeoutMs: 60 * SECOND,
  longPool: 4,
  maxConnecting: 4,
  waitQueueTimeoutMs: SECOND,
  /** A step-down of 2 s is ridden out inside the call. */
  serverSelectionTimeoutMs: 4 * SECOND,
  writeTimeoutMs: 5 * SECOND,
  maxTimeMs: 2 * SECOND,
  longestMaxTimeMs: 4 * SECOND,
  reportMaxTimeMs: 20 * SECOND,
  reportStalenessSeconds: 90,
} as const satisfies Table;

/** Connections to Redis. */
const redis = {
  queueLength: 5_000,
  /** `socketTimeout` counts idle time, so pings come more often than it. */
  pingIntervalMs: SECOND,
  connectTimeoutMs: 2 * SECOND,
  socketTimeoutMs: 3 * SECOND,
  reconnectMinMs: 50,
  reconnectMaxMs: 2 * SECOND,
  breakerFailures: 5,
  breakerRetryMs: 2 * SECOND,
} as const satisfies Table;

/** Live connections. */
const socket = {
  closeTimeoutMs: 5 * SECOND,
  /** The token comes in `hello`; without one by then: 4401. */
  helloWithinMs: 5 * SECOND,
  anonymousPerAddress: 20,
  /** Coming in at once: a process that takes more at a time serves none before they give up and come again. */
  anonymous: 500,
  /** Below every idle time-out on the way (60 s at the load balancer). */
  pingIntervalMs: 25 * SECOND,
  /** More waiting than this: only the newest state per subject. */
  slowBufferBytes: 256 * KB,
  /** More than this: cut. */
  cutBufferBytes: MB,
} as const satisfies Table;

/** Background work. */
const queue = {
  lockMs: 30 * SECOND,
  stalledCheckMs: 30 * SECOND,
  stalledTimes: 1,
  keepDoneSeconds: 3_600,
  keepDone: 1_000,
  keepFailedSeconds: 604_800,
  keepFailed: 5_000,
  attempts: 3,
  backoffMs: 5 * SECOND,
  jobTimeoutMs: 30 * SECOND,
  /** Of a file with as many lines as it may have, on a busy database. */
  importTimeoutMs: 5 * MINUTE,
  concurrency: 5,
} as const satisfies Table;

/** Jobs that somebody waits for, by their records. */
const jobs = {
  /** A record whose job the queue did not get, because its process died or Redis was away, is found after this long. */
  handOverMs: 5 * SECOND,
  /** How long a silent worker keeps a recorded job: over before the queue gives it to another one (`queue.lockMs`). */
  leaseMs: 20 * SECOND,
  beatMs: 5 * SECOND,
  /** How often a record that waits is held against the queue, which may have forgotten it. */
  renewMs: 30 * SECOND,
  /** The queue's own time-out comes this much later than the record's, whose word counts. */
  timeoutGraceMs: 10 * SECOND,
  progressMs: 500,
  /** After so many runs that ended without a word a job is not begun again: it may be what kills its workers. */
  silentRuns: 5,
  keptDays: 30,
} as const satisfies Table;

/** Errors that frontends report. */
const clientLogs = { keptDays: 30 } as const satisfies Table;

/** Tasks of which each is done once a day. */
const daily = {
  checkMs: MINUTE,
  leaseMs: 2 * MINUTE,
  beatMs: 30 * SECOND,
  /** After a failure, or when somebody has it, it is looked at again after this long. */
  retryMs: 5 * MINUTE,
} as const satisfies Table;

/** Files, wherever they are kept. */
const storage = {
  /** A piece of a file in MongoDB; each file on its way holds one in memory, and each costs a confirmed write. */
  chunkBytes: 512 * KB,
  /** Pieces read ahead for who downloads. */
  chunksAhead: 2,
  /** A piece of a file in S3, which takes no smaller ones; each file on its way holds two in memory. */
  partBytes: 5 * MB,
  s3ConnectMs: 3 * SECOND,
  /** Without a byte of an answer. */
  s3SilentMs: 10 * SECOND,
  /** What an attempt left that died is removed after this long: longer than any attempt that lives. */
  leftoverMs: HOUR,
} as const satisfies Table;

/** What positions mean. */
const tracking = {
  /** A position that no newer one followed for so long says no more where the vehicle is. */
  staleAfterMs: 10 * MINUTE,
  /** An estimate is told anew when it moved by more than the larger of these: a time, and a part of what remains. */
  etaMovedMs: 10 * MINUTE,
  etaMovedPart: 0.1,
  /** How often at most it is told of one order. */
  etaEveryMs: 5 * MINUTE,
  /** A vehicle has left a place at this many times its radius, so that one parked on the line does not come and go. */
  leftAtRadii: 1.5,
  /** Visits that are remembered of an order's place: more than any tour needs, and its document stays small. */
  visits: 20,
  /** A visit begins at least so long after the one before: one phone that jumps must not flood its orders with events. */
  visitsApartMs: MINUTE,
  /** What the routing service may take; then the great circle has to do. */
  routeMs: 800,
  routeBreakerFailures: 5,
  routeBreakerRetryMs: 10 * SECOND,
  routesKept: 20_000,
  /** Roads do not change, traffic does. */
  routeKeptMs: 5 * MINUTE,
} as const satisfies Table;

/** When a process refuses work, so that what it accepted stays fast. */
const loadShed = {
  inFlight: 256,
  inFlightPerTenant: 32,
  loopDelayMs: 200,
  loopUtilization: 0.95,
  windowMs: SECOND,
  windows: 3,
  retryAfterMinSeconds: 1,
  retryAfterMaxSeconds: 5,
} as const satisfies Table;

/** The numbers the product promises; the bench and the alerts read them here. */
const promise = {
  p95Ms: 150,
  requestsPerSecond: 350,
  queryMs: 60,
  sockets: 2_000,
  errorRate: 0.003,
  slowestRequestMs: 500,
  startMs: SECOND,
  stopMs: 30 * SECOND,
} as const satisfies Table;

/** The one table; see the groups above for the meaning of each line. */
export const limits = {
  rate,
  rateCounting,
  cost,
  size,
  review,
  cache,
  deadline,
  httpServer,
  db,
  redis,
  socket,
  queue,
  jobs,
  clientLogs,
  daily,
  storage,
  tracking,
  loadShed,
  promise,
} as const;
