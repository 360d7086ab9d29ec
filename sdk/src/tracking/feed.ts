import { type Clock, sleep } from '../core/clock.ts';
import { isSymphoniaError } from '../core/errors.ts';
import { backoffMs } from '../core/retry-after.ts';
import type { LiveEvent } from './event.ts';
import type { Mailbox } from './mailbox.ts';
import type { ClientFrame, Cursor, EventFrame } from './protocol.ts';
import type { Snapshot } from './snapshot.ts';

/** `connecting`: not heard yet, or not now. `catching-up`: something is missing and on its way. `live`: complete. */
export type FeedState = 'connecting' | 'catching-up' | 'live' | 'ended';

export interface FeedDeps {
  readonly ch: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetchSnapshot: (signal: AbortSignal) => Promise<Snapshot>;
  readonly mailbox: Mailbox;
  readonly send: (frame: ClientFrame) => void;
  /** Asks the server to place the channel again; this feed has no position then. */
  readonly placeAgain: () => void;
  /** `state` may be another one, and no frame was the reason. */
  readonly changed: () => void;
  /** A snapshot that no further try will bring. */
  readonly onFailure: (error: unknown) => void;
}

/** Puts what arrives for one subscriber into order, and knows when something is missing. */
export interface Feed {
  readonly state: FeedState;
  /** Up to where everything was passed on; absent before the first placing. */
  readonly at: Cursor | undefined;
  placed(head: Cursor, recovered: boolean): void;
  /** Starts from a position by a snapshot: what was before is not known. */
  reset(head: Cursor): void;
  event(frame: EventFrame): void;
  /** The socket is gone; what was held for a gap comes again. */
  disconnected(): void;
  end(): void;
}

/** Events held while a gap is being filled or a snapshot fetched; more, and a snapshot takes their place. */
const MOST_HELD = 1000;

/**
 * Delivers each event once and in order, or one `snapshot` in place of what cannot be had any more. Holds nothing on
 * disk: the app's cursor decides where a restart resumes.
 */
export function createFeed(since: Cursor | undefined, deps: FeedDeps): Feed {
  const { ch, clock, random, fetchSnapshot, mailbox, send } = deps;
  const held = new Map<number, EventFrame>();
  let at = since;
  let connected = false;
  let ended = false;
  let fetching: AbortController | undefined;
  let asked = false;

  function event(frame: EventFrame) {
    if (!at || ended) return;
    // The server says `reset` before another epoch begins; if that was lost, it must place us again.
    if (frame.epoch !== at.epoch) return lost();
    if (frame.seq <= at.seq) return;
    if (!fetching && follows(frame, at)) {
      deliver(frame);
      return takeHeld();
    }
    held.set(frame.seq, frame);
    if (held.size > MOST_HELD) return lost();
    if (fetching || asked) return;
    asked = true;
    send({ t: 'replay', ch, epoch: at.epoch, from: at.seq });
  }

  const follows = (frame: EventFrame, last: Cursor) => (frame.prev ?? frame.seq - 1) <= last.seq;

  function deliver({ t: _, ch: channel, prev: __, ...event }: EventFrame): void {
    at = { epoch: event.epoch, seq: event.seq };
    const told = { kind: 'event', channel, ...event } as LiveEvent; // the contract says which data a type has
    if (!mailbox.put(told)) lost();
  }

  function takeHeld(): void {
    for (const [seq, frame] of [...held].sort(([a], [b]) => a - b)) {
      if (!at || (seq > at.seq && !follows(frame, at))) break;
      held.delete(seq);
      if (seq > at.seq) deliver(frame);
    }
    if (held.size === 0) asked = false;
  }

  /** Too much is missing, or the app reads too slowly: only a snapshot helps. */
  function lost(): void {
    forget();
    at = undefined;
    deps.placeAgain();
  }

  function forget(): void {
    fetching?.abort();
    fetching = undefined;
    held.clear();
    asked = false;
  }

  function reset(head: Cursor): void {
    if (ended) return;
    forget();
    connected = true;
    at = head;
    const mine = new AbortController();
    fetching = mine;
    void bringSnapshot(mine);
  }

  async function bringSnapshot(mine: AbortController): Promise<void> {
    for (let attempt = 0; !mine.signal.aborted; attempt++) {
      try {
        const { data, stream } = await fetchSnapshot(mine.signal);
        if (mine.signal.aborted || !at) return;
        fetching = undefined;
        // The snapshot may know more than the events up to here; those are then not told again. Of another numbering it
        // is later than all that is held.
        const other = stream?.epoch !== at.epoch;
        if (stream && stream.epoch !== 'none' && (other || stream.seq > at.seq)) at = stream;
        if (other && at === stream) held.clear();
        mailbox.put({ kind: 'snapshot', channel: ch, ...at, data });
        takeOrReplay();
        return deps.changed();
      } catch (error) {
        if (mine.signal.aborted) return;
        if (isSymphoniaError(error) && !error.retryable) return deps.onFailure(error);
        await sleep(clock, backoffMs(attempt, 500, 30_000, random), mine.signal).catch(() => {});
      }
    }
  }

  function takeOrReplay(): void {
    takeHeld();
    const [next] = held.values();
    if (next) event(next); // still a gap: asks for a replay
  }

  return {
    get state() {
      if (ended) return 'ended';
      if (!connected) return 'connecting';
      return fetching || asked || !at ? 'catching-up' : 'live';
    },
    get at() {
      return at;
    },
    event,
    reset,
    placed(head, recovered) {
      const whole = at && at.epoch === head.epoch && (recovered || at.seq >= head.seq);
      if (!whole) return reset(head);
      connected = true;
    },
    disconnected() {
      held.clear();
      asked = false;
      connected = false;
    },
    end() {
      forget();
      ended = true;
    },
  };
}
