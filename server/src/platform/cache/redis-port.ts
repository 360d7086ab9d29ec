import { createHash } from 'node:crypto';
import type { BreakerState } from './breaker.ts';

/** What may stand in a command. */
export type RedisArg = string | Buffer;

/** A Lua script and its SHA-1, by which Redis knows it. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

/** Declares a script once, at the top of the file that uses it. */
export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

export interface CallOptions {
  /** How long this call may take, in milliseconds. Default: `limits.deadline.redisCallMs`. */
  readonly timeoutMs?: number;
}

/**
 * What we ask of Redis. Every call is bounded in time and refused at once while the breaker is open, with
 * `RedisUnavailableError`; nothing of record is in Redis, so every caller has an answer for that.
 * A call that timed out may still have been carried out.
 */
export interface RedisPort {
  readonly name: string;
  readonly state: BreakerState;
  /** Any command; strings come back as strings. */
  command<T = unknown>(args: readonly RedisArg[], options?: CallOptions): Promise<T>;
  /** Any command; strings come back as bytes. */
  commandBytes<T = unknown>(args: readonly RedisArg[], options?: CallOptions): Promise<T>;
  /** Runs a script by its SHA-1, sending its text only when Redis does not know it yet. */
  script<T = unknown>(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArg[],
    options?: CallOptions,
  ): Promise<T>;
  mGet(keys: readonly string[]): Promise<(string | null)[]>;
  getBuffer(key: string): Promise<Buffer | null>;
  setBuffer(key: string, value: Buffer, ttlMs: number): Promise<void>;
  incr(key: string): Promise<number>;
  publish(channel: string, message: RedisArg): Promise<number>;
  /** A connection of its own for listening, so that a burst of messages cannot delay the calls above. */
  subscriber(options: SubscriberOptions): RedisSubscriber;
}

export interface SubscriberOptions {
  /**
   * Called each time the connection is up and all wanted channels are subscribed again. Messages are delivered at most
   * once: whatever was said in between is lost, so the listener must catch up from the record here.
   */
  readonly onReady?: () => void;
}

export interface RedisSubscriber {
  /** True while connected, that is while messages are heard. */
  readonly ready: boolean;
  /**
   * Resolves when Redis confirmed; rejects after the call's time-out. The channel stays wanted in both cases and is
   * subscribed by itself once Redis is there. A second listener on a channel replaces the first.
   */
  subscribe(channel: string, listener: (message: Buffer) => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  close(): void;
}

/** Redis did not answer in time, is not connected, or is left alone for a moment because it did not answer before. */
export class RedisUnavailableError extends Error {
  constructor(why: string, cause?: unknown) {
    super(`Redis is unavailable: ${why}.`, cause === undefined ? {} : { cause });
    this.name = 'RedisUnavailableError';
  }
}
