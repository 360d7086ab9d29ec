/** A Lua script and the SHA-1 by which Redis knows it. */
interface Script {
  readonly text: string;
  readonly sha: string;
}

/** What the live channels ask of Redis; `platform/cache`'s port fits. Every call is bounded in time and may fail. */
export interface RealtimeRedis {
  /** A call that timed out may still have been carried out. */
  script<T>(script: Script, keys: readonly string[], args: readonly string[]): Promise<T>;
  /** A connection of its own for listening. */
  subscriber(options: { readonly onReady?: () => void }): RealtimeSubscriber;
}

/** Listening to Redis. Messages come at most once; `onReady` says that some may have been missed. */
export interface RealtimeSubscriber {
  /** True while messages of all wanted channels are heard. */
  readonly ready: boolean;
  /** Resolves when Redis confirmed; after a rejection the channel stays wanted and is heard from the next `onReady`. */
  subscribe(channel: string, listener: (message: Buffer) => void): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
  close(): void;
}
