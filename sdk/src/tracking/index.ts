import { apiErrorOf } from '../core/api-errors.ts';
import type { Core } from '../core/core.ts';
import { createEmitter, type Emitter } from '../core/emitter.ts';
import { asyncIterator } from '../core/invoke.ts';
import type { Plugin } from '../core/options.ts';
import { createConnection } from './connection.ts';
import type { SnapshotOf, TrackingEvent } from './event.ts';
import { createFeed, type Feed, type FeedState } from './feed.ts';
import type { Transport } from './link.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Cursor, ServerFrame } from './protocol.ts';
import { type FetchSnapshot, serverSnapshots } from './snapshot.ts';
import { channelOf, type Target } from './target.ts';

export type { LiveEvent, LiveJob, LiveOrderEvent, LivePosition, LiveSnapshot } from './event.ts';
export { linkAuth } from './link-auth.ts';
export type { Snapshot } from './snapshot.ts';
export type { Cursor, FeedState, FetchSnapshot, SnapshotOf, Target, TrackingEvent, Transport };

/** Where snapshots come from. */
export interface TrackingOptions {
  /** Brings a channel's present state; by default the server's snapshot operations. */
  readonly fetchSnapshot?: FetchSnapshot;
}

/**
 * A live channel. `for await (const event of subscription)` gives every event in order; where that is not possible, and
 * at the start without `since`, one `snapshot`. Throws when the channel can not be watched: `NotFound`, `AuthRequired`.
 */
export interface Subscription<D = unknown> extends AsyncIterable<TrackingEvent<D>> {
  /** How it is doing now. */
  status(): Status;
  /** Told of every other `status()`. Returns the function that stops listening. */
  on(event: 'status', fn: (status: Status) => void): () => void;
  /** Up to where the app has finished: an event counts when the loop asks for the next. Keep it for `since`. */
  cursor(): Cursor | undefined;
  /** Ends it; a loop over it ends, too. */
  close(): void;
}

/** How a subscription is doing, for a light on the screen. */
export interface Status {
  /** `ended`: closed, or it cannot be watched. */
  readonly state: FeedState;
  /** `order:…`, `client:…`, `job:…` */
  readonly channel: string;
  /** By what the events come; `none` while nothing connects. A stream or polls are as complete, and a little later. */
  readonly transport: Transport | 'none';
}

/** The door of live tracking. */
export interface Tracking {
  /** Begins at once; `since` goes on where an earlier subscription's `cursor()` was. */
  subscribe<T extends Target>(
    target: T,
    options?: { readonly since?: Cursor | undefined },
  ): Subscription<SnapshotOf<T>>;
  /** Ends every subscription and the connection. */
  close(): void;
}

interface Reader {
  readonly ch: string;
  readonly feed: Feed;
  readonly mailbox: Mailbox;
  readonly events: Emitter<{ status: [Status] }>;
  /** What its listeners were told last. */
  told: Status;
}

/** HTTP's words for what a channel is refused with. */
const STATUS: Readonly<Record<string, number>> = { not_found: 404, forbidden: 403 };

/** Live tracking for `createSymphonia({ realtime: tracking() })`. Connects with the first subscription. */
export function tracking(options: TrackingOptions = {}): Plugin<Tracking> {
  return (core) => createTracking(core, options.fetchSnapshot ?? serverSnapshots(core));
}

function createTracking(core: Core, fetchSnapshot: FetchSnapshot): Tracking {
  const readers = new Set<Reader>();
  const of = (ch: string | undefined) => [...readers].filter((reader) => reader.ch === ch);
  const connection = createConnection({
    core,
    wanted: () => [...new Set([...readers].map(({ ch }) => ch))].map((ch) => ({ ch, at: positionOf(ch) })),
    frame,
    disconnected: () => {
      for (const { feed } of readers) feed.disconnected();
      tellAll();
    },
    welcomed: tellAll,
    failed: (error) => {
      for (const reader of readers) end(reader, error);
    },
  });

  /** From where the server must send so that no reader of the channel misses anything it could have. */
  function positionOf(ch: string): Cursor | undefined {
    const positions = of(ch).flatMap(({ feed }) => feed.at ?? []);
    const { epoch } = positions[0] ?? {};
    return positions
      .filter((at) => at.epoch === epoch)
      .reduce<Cursor | undefined>((a, b) => (a && a.seq < b.seq ? a : b), undefined);
  }

  const place = (ch: string) => connection.send({ t: 'sub', ch, ...positionOf(ch) });

  function frame(received: ServerFrame): void {
    const affected = of('ch' in received ? received.ch : undefined);
    if (received.t === 'evt') for (const { feed } of affected) feed.event(received);
    if (received.t === 'subscribed')
      for (const { feed } of affected) feed.placed({ epoch: received.epoch, seq: received.seq }, received.recovered);
    if (received.t === 'reset')
      for (const { feed } of affected) feed.reset({ epoch: received.epoch, seq: received.head });
    if (received.t === 'error' && received.ch) refused(received.ch, received.code);
    for (const reader of affected) tell(reader);
  }

  function statusOf(ch: string, feed: Feed): Status {
    const transport = feed.state === 'ended' ? 'none' : connection.transport;
    return { state: feed.state, channel: ch, transport };
  }

  function tell(reader: Reader): void {
    const { told } = reader;
    reader.told = statusOf(reader.ch, reader.feed);
    if (reader.told.state !== told.state || reader.told.transport !== told.transport)
      reader.events.emit('status', reader.told);
  }

  function tellAll(): void {
    for (const reader of readers) tell(reader);
  }

  function refused(ch: string, code: string) {
    if (code === 'unavailable' || code === 'internal_error') {
      core.clock.setTimeout(() => of(ch).length > 0 && place(ch), 1000 + core.random() * 4000);
      return;
    }
    if (code === 'not_subscribed') return place(ch);
    const error = apiErrorOf(STATUS[code] ?? 409, { code, detail: `${ch} cannot be watched: ${code}.` });
    for (const reader of of(ch)) end(reader, error);
  }

  function end(reader: Reader, error?: unknown): void {
    if (!readers.delete(reader)) return;
    reader.feed.end();
    reader.mailbox.close(error);
    tell(reader);
    if (of(reader.ch).length === 0) connection.send({ t: 'unsub', ch: reader.ch });
    if (readers.size === 0) connection.close();
  }

  return {
    subscribe(target, { since } = {}) {
      const ch = channelOf(target);
      const mailbox = createMailbox(since, () => end(reader));
      const feed = createFeed(since, {
        ...{ ch, mailbox, clock: core.clock, random: core.random },
        fetchSnapshot: (signal) => fetchSnapshot(ch, signal, target),
        send: (out) => connection.send(out),
        placeAgain: () => place(ch),
        changed: () => tell(reader),
        onFailure: (error) => end(reader, error),
      });
      const reader: Reader = { ch, feed, mailbox, events: createEmitter(core.logger), told: statusOf(ch, feed) };
      readers.add(reader);
      connection.open();
      place(ch);
      return {
        [asyncIterator()]: () => mailbox.iterator as AsyncIterator<TrackingEvent<SnapshotOf<typeof target>>, undefined>, // what the source of this target brings
        status: () => statusOf(ch, feed),
        on: reader.events.on,
        cursor: () => mailbox.cursor,
        close: () => end(reader),
      };
    },
    close() {
      for (const reader of readers) end(reader);
    },
  };
}
