import type { Logger } from '../observability/log.ts';
import type { RealtimeRedis, RealtimeSubscriber } from './redis-port.ts';

/** Hears what other processes announce, one Redis channel per watched stream. */
export interface Bus {
  /**
   * Listens to a topic from now on. Answers whether it is heard already; if not, it will be at the next `onReady`,
   * and what is announced until then is missed.
   */
  listen(topic: string, listener: (message: Buffer) => void): Promise<boolean>;
  forget(topic: string): void;
  start(): void;
  stop(): void;
}

/** `onReady`: the connection is back, every topic is heard again, and some messages may have been missed. */
export function createBus(deps: { redis: RealtimeRedis; log: Logger; onReady: () => void }): Bus {
  const { redis, log, onReady } = deps;
  /** Topics whose subscription Redis confirmed; after an interruption they are restored before `onReady`. */
  const confirmed = new Set<string>();
  const wanted = new Map<string, (message: Buffer) => void>();
  let subscriber: RealtimeSubscriber | undefined;

  return {
    async listen(topic, listener) {
      if (!subscriber) return false;
      if (wanted.get(topic) === listener && confirmed.has(topic)) return subscriber.ready;
      wanted.set(topic, listener);
      confirmed.delete(topic);
      try {
        await subscriber.subscribe(topic, listener);
      } catch (error) {
        log.debug({ topic, err: error }, 'a live channel is not heard yet');
        return false;
      }
      // Somebody may have left, or come with another listener, while Redis was asked.
      if (wanted.get(topic) === listener) confirmed.add(topic);
      return confirmed.has(topic) && subscriber.ready;
    },
    forget(topic) {
      wanted.delete(topic);
      confirmed.delete(topic);
      subscriber?.unsubscribe(topic).catch((error: unknown) => {
        log.debug({ topic, err: error }, 'a live channel could not be unsubscribed; it ends with the connection');
      });
    },
    start() {
      subscriber ??= redis.subscriber({
        onReady: () => {
          for (const topic of wanted.keys()) confirmed.add(topic);
          onReady();
        },
      });
    },
    stop() {
      subscriber?.close();
      subscriber = undefined;
    },
  };
}
