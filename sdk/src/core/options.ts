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
  /** Where tokens come from: `tokenSource({ refresh })`, or your own. */
  readonly auth: AuthProvider;
  /** Orders that wait on the device: `outbox(idbOutbox())`. */
  readonly outbox?: Plugin<O>;
  /** Products and prices that stay readable: `readCache()`. */
  readonly cache?: Plugin<ReadThrough>;
  /** Live status and positions: `tracking()`. */
  readonly realtime?: Plugin<R>;
  /** Prices without a network: `offlineQuote()`. */
  readonly quote?: Plugin<Q>;
  /** Sends errors, and nothing else, to the operators: `clientLogs()`. */
  readonly clientLogs?: Plugin<{ close(): void }>;
  /** The platform's by default. */
  readonly fetch?: typeof fetch;
  /** The platform's by default; Node 20 has none. */
  readonly WebSocket?: typeof WebSocket;
  /** A cryptographic source; needed where `crypto.getRandomValues` is missing. */
  readonly randomBytes?: RandomBytes;
  /** Language of the server's sentences: `de-DE`. */
  readonly locale?: string;
  /** Per attempt, headers and body together; 30,000 by default. */
  readonly timeoutMs?: number;
  /** Of repeatable calls; 2 by default. */
  readonly maxRetries?: number;
  /** Gets levels, sentences and codes; nobody does by default. */
  readonly logger?: Logger;
  /** Asked before each attempt; nothing of it is stored. */
  readonly traceparent?: () => string | undefined;
  /** Time, for tests. */
  readonly clock?: Clock;
  /** Jitter between 0 and 1, for tests; never used for ids. */
  readonly random?: () => number;
}
