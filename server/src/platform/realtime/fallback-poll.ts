import { Readable } from 'node:stream';
import type { Connection } from './connection.ts';
import type { Line } from './fallback-connection.ts';
import type { Positions } from './fallback-cursor.ts';
import { caughtUp } from './fallback-stream.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Frame } from './types.ts';

/** A long poll: collects frames and answers once. */
export interface PollLine extends Line {
  /** Every channel has been placed: from now on it answers as soon as there is something to tell. */
  ready(): void;
  /** Enough for one answer: the next begins where this one ends. */
  readonly full: boolean;
}

/**
 * Answers a status event after `pollGatherMs`, so that what belongs together comes together; positions alone not before
 * `pollPositionsMs`, because each answer costs its reader a request; anything else at once; nothing at all after `waitMs`.
 */
export function createPollLine(
  positions: Positions,
  watcher: () => Connection | undefined,
  limits: RealtimeLimits,
  waitMs: number,
): PollLine {
  const begunAt = performance.now();
  const collected: string[] = [];
  let bytes = 0;
  let ready = false;
  let answered = false;
  let dueAt = begunAt + waitMs;
  let timer: NodeJS.Timeout | undefined;
  const body = new Readable({ read() {} });
  body.once('close', () => clearTimeout(timer));
  const isFull = () => bytes > limits.slowBytes;

  function answer(): void {
    clearTimeout(timer);
    if (answered || body.destroyed) return;
    answered = true;
    const connection = watcher();
    if (connection) caughtUp(positions, connection);
    body.push(`{"frames":[${collected.join(',')}],"cursor":${JSON.stringify(positions.cursor)}}`);
    body.push(null);
    // What waits behind a full answer is not told: the next begins after the last that was.
    connection?.outbox.close();
  }

  function arm(): void {
    clearTimeout(timer);
    const left = dueAt - performance.now();
    if (isFull() || (ready && left <= 0)) answer();
    else if (ready) timer = setTimeout(answer, left);
  }

  /** Until when a frame may wait for others. */
  function patience({ t, type }: Frame): number {
    if (t !== 'evt') return begunAt;
    const soon = performance.now() + limits.pollGatherMs;
    return type === 'position' ? Math.max(soon, begunAt + limits.pollPositionsMs) : soon;
  }

  return {
    body,
    end: answer,
    get full() {
      return isFull();
    },
    get bufferedAmount() {
      return bytes;
    },
    send(sent) {
      const text = String(sent);
      const frame = JSON.parse(text) as Frame; // our own
      positions.follow(frame);
      // Where it stands is told to who did not know; the others get what has been since.
      if (answered || frame.t === 'ping' || (frame.t === 'subscribed' && frame.recovered === true)) return;
      collected.push(text);
      bytes += Buffer.byteLength(text) + 1;
      dueAt = Math.min(dueAt, patience(frame));
      arm();
    },
    ready() {
      ready = true;
      arm();
    },
  };
}
