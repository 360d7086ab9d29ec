import type { Logger } from '../observability/log.ts';
import type { RealtimeLimits } from './limits.ts';
import { inParallel } from './serial.ts';
import { type StreamName, type Streams, streamKey } from './stream.ts';
import type { Watch } from './watch.ts';

/** Brings the live channels back to the truth once Redis answers again. */
export interface Repair {
  /** Remembers the hole. */
  markBroken(name: StreamName): void;
  /** Publishes into a new life if there is a hole, and forgets the hole when that worked. */
  publishing(name: StreamName, publish: (newLife: boolean) => Promise<void>): Promise<void>;
  /** Something is not in order: try every `repairMs` until it is. */
  arm(): void;
  /** Reads every watched stream again; after the connection to Redis came back. */
  resyncAll(): Promise<void>;
  /** Streams whose hole is not healed yet. */
  readonly broken: number;
  stop(): void;
}

/**
 * A message that did not reach Redis left a hole that no reader elsewhere could see. So its stream begins a new life as
 * soon as possible, which makes every watcher in every process fetch a snapshot. The marks are lost if this process dies
 * first: a caller whose events are durable publishes again what did not arrive everywhere.
 */
export function createRepair(deps: {
  streams: Streams;
  watches: () => Iterable<Watch>;
  limits: RealtimeLimits;
  log: Logger;
}): Repair {
  const { streams, watches, limits, log } = deps;
  /** Each hole has its own mark, so that healing an older one does not hide a younger one. */
  const broken = new Map<string, { name: StreamName }>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function heal(key: string, mark: object | undefined): void {
    if (mark && broken.get(key) === mark) broken.delete(key);
  }

  async function breakLives(): Promise<void> {
    for (const [key, mark] of broken) {
      await streams.breakLife(mark.name);
      heal(key, mark);
    }
  }

  async function attempt(): Promise<void> {
    try {
      await breakLives();
    } catch (error) {
      log.debug({ err: error, broken: broken.size }, 'live channels wait for Redis');
      return;
    }
    await inParallel(troubled(), limits.repairParallel, (watch) => watch.resync());
  }

  const troubled = () => [...watches()].filter((watch) => watch.state !== 'live');

  function arm(): void {
    if (timer || stopped) return;
    timer = setTimeout(async () => {
      await attempt();
      timer = undefined;
      if (broken.size > 0 || troubled().length > 0) arm();
    }, limits.repairMs);
    timer.unref();
  }

  return {
    arm,
    get broken() {
      return broken.size;
    },
    markBroken(name) {
      if (broken.size >= limits.brokenChannels) {
        log.error(
          { stream: streamKey(name), limit: limits.brokenChannels },
          'too many live channels with holes; one is not remembered',
        );
        return;
      }
      broken.set(streamKey(name), { name });
      arm();
    },
    async publishing(name, publish) {
      const key = streamKey(name);
      const mark = broken.get(key);
      await publish(mark !== undefined);
      heal(key, mark);
    },
    async resyncAll() {
      try {
        await breakLives();
      } catch {
        arm(); // Redis left again; the next `ready` or the timer comes back to it.
      }
      await inParallel(watches(), limits.repairParallel, (watch) => watch.resync());
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
