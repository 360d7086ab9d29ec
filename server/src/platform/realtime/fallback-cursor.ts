import { InvalidCursor } from '../db/page.ts';
import type { Cursor, Frame } from './types.ts';

/**
 * Where a watcher stands in each of its channels, as one text: `<channel>@<epoch>.<seq>;…`. A client that knows its
 * positions from a socket can write it itself, and so goes on here without a hole and without a snapshot.
 */
const PART = /^([a-z]+:[A-Za-z0-9_.,-]{1,120})@([\w.-]{1,64})\.(\d{1,15})$/;
const MOST_PARTS = 100;

/** The positions of one watcher, moved on by what it is sent. */
export interface Positions {
  readonly cursor: string;
  of(ch: string): Cursor | undefined;
  /** Takes over what a frame does to the position of its channel; true when it moved. */
  follow(frame: Frame): boolean;
  /** Puts a channel somewhere; true when it was elsewhere. */
  put(ch: string, at: Cursor): boolean;
}

/** Reads a cursor for these channels; what it says of others is left out. Throws `invalid_cursor` for one that is not ours. */
export function createPositions(channels: readonly string[], cursor: string | undefined): Positions {
  const since = readCursor(cursor);
  const positions = new Map<string, Cursor>();
  for (const ch of channels) {
    const at = since.get(ch);
    if (at) positions.set(ch, at);
  }

  const put = (ch: string, at: Cursor): boolean => {
    const before = positions.get(ch);
    if (before?.epoch === at.epoch && before.seq === at.seq) return false;
    positions.set(ch, at);
    return true;
  };

  return {
    put,
    of: (ch) => positions.get(ch),
    follow({ t, ch, epoch, seq, head, recovered, code }) {
      if (typeof ch !== 'string') return false;
      // What may not be seen has no position; what cannot be looked at now keeps its own.
      if (t === 'error') return code === 'not_found' && positions.delete(ch);
      // The events since then are still to come.
      if (t === 'subscribed' && recovered === true) return false;
      if (t !== 'evt' && t !== 'subscribed' && t !== 'reset') return false;
      return put(ch, { epoch: String(epoch), seq: Number(t === 'reset' ? head : seq) });
    },
    get cursor() {
      return [...positions].map(([ch, { epoch, seq }]) => `${ch}@${epoch}.${seq}`).join(';') || NOWHERE;
    },
  };
}

/** The cursor of a watcher that stands in no channel yet. */
const NOWHERE = '-';

function readCursor(cursor: string | undefined): Map<string, Cursor> {
  if (cursor === undefined || cursor === NOWHERE) return new Map();
  const parts = cursor.split(';');
  if (parts.length > MOST_PARTS) throw InvalidCursor({ reason: `it names more than ${MOST_PARTS} channels` });
  return new Map(
    parts.map((part): [string, Cursor] => {
      const [, ch, epoch, seq] = PART.exec(part) ?? [];
      if (!ch || !epoch || !seq) throw InvalidCursor({ reason: 'it is not one of ours, or was changed' });
      return [ch, { epoch, seq: Number(seq) }];
    }),
  );
}
