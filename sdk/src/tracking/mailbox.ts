import type { TrackingEvent } from './event.ts';
import type { Cursor } from './protocol.ts';

/** Between what arrives and what the app takes. */
export interface Mailbox {
  /** False when the app has left too much unread: all of it is dropped, for a snapshot to take its place. */
  put(event: TrackingEvent): boolean;
  /** Ends the iteration, with an error if there is one; what was not taken yet comes again after `cursor`. */
  close(error?: unknown): void;
  /** Up to where the app has finished: an event counts when the app asks for the one after it. */
  readonly cursor: Cursor | undefined;
  readonly iterator: AsyncIterator<TrackingEvent, undefined>;
}

/** What an app may leave unread before it gets a snapshot instead. */
const MOST_UNREAD = 1000;

/** A box for one reader. `onReturn` is called when the app leaves its loop. */
export function createMailbox(since: Cursor | undefined, onReturn: () => void): Mailbox {
  const events: TrackingEvent[] = [];
  let cursor = since;
  let taken: TrackingEvent | undefined;
  let closed = false;
  let failure: { error: unknown } | undefined;
  let wake = () => {};

  const done = { done: true, value: undefined } as const;

  async function next(): Promise<IteratorResult<TrackingEvent, undefined>> {
    if (taken) cursor = { epoch: taken.epoch, seq: taken.seq };
    taken = undefined;
    for (;;) {
      if (failure) throw failure.error;
      const value = events.shift();
      if (value) {
        taken = value;
        return { done: false, value };
      }
      if (closed) return done;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    put(event) {
      if (closed) return true;
      const full = events.length >= MOST_UNREAD;
      if (full) events.length = 0;
      if (full && event.kind === 'event') return false;
      events.push(event);
      wake();
      return true;
    },
    close(error) {
      if (closed) return;
      closed = true;
      events.length = 0;
      if (error !== undefined) failure = { error };
      wake();
    },
    get cursor() {
      return cursor;
    },
    iterator: {
      next,
      async return() {
        onReturn();
        return done;
      },
    },
  };
}
