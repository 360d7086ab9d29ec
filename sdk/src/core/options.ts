import type { AuthProvider } from './auth.ts';
import type { Clock } from './clock.ts';
import type { Core, ReadThrough } from './core.ts';
import type { RandomBytes } from './ids.ts';
import type { Logger } from './logger.ts';

/** A part of the SDK that is bundled only when it is named. Called once, when the SDK is made. */
export type Plugin<T> = (core: Core) => T;

/** What `createSymphonia` takes. Only `baseUrl` and `auth` are needed; a part that is absent is not bundled. */
export interface SymphoniaOptions<O = unknown, R = unknown, Q = unknown> {
  /** `https://api.example.com/api/v1` */
  readonly baseUrl: string;
  /** Where sockets go; made from `baseUrl` otherwise. */
  readonly realtimeUrl?: string;
  /** Pinned by the SDK's release; another one is at your own risk. */
  readonly apiVersion?: string;
  readonly auth: AuthProvider;
  readonly outbox?: Plugin<O>;
  readonly cache?: Plugin<ReadThrough>;
  readonly realtime?: Plugin<R>;
  readonly quote?: Plugin<Q>;
  /** Sends errors, and nothing else, to the operators: `clientLogs()`. */
  readonly clientLogs?: Plugin<{ close(): void }>;
  readonly fetch?: typeof fetch;
  readonly WebSocket?: typeof WebSocket;
  /** A cryptographic source; needed where `crypto.getRandomValues` is missing. */
  readonly randomBytes?: RandomBytes;
  readonly locale?: string;
  /** Per attempt, headers and body together; 30,000 by default. */
  readonly timeoutMs?: number;
  /** Of repeatable calls; 2 by default. */
  readonly maxRetries?: number;
  readonly logger?: Logger;
  /** Asked before each attempt; nothing of it is stored. */
  readonly traceparent?: () => string | undefined;
  /** Time, for tests. */
  readonly clock?: Clock;
  /** Jitter between 0 and 1, for tests; never used for ids. */
  readonly random?: () => number;
}
