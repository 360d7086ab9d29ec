import { PassThrough } from 'node:stream';
import type { Connection } from './connection.ts';
import type { Line } from './fallback-connection.ts';
import type { Positions } from './fallback-cursor.ts';
import type { Frame } from './types.ts';

/** How long a reader that knows no better waits before it asks again; spread, so that all of a dead process do not come at once. */
const RETRY_MS = { from: 1_000, to: 3_000 } as const;

/** Server-sent events: one message a frame, `id` only where the frame moves the position of a channel. */
export function createStreamLine(positions: Positions, watcher: () => Connection | undefined): Line {
  const body = new PassThrough();
  let begun = false;

  function message(text: string): string {
    const frame = JSON.parse(text) as Frame; // our own
    const moved = frame.t === 'ping' ? catchUp() : positions.follow(frame);
    const retry =
      frame.t === 'drain' ? spread(0, Number(frame.afterMs)) : begun ? undefined : spread(RETRY_MS.from, RETRY_MS.to);
    begun = true;
    return `${retry === undefined ? '' : `retry: ${retry}\n`}${moved ? `id: ${positions.cursor}\n` : ''}data: ${text}\n\n`;
  }

  /** Events that its view leaves out move a channel too; without this a quiet view would be read again from far behind. */
  const catchUp = () => {
    const connection = watcher();
    return connection !== undefined && caughtUp(positions, connection);
  };

  return {
    body,
    send: (frame, written) => void body.write(message(String(frame)), () => written()),
    get bufferedAmount() {
      return body.writableLength + body.readableLength;
    },
    end: () => void body.end(),
  };
}

const spread = (from: number, to: number) => Math.round(from + Math.random() * (to - from));

/** Puts every channel to where its subscription has got; true when one moved. Frames that wait are not there yet. */
export function caughtUp(positions: Positions, { outbox, subscriptions }: Connection): boolean {
  if (outbox.slow) return false;
  let moved = false;
  for (const { ch, at } of subscriptions.values()) if (at.epoch !== '' && positions.put(ch, at)) moved = true;
  return moved;
}
