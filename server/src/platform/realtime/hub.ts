import type { Logger } from '../observability/log.ts';
import { createBus } from './bus.ts';
import type { RealtimeLimits } from './limits.ts';
import { encodeMessage } from './live-event.ts';
import type { RealtimeRedis } from './redis-port.ts';
import { createRepair } from './repair.ts';
import { createStreams, type StreamName, streamKey } from './stream.ts';
import type { Subscription } from './subscription.ts';
import type { Cursor, LiveMessage } from './types.ts';
import { createWatch, type Watch } from './watch.ts';

/** `everywhere`: kept in Redis and heard by every process. `here`: Redis is away, only sockets of this process got it. */
export type Reach = 'everywhere' | 'here';

/** Streams → subscriptions within this process, and the way in for events. */
export interface Hub {
  publish(name: StreamName, message: LiveMessage): Promise<Reach>;
  /** Where a stream stands now; `undefined` while Redis is away. */
  position(name: StreamName): Promise<Cursor | undefined>;
  join(
    subscription: Subscription,
    since: Cursor | undefined,
    placed: (head: Cursor, recovered: boolean) => void,
  ): Promise<void>;
  replay(subscription: Subscription, since: Cursor): Promise<void>;
  leave(subscription: Subscription): void;
  /** Everyone in this process who watches a stream. */
  watchers(name: StreamName): Subscription[];
  stats(): HubStats;
  start(): void;
  stop(): void;
}

export interface HubStats {
  readonly streams: number;
  readonly subscriptions: number;
  /** Streams that are being read again, or known only to this process. */
  readonly notLive: number;
  readonly broken: number;
  /** Since the start: subscriptions told that something is missing … */
  readonly resets: number;
  /** … or given what they had missed, and events written or queued, once for each socket. */
  readonly replays: number;
  readonly deliveries: number;
}

/** The hub of one process. A stream is heard from Redis only while somebody here watches it. */
export function createHub(deps: {
  redis: RealtimeRedis;
  limits: RealtimeLimits;
  log: Logger;
  newEpoch: () => string;
  now: () => number;
  /** How long an event took from its publisher to the last socket here, in milliseconds. */
  onDelivered?: ((ms: number) => void) | undefined;
}): Hub {
  const { redis, limits, log, newEpoch, now, onDelivered } = deps;
  const streams = createStreams({ redis, newEpoch, limits, now });
  const open = new Map<string, { watch: Watch; users: number }>();
  const watches = () => [...open.values()].map((entry) => entry.watch);
  const repair = createRepair({ streams, watches, limits, log });
  const bus = createBus({ redis, log, onReady: () => void repair.resyncAll() });
  let resets = 0;
  let replays = 0;
  let deliveries = 0;

  const watchDeps = {
    ...{ streams, bus, limits, log, newEpoch },
    onTrouble: () => repair.arm(),
    onReset: () => {
      resets += 1;
    },
    onReplay: () => {
      replays += 1;
    },
    onPassed(passed: number, publishedAt?: number) {
      deliveries += passed;
      // Clocks of two machines may differ by more than an event takes.
      if (onDelivered && passed > 0 && publishedAt !== undefined) onDelivered(Math.max(0, now() - publishedAt));
    },
  };

  function enter(name: StreamName): Watch {
    const key = streamKey(name);
    const entry = open.get(key) ?? { watch: createWatch(name, watchDeps), users: 0 };
    entry.users += 1;
    open.set(key, entry);
    return entry.watch;
  }

  function leave(subscription: Subscription): void {
    const key = streamKey(subscription.name);
    const entry = open.get(key);
    if (!entry || subscription.closed) return;
    entry.watch.leave(subscription);
    entry.users -= 1;
    if (entry.users > 0) return;
    open.delete(key);
    entry.watch.close();
  }

  return {
    leave,
    async publish(name, message) {
      const encoded = encodeMessage(message, limits.messageBytes);
      try {
        await repair.publishing(name, (newLife) => streams.publish(name, encoded, { newLife }));
        return 'everywhere';
      } catch (error) {
        log.debug({ stream: streamKey(name), err: error }, 'a live event did not reach Redis');
        repair.markBroken(name);
        await open.get(streamKey(name))?.watch.publishLocally(encoded);
        return 'here';
      }
    },
    async position(name) {
      try {
        return (await streams.read(name)).head;
      } catch {
        return undefined; // the snapshot says that it does not know; the client goes on from where the socket put it
      }
    },
    join: (subscription, since, placed) => enter(subscription.name).join(subscription, since, placed),
    async replay(subscription, since) {
      await open.get(streamKey(subscription.name))?.watch.replay(subscription, since);
    },
    watchers: (name) => [...(open.get(streamKey(name))?.watch.subscriptions() ?? [])],
    stats() {
      let subscriptions = 0;
      let notLive = 0;
      for (const { watch } of open.values()) {
        subscriptions += watch.size;
        if (watch.state !== 'live') notLive += 1;
      }
      return { streams: open.size, subscriptions, notLive, broken: repair.broken, resets, replays, deliveries };
    },
    start: () => bus.start(),
    stop() {
      repair.stop();
      bus.stop();
    },
  };
}
