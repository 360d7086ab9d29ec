import type { Core } from '../core/core.ts';
import { createEmitter, type Emitter } from '../core/emitter.ts';
import { fault } from '../core/errors.ts';
import { asyncIterator } from '../core/invoke.ts';
import type { Plugin } from '../core/options.ts';
import { createConnection } from './connection.ts';
import { createFeed, type Feed, type FeedState } from './feed.ts';
import { createMailbox, type Mailbox, type TrackingEvent } from './mailbox.ts';
import type { Cursor, ServerFrame } from './protocol.ts';
import { type FetchSnapshot, serverSnapshots } from './snapshot.ts';
import { channelOf, type Target } from './target.ts';

export type { Snapshot } from './snapshot.ts';
export type { Cursor, FeedState, FetchSnapshot, Target, TrackingEvent };

/** Where snapshots come from. */
export interface TrackingOptions {
  /** Brings a channel's present state; by default the server's snapshot operations. */
  readonly fetchSnapshot?: FetchSnapshot;
}

/**
 * A live channel. `for await (const event of subscription)` gives every event in order; where that is not possible, and
 * at the start without `since`, one `snapshot`. Throws when the channel can not be watched.
 */
export interface Subscription extends AsyncIterable<TrackingEvent> {
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
}

/** The door of live tracking. */
export interface Tracking {
  /** Begins at once; `since` goes on where an earlier subscription's `cursor()` was. */
  subscribe(target: Target, options?: { readonly since?: Cursor | undefined }): Subscription;
  /** Ends every subscription and the connection. */
  close(): void;
}

interface Reader {
  readonly ch: string;
  readonly feed: Feed;
  readonly mailbox: Mailbox;
  readonly events: Emitter<{ status: [Status] }>;
  /** The state its listeners were told last. */
  told: FeedState;
}

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
      for (const reader of readers) tell(reader);
    },
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

  const statusOf = ({ ch, feed }: Reader): Status => ({ state: feed.state, channel: ch });

  function tell(reader: Reader): void {
    const status = statusOf(reader);
    if (status.state === reader.told) return;
    reader.told = status.state;
    reader.events.emit('status', status);
  }

  function refused(ch: string, code: string) {
    if (code === 'unavailable') {
      core.clock.setTimeout(() => of(ch).length > 0 && place(ch), 1000 + core.random() * 4000);
      return;
    }
    if (code === 'not_subscribed') return place(ch);
    for (const reader of of(ch)) end(reader, fault(code, `${ch} cannot be watched: ${code}.`));
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
        ...{ ch, fetchSnapshot, mailbox, clock: core.clock, random: core.random },
        send: (out) => connection.send(out),
        placeAgain: () => place(ch),
        changed: () => tell(reader),
        onFailure: (error) => end(reader, error),
      });
      const reader: Reader = { ch, feed, mailbox, events: createEmitter(core.logger), told: 'connecting' };
      readers.add(reader);
      connection.open();
      place(ch);
      return {
        [asyncIterator()]: () => mailbox.iterator,
        status: () => statusOf(reader),
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
