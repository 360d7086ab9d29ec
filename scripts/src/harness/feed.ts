import type { newMeters } from './meters.ts';
import type { FetchSnapshot } from './snapshots.ts';

/** A place in a channel's history. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

export interface EventFrame extends Cursor {
  readonly ch: string;
  readonly prev?: number;
  readonly id: string;
}

/** A frame of the server, with what any kind of it may have. */
export interface AnyFrame extends Partial<EventFrame> {
  readonly t: string;
  readonly pingMs?: number;
  readonly afterMs?: number;
  readonly head?: number;
  readonly recovered?: boolean;
}

export interface WatcherDeps {
  readonly meters: () => ReturnType<typeof newMeters>;
  readonly fetchSnapshot: FetchSnapshot;
  /** Nothing has happened on its channel before it comes: where it begins, it needs no snapshot. */
  readonly fromTheStart: boolean;
}

export interface FeedDeps extends WatcherDeps {
  readonly channel: string;
  readonly token: string;
  readonly address: string;
  /** Asks for everything after a position once more. */
  readonly replay: (from: Cursor) => void;
  /** Asks for the channel anew; the feed has no position then. */
  readonly placeAgain: () => void;
}

/** Puts what one client hears of a channel into order, as the SDK's feed does. */
export interface Feed {
  /** In order: `<id>` of each event that was delivered, `=<orderId>@<version>,…` of each snapshot in place of events. */
  readonly told: readonly string[];
  readonly at: Cursor | undefined;
  /** Placed, and nothing is missing. */
  readonly live: boolean;
  /** Takes `subscribed`, `reset` and `evt`; other frames are not its business. */
  frame(frame: AnyFrame): void;
  /** The connection is gone; what was held for a gap comes again. */
  disconnected(): void;
  end(): void;
}

const MOST_HELD = 1_000;

export function createFeed(deps: FeedDeps): Feed {
  const { channel, token, address, meters, fetchSnapshot, replay, placeAgain } = deps;
  const told: string[] = [];
  let at: Cursor | undefined;
  let held = new Map<number, EventFrame>();
  let asked = false;
  let fetching: object | undefined;
  let placed = false;
  let ended = false;
  let lostAt: number | undefined;

  function place(to: Cursor, recovered: boolean): void {
    placed = true;
    if (lostAt !== undefined) meters().returnMs.push(performance.now() - lostAt);
    lostAt = undefined;
    if (!(at && at.epoch === to.epoch && (recovered || at.seq >= to.seq))) reset(to);
  }

  function event(one: EventFrame) {
    if (!at) return;
    if (one.epoch !== at.epoch) return lost();
    if (one.seq <= at.seq) {
      meters().repeated += 1;
      return;
    }
    if (!fetching && (one.prev ?? one.seq - 1) <= at.seq) {
      deliver(one);
      return takeHeld();
    }
    held.set(one.seq, one);
    if (held.size > MOST_HELD) return lost();
    if (fetching || asked) return;
    asked = true;
    meters().replays += 1;
    replay(at);
  }

  function deliver({ epoch, seq, id }: EventFrame): void {
    at = { epoch, seq };
    meters().delivered += 1;
    told.push(id);
  }

  function takeHeld(): void {
    for (const [seq, one] of [...held].sort(([a], [b]) => a - b)) {
      if (!at || (seq > at.seq && (one.prev ?? seq - 1) > at.seq)) break;
      held.delete(seq);
      if (seq > at.seq) deliver(one);
    }
    if (held.size === 0) asked = false;
  }

  /** Only a snapshot helps. */
  function lost(): void {
    at = undefined;
    placeAgain();
  }

  function reset(to: Cursor): void {
    if (told.length > 0) meters().resets += 1;
    at = to;
    held = new Map();
    asked = false;
    if (told.length === 0 && deps.fromTheStart) return void told.push('=');
    const mine = {};
    fetching = mine;
    void fetchSnapshot(channel, token, address, () => mine !== fetching || ended).then((snapshot) => {
      if (!snapshot || mine !== fetching || !at) return;
      fetching = undefined;
      const { stream, orders } = snapshot;
      if (stream?.epoch === at.epoch && stream.seq > at.seq) at = stream;
      told.push(`=${orders.join(',')}`);
      takeHeld();
      const [next] = held.values();
      if (next) event(next);
    });
  }

  return {
    told,
    get at() {
      return at;
    },
    get live() {
      return placed && at !== undefined && !fetching && !asked;
    },
    frame(received) {
      const { t, epoch = '', seq = 0, head = 0 } = received;
      if (t === 'evt')
        event(received as EventFrame); // an `evt` has these
      else if (t === 'subscribed') place({ epoch, seq }, received.recovered === true);
      else if (t === 'reset') reset({ epoch, seq: head });
    },
    disconnected() {
      if (placed) lostAt = performance.now();
      placed = false;
      asked = false;
      held = new Map();
    },
    end() {
      ended = true;
    },
  };
}
