import type { LiveEvent } from './live-event.ts';
import type { Subscription } from './subscription.ts';

/** The part of a socket that the outbox writes to. */
export interface Sink {
  send(frame: Buffer | string, written: () => void): void;
  /** Bytes handed over and not yet taken by the other side. */
  readonly bufferedAmount: number;
}

/** What waits for one socket. Frames keep their order; positions may be superseded while they wait. */
export interface Outbox {
  control(frame: string): void;
  event(subscription: Subscription, event: LiveEvent): void;
  /** Forgets the waiting events of a subscription, because it ended or starts over. */
  forget(subscription: Subscription): void;
  /** Drops everything; nothing is written any more. */
  close(): void;
  readonly slow: boolean;
  /** Bytes that may be added at once without coming near the cut. */
  readonly room: number;
  /** Resolves when the other side has read enough to be written to directly, or when the outbox is closed. */
  drained(): Promise<void>;
}

interface Waiting {
  readonly bytes: number;
  readonly owner?: Subscription;
  write(): void;
}

/**
 * Writes through while the other side reads. Above `slowBytes` unread, frames wait here: of each subject only the newest
 * position, of everything else all, in order. Above `cutBytes` in total `onCut` is called once and the waiting is dropped,
 * so a reader that stopped costs a bounded amount of memory.
 */
export function createOutbox(deps: {
  sink: Sink;
  slowBytes: number;
  cutBytes: number;
  onCut: () => void;
  onSuperseded?: () => void;
}): Outbox {
  const { sink, slowBytes, cutBytes, onCut, onSuperseded } = deps;
  const waiting = new Map<string, Waiting>();
  let waitingBytes = 0;
  let controls = 0;
  let closed = false;
  let slow = false;
  let tellDrained: (() => void)[] = [];

  function drained(): void {
    for (const tell of tellDrained) tell();
    tellDrained = [];
  }

  // One function for all frames: a closure per frame would cost more than the frame.
  const written = () => {
    if (slow && sink.bufferedAmount <= slowBytes / 2) flush();
  };

  function write(frame: Buffer | string): void {
    sink.send(frame, written);
    if (sink.bufferedAmount > slowBytes) slow = true;
  }

  function flush(): void {
    for (const [key, item] of waiting) {
      if (closed || sink.bufferedAmount > slowBytes) return;
      drop(key, item);
      item.write();
    }
    slow = sink.bufferedAmount > slowBytes;
    if (!slow) drained();
  }

  function drop(key: string, item: Waiting): void {
    waiting.delete(key);
    waitingBytes -= item.bytes;
  }

  function wait(key: string, item: Waiting): void {
    const superseded = waiting.get(key);
    if (superseded) {
      drop(key, superseded);
      onSuperseded?.();
    }
    waiting.set(key, item);
    waitingBytes += item.bytes;
    if (waitingBytes + sink.bufferedAmount <= cutBytes) return;
    close();
    onCut();
  }

  function close(): void {
    closed = true;
    waiting.clear();
    drained();
  }

  function writeEvent(subscription: Subscription, event: LiveEvent): void {
    write(event.frame(subscription.ch, subscription.sent));
    subscription.sent = event.seq;
  }

  return {
    get slow() {
      return slow;
    },
    control(frame) {
      if (closed) return;
      if (!slow) return write(frame);
      controls += 1;
      wait(`c ${controls}`, { bytes: Buffer.byteLength(frame), write: () => write(frame) });
    },
    event(subscription, event) {
      if (closed) return;
      if (!slow) return writeEvent(subscription, event);
      const replaceable = event.kind === 'position' && event.subject !== '';
      const key = replaceable ? `p ${subscription.ch} ${event.subject}` : `s ${subscription.ch} ${event.seq}`;
      const bytes = event.frame(subscription.ch, event.seq - 1).length;
      wait(key, { bytes, owner: subscription, write: () => writeEvent(subscription, event) });
    },
    forget(subscription) {
      for (const [key, item] of waiting) if (item.owner === subscription) drop(key, item);
    },
    close,
    get room() {
      return cutBytes / 2 - sink.bufferedAmount - waitingBytes;
    },
    drained: () =>
      new Promise((resolve) => {
        if (slow && !closed) tellDrained.push(resolve);
        else resolve();
      }),
  };
}
