import { frames } from './frames.ts';
import type { LiveEvent } from './live-event.ts';
import type { Outbox } from './outbox.ts';
import type { StreamName } from './stream.ts';
import type { ChannelView, Cursor } from './types.ts';

/** One socket's view of one stream, under the name by which the client knows it. */
export interface Subscription {
  readonly ch: string;
  readonly name: StreamName;
  /** The last number that was written to the socket: the `prev` of the next. */
  sent: number;
  /** Where this subscription has got to, with what waits or was not wanted. */
  readonly at: Cursor;
  /** Puts it at a position; what waits from before is dropped, because the client is told to start from here. */
  place(at: Cursor): void;
  /** Tells the client that it stands at `at` and missed something, unless it stands there already. */
  reset(at: Cursor): void;
  /** Whether a replay can be sent in one go; a larger one would cut the socket, on every attempt again. */
  fits(events: readonly LiveEvent[]): boolean;
  /** Passes an event on, unless it is of another epoch, was passed before, or is not wanted. */
  offer(event: LiveEvent): void;
  close(): void;
  readonly closed: boolean;
}

/** Made when the client subscribes; `place` gives it its position before the first event. */
export function createSubscription(ch: string, name: StreamName, view: ChannelView, outbox: Outbox): Subscription {
  let at: Cursor = { epoch: '', seq: 0 };
  let closed = false;

  const subscription: Subscription = {
    ch,
    name,
    sent: 0,
    get at() {
      return at;
    },
    get closed() {
      return closed;
    },
    place(cursor) {
      outbox.forget(subscription);
      at = cursor;
      subscription.sent = cursor.seq;
    },
    reset(cursor) {
      if (closed || (at.epoch === cursor.epoch && at.seq >= cursor.seq)) return;
      subscription.place(cursor);
      outbox.control(frames.reset(ch, cursor));
    },
    fits: (events) => events.reduce((bytes, event) => bytes + event.frame(ch, event.seq - 1).length, 0) <= outbox.room,
    offer(event) {
      if (closed || event.epoch !== at.epoch || event.seq <= at.seq) return;
      at = { epoch: event.epoch, seq: event.seq };
      if (view.wants && !view.wants(event.message())) return;
      outbox.event(subscription, event);
    },
    close() {
      closed = true;
      outbox.forget(subscription);
    },
  };
  return subscription;
}
