import { createClient, RESP_TYPES } from 'redis';
import { limits } from '../config/limits.ts';
import type { Logger } from '../observability/log.ts';

/** The node-redis client as we build it. */
export type Client = ReturnType<typeof newClient>;

/** Makes strings of replies come as bytes. */
export const AS_BYTES = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };

/** Waits 50 ms, doubling to 2 s, spread so that ten instances do not knock together. Never gives up. */
export function reconnectDelay(retries: number): number {
  const { reconnectMinMs, reconnectMaxMs } = limits.redis;
  return Math.min(reconnectMinMs * 2 ** Math.min(retries, 10), reconnectMaxMs) + Math.random() * reconnectMinMs;
}

function newClient(url: string, name: string) {
  const { queueLength, pingIntervalMs, connectTimeoutMs, socketTimeoutMs } = limits.redis;
  return createClient({
    url,
    name,
    disableOfflineQueue: true,
    commandsQueueMaxLength: queueLength,
    pingInterval: pingIntervalMs,
    maintNotifications: 'disabled',
    // The default strategy closes the client for good after a socket time-out, which is what a frozen Redis causes.
    socket: { connectTimeout: connectTimeoutMs, socketTimeout: socketTimeoutMs, reconnectStrategy: reconnectDelay },
  });
}

/** A client that is always there: it connects in the background and is built anew should the library give one up. */
export interface LastingClient {
  /** The client of the moment; undefined before `open` and after `close`. */
  readonly client: Client | undefined;
  readonly ready: boolean;
  open(): void;
  /** Lets pending commands end, up to `withinMs`, then cuts. */
  close(withinMs: number): Promise<void>;
}

export interface LastingOptions {
  readonly url: string;
  readonly name: string;
  readonly log: Logger;
  readonly onReady: (client: Client) => void;
}

/** Builds a `LastingClient`. Never waits for Redis, which may be down when the process starts. */
export function createLastingClient({ url, name, log, onReady }: LastingOptions): LastingClient {
  let client: Client | undefined;
  let complained = false;

  const complain = (error: unknown) => {
    if (complained) return log.debug({ redis: name, err: error }, 'Redis is still unreachable');
    complained = true;
    log.warn({ redis: name, err: error }, 'the connection to Redis failed; going on without it and trying again');
  };

  const open = () => {
    const mine = newClient(url, name);
    client = mine;
    mine.on('error', complain);
    mine.on('ready', () => {
      if (client !== mine) return;
      if (complained) log.info({ redis: name }, 'Redis is back');
      complained = false;
      onReady(mine);
    });
    mine.on('terminated', () => {
      if (client !== mine) return;
      client = undefined;
      setTimeout(() => client === undefined && !closed && open(), limits.redis.reconnectMaxMs).unref();
    });
    mine.connect().catch((error: unknown) => client === mine && complain(error));
  };

  let closed = false;
  return {
    get client() {
      return client;
    },
    get ready() {
      return client?.isReady ?? false;
    },
    open,
    async close(withinMs) {
      closed = true;
      const mine = client;
      client = undefined;
      if (!mine?.isOpen) return;
      if (mine.isReady) {
        const late = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
        await Promise.race([mine.close().catch(() => undefined), late]);
      }
      if (mine.isOpen) mine.destroy();
    },
  };
}
