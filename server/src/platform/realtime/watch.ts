import type { Logger } from '../observability/log.ts';
import type { Bus } from './bus.ts';
import { interned } from './interned.ts';
import type { RealtimeLimits } from './limits.ts';
import { createLiveEvent, type EncodedMessage, type LiveEvent } from './live-event.ts';
import { createSerial } from './serial.ts';
import { parseAnnouncement, type StreamName, type StreamRead, type Streams, streamTopic } from './stream.ts';
import type { Subscription } from './subscription.ts';
import type { Cursor } from './types.ts';

/**
 * How this process stands to one stream:
 * `opening` nothing known yet · `live` every event up to `at` was passed on · `behind` some may be missing, read again ·
 * `local` Redis is away and only what this process publishes arrives, under an epoch of its own.
 */
export type WatchState = 'opening' | 'live' | 'behind' | 'local';

export interface WatchDeps {
  readonly streams: Streams;
  readonly bus: Bus;
  readonly limits: RealtimeLimits;
  readonly log: Logger;
  readonly newEpoch: () => string;
  readonly onReset: () => void;
  /** A subscription got what it had missed. */
  readonly onReplay: () => void;
  /** An event was passed to so many subscriptions of this process; `publishedAt` where it was announced and not read again. */
  readonly onPassed: (deliveries: number, publishedAt?: number) => void;
  /** Some stream is not `live`: the hub looks after it until it is. */
  readonly onTrouble: () => void;
}

/** One stream as seen by this process: its position and its subscriptions. */
export interface Watch {
  readonly state: WatchState;
  readonly size: number;
  /** Places a subscription after `since` if the history since then is whole, else at the head; `placed` hears which, before the first event. */
  join(
    subscription: Subscription,
    since: Cursor | undefined,
    placed: (head: Cursor, recovered: boolean) => void,
  ): Promise<void>;
  /** Sends a subscription everything after `since` again, or a reset. */
  replay(subscription: Subscription, since: Cursor): Promise<void>;
  leave(subscription: Subscription): void;
  /**
   * Tells this process of an event that did not reach Redis: a position under an epoch of this process, a status as a
   * reset. Other processes may have had events in between that cannot be seen here, so only a snapshot is the truth.
   */
  publishLocally(message: EncodedMessage): Promise<void>;
  /** Reads what was missed and fills every subscription, or resets it; never in between. */
  resync(): Promise<void>;
  close(): void;
  subscriptions(): Iterable<Subscription>;
}

/** Opens a stream in this process. Everything that waits for Redis runs one after the other; events meanwhile wait. */
export function createWatch(name: StreamName, deps: WatchDeps): Watch {
  const { streams, bus, limits, log, onTrouble } = deps;
  const topic = streamTopic(name);
  const subscriptions = new Set<Subscription>();
  /** The same in a row, made again after somebody came or left: each event goes through it. */
  let row: readonly Subscription[] | undefined;
  const serial = createSerial(takeBacklog);
  let backlog: Buffer[] = [];
  let state: WatchState = 'opening';
  let at: Cursor = { epoch: '', seq: 0 };
  let closed = false;
  let lastLocal = '';
  /** The backlog overflowed: what it could not hold must be read. */
  let overflowed = false;

  function setState(next: WatchState): void {
    state = next;
    if (next !== 'live' && !closed) onTrouble();
  }

  function hear(message: Buffer) {
    if (closed) return;
    if (!serial.busy) return take(message);
    if (backlog.length < limits.backlogEvents) backlog.push(message);
    else overflowed = true;
  }

  function takeBacklog(): void {
    const messages = backlog;
    backlog = [];
    for (const message of messages) hear(message);
    if (overflowed && !closed) void resync();
  }

  function take(message: Buffer): void {
    const { at: next, event, publishedAt } = parseAnnouncement(message, at.epoch);
    const follows = state === 'live' && next.epoch === at.epoch;
    if (follows && next.seq <= at.seq) return;
    if (!follows || !event || next.seq !== at.seq + 1) void resync();
    else pass(event, publishedAt);
  }

  function pass(event: LiveEvent, publishedAt: number | undefined): void {
    at = { epoch: event.epoch, seq: event.seq };
    if (subscriptions.size > limits.fanOutChunk) return void serial.run(() => passInChunks(event, publishedAt));
    let passed = 0;
    row ??= [...subscriptions];
    for (const one of row) passed += one.offer(event);
    deps.onPassed(passed, publishedAt);
  }

  async function passInChunks(event: LiveEvent, publishedAt?: number): Promise<void> {
    let [count, passed] = [0, 0];
    for (const one of [...subscriptions]) {
      passed += one.offer(event);
      count += 1;
      if (count % limits.fanOutChunk === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    deps.onPassed(passed, publishedAt);
  }

  function resetAll(to: Cursor, next: WatchState): void {
    at = to;
    for (const one of subscriptions) {
      if (one.at.epoch !== to.epoch || one.at.seq < to.seq) deps.onReset();
      one.reset(to);
    }
    setState(next);
  }

  async function read(since?: Cursor): Promise<StreamRead | undefined> {
    try {
      return await streams.read(name, since);
    } catch (error) {
      log.debug({ topic, err: error }, 'a live channel could not be read');
      return undefined;
    }
  }

  const goLocal = () => resetAll({ epoch: interned(deps.newEpoch()), seq: 0 }, 'local');

  async function synchronise(): Promise<void> {
    if (closed) return;
    overflowed = false;
    const heard = await bus.listen(topic, hear);
    const found = heard ? await read(at) : undefined;
    if (!found) {
      if (state === 'opening') goLocal();
      else if (state === 'live') setState('behind');
      else onTrouble();
      return;
    }
    if (!found.whole) return resetAll(found.head, 'live');
    setState('live');
    for (const event of found.events) {
      at = { epoch: event.epoch, seq: event.seq };
      await passInChunks(event);
    }
    at = found.head;
  }

  const resync = () => serial.run(synchronise);

  async function fill(
    one: Subscription,
    since: Cursor | undefined,
    placed: (head: Cursor, recovered: boolean) => void,
  ) {
    const here = since?.epoch === at.epoch && since.seq === at.seq;
    const found = since && !here && state === 'live' ? await read(since) : undefined;
    if (one.closed) return;
    subscriptions.add(one);
    row = undefined;
    if (found?.whole && since && one.fits(found.events)) {
      one.place(since);
      placed(found.head, true);
      deps.onReplay();
      deps.onPassed(one.offerAll(found.events));
    } else {
      // Redis may have begun a new life since we heard of it; the newer position is the true one.
      const head = found?.head ?? at;
      one.place(head);
      placed(head, here);
    }
  }

  return {
    get state() {
      return state;
    },
    get size() {
      return subscriptions.size;
    },
    subscriptions: () => subscriptions,
    resync,
    join: (one, since, placed) =>
      serial.run(async () => {
        if (state === 'opening') await synchronise();
        await fill(one, since, placed);
      }),
    replay: (one, since) =>
      serial.run(() =>
        fill(one, since, (head, recovered) => {
          if (recovered) return;
          one.place({ epoch: '', seq: 0 });
          one.reset(head);
          deps.onReset();
        }),
      ),
    leave(one) {
      one.close();
      subscriptions.delete(one);
      row = undefined;
    },
    publishLocally: (message) =>
      serial.run(async () => {
        if (message.body === lastLocal) return; // its caller tries again until Redis has it
        lastLocal = message.body;
        if (state !== 'local' || message.kind === 'status') goLocal();
        if (message.kind === 'status') return;
        at = { epoch: at.epoch, seq: at.seq + 1 };
        await passInChunks(createLiveEvent(at.epoch, at.seq, message));
      }),
    close() {
      closed = true;
      bus.forget(topic);
    },
  };
}
