import { limits } from '../config/limits.ts';
import type { Logger } from '../observability/log.ts';
import { type Client, createLastingClient } from './redis-client.ts';
import { type RedisSubscriber, RedisUnavailableError, type SubscriberOptions } from './redis-port.ts';
import { within } from './within.ts';

interface Options extends SubscriberOptions {
  readonly url: string;
  readonly log: Logger;
  readonly name: string;
}

/**
 * A listening connection that remembers what it wants to hear.
 *
 * The wishes are kept here and sent again on every connection, so a channel asked for while Redis was away is heard
 * as soon as it is back, and `onReady` is called when all of them are.
 */
export function createSubscriber(options: Options, onClose: () => void): RedisSubscriber {
  const wanted = new Map<string, (message: Buffer) => void>();
  let hears = false;

  const lasting = createLastingClient({
    ...options,
    onReady: (client) => {
      void resubscribe(client);
    },
  });

  const hear = (message: Buffer, channel: Buffer) => wanted.get(channel.toString())?.(message);
  const listen = (client: Client, channels: string[]) =>
    within(client.subscribe(channels, hear, true), limits.redis.socketTimeoutMs);

  async function resubscribe(client: Client): Promise<void> {
    hears = false;
    client.once('reconnecting', () => {
      hears = false;
    });
    try {
      if (wanted.size > 0) await listen(client, [...wanted.keys()]);
      hears = true;
      options.onReady?.();
    } catch (error) {
      // A connection that cannot subscribe is of no use: the next `ready` tries again with a new one.
      options.log.warn({ redis: options.name, err: error }, 'could not subscribe again');
    }
  }

  lasting.open();
  return {
    get ready() {
      return hears && lasting.ready;
    },
    async subscribe(channel, listener) {
      wanted.set(channel, listener);
      const client = lasting.client;
      if (!client?.isReady) throw new RedisUnavailableError('not connected, the channel is subscribed later');
      await listen(client, [channel]);
    },
    async unsubscribe(channel) {
      wanted.delete(channel);
      const client = lasting.client;
      if (client?.isReady) await within(client.unsubscribe(channel, hear, true), limits.redis.socketTimeoutMs);
    },
    close() {
      onClose();
      void lasting.close(0);
    },
  };
}
