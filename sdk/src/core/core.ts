import type { AccessToken, AuthProvider } from './auth.ts';
import type { Clock } from './clock.ts';
import type { RandomBytes } from './ids.ts';
import type { Logger } from './logger.ts';
import type { Operation } from './operation.ts';
import type { CachePolicy, CacheWatch, Result } from './types.ts';
import type { WireReply } from './wire.ts';

/** What the parts of the SDK share; made once by `createSymphonia` and handed to each plug-in. */
export interface Core {
  /** Without a slash at the end: `https://api.example.com/api/v1`. */
  readonly baseUrl: string;
  /** Where sockets go. */
  readonly realtimeUrl: string;
  /** Sent as `API-Version`. */
  readonly apiVersion: string;
  /** Sent as `Accept-Language`. */
  readonly locale: string | undefined;
  /** Per attempt, headers and body together. */
  readonly timeoutMs: number;
  /** Of repeatable calls. */
  readonly maxRetries: number;
  /** Looked up at each call, unless the app gave one. */
  readonly fetch: typeof fetch;
  /** `undefined` where the platform has none. */
  readonly webSocket: typeof WebSocket | undefined;
  /** The only source of time. */
  readonly clock: Clock;
  /** Jitter between 0 and 1; never used for ids. */
  readonly random: () => number;
  /** What ids are made of. */
  readonly randomBytes: RandomBytes;
  /** Never gets bodies or tokens. */
  readonly logger: Logger;
  /** Where tokens come from. */
  readonly auth: AuthProvider;
  /** A fresh UUIDv7. */
  newId(): string;
  /** The present token, or with `force` a new one; throws `AuthRequired`. */
  token(force: boolean, signal?: AbortSignal): Promise<AccessToken>;
  /** The SDK's own headers for one attempt. */
  headers(attempt: Attempt): Record<string, string>;
  /** Called after each answer; the outbox drains on any success, and learns the server's clock. */
  readonly onReply: Set<(reply: WireReply) => void>;
  /** Told of each call that failed in the end and of each queued request that was refused: for `clientLogs`. */
  readonly onError: Set<(failure: Failure) => void>;
  /** Set by the cache plug-in; absent = every read goes to the network. */
  cache: ReadThrough | undefined;
  /** Set by the outbox: what to do before a sign-out, and after. */
  readonly beforeLogout: Set<(pending: 'keep' | 'discard' | undefined) => Promise<void>>;
  /** Run when nobody is signed in any more; must not throw. */
  readonly afterLogout: Set<() => Promise<unknown>>;
}

/** A failure as it may leave the device: nothing of what was sent, answered or who it was. */
export interface Failure {
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** `orders.create` */
  readonly operation: string;
  /** The template: `/carriers/{carrierId}`. */
  readonly path: string;
  readonly durationMs: number;
}

/** What is known about the attempt whose headers are asked for. */
export interface Attempt {
  readonly token?: AccessToken | undefined;
  readonly apiVersion?: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** Milliseconds spent in the queue. */
  readonly queuedMs?: number;
}

/** A read that may be answered by a stored copy. */
export interface CacheableRead {
  readonly operation: Operation;
  /** Path and sorted query. */
  readonly target: string;
  readonly policy: CachePolicy | CacheWatch | undefined;
  /** Asks the server, with `If-None-Match` when a tag is given; a 304 answers `undefined`. */
  fresh(etag: string | undefined): Promise<Result<unknown> | undefined>;
}

/** The cache plug-in's door. */
export interface ReadThrough {
  /** Answers by the request's policy: from the copy, the server, or both. */
  read(request: CacheableRead): Promise<Result<unknown>>;
  /** Empties the cache to make room for an order; says whether there was anything. */
  sacrifice(): Promise<boolean>;
  /** Ends what is under way and closes the store. */
  close(): Promise<void>;
}
