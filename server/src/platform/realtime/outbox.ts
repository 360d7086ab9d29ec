import type { LiveEvent } from './live-event.ts';
import type { Subscription } from './subscription.ts';
import type { WireFrame } from './wire.ts';

/** The part of a socket that the outbox writes to. */
export interface Sink {
  /**
   * A string is the text of a frame that only this reader gets. `written`, always the same function, is called when the
   * other side has taken something, at the latest when nothing is left to take; not after every frame.
   */
  send(frame: WireFrame | string, written: () => void): void;
  /** Bytes handed over and not yet taken by the other side. */
  readonly bufferedAmount: number;
  /** Hands over in one go what is sent meanwhile, where that is cheaper. */
  together?(write: () => void): void;
}

/** What waits for one socket. Frames keep their order; positions may be superseded while they wait. */
export interface Outbox {
  control(frame: string): void;
  event(subscription: Subscription, event: LiveEvent): void;
  /** Writes what is sent meanwhile in one go, such as a replay. */
  together(write: () => void): void;
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

interface OutboxDeps {
  readonly sink: Sink;
  readonly slowBytes: number;
  readonly cutBytes: number;
  readonly onCut: () => void;
  readonly onSuperseded?: () => void;
}

/**
 * Writes through while the other side reads. Above `slowBytes` unread, frames wait here: of each subject only the newest
 * position, of everything else all, in order. Above `cutBytes` in total `onCut` is called once and the waiting is dropped,
 * so a reader that stopped costs a bounded amount of memory.
 */
export const createOutbox = (deps: OutboxDeps): Outbox => new WaitingOutbox(deps);

/** A class, and without anything for the waiting until something waits, because most of tens of thousands never do. */
class WaitingOutbox implements Outbox {
  slow = false;
  private closed = false;
  private readonly sink: Sink;
  private readonly slowBytes: number;
  private readonly cutBytes: number;
  private readonly onCut: () => void;
  private readonly onSuperseded: (() => void) | undefined;
  /** One function for all frames: one per frame would cost more than the frame. */
  private readonly written = () => {
    if (this.slow && this.sink.bufferedAmount <= this.slowBytes / 2) this.flush();
  };
  private waiting: Map<string, Waiting> | undefined;
  private waitingBytes = 0;
  private controls = 0;
  private tellDrained: (() => void)[] | undefined;

  constructor({ sink, slowBytes, cutBytes, onCut, onSuperseded }: OutboxDeps) {
    this.sink = sink;
    this.slowBytes = slowBytes;
    this.cutBytes = cutBytes;
    this.onCut = onCut;
    this.onSuperseded = onSuperseded;
  }

  control(frame: string): void {
    if (this.closed) return;
    if (!this.slow) this.write(frame);
    else {
      this.controls += 1;
      this.wait(`c ${this.controls}`, { bytes: Buffer.byteLength(frame), write: () => this.write(frame) });
    }
  }

  event(subscription: Subscription, event: LiveEvent): void {
    if (this.closed) return;
    if (!this.slow) this.writeEvent(subscription, event);
    else this.waitEvent(subscription, event);
  }

  private waitEvent(subscription: Subscription, event: LiveEvent): void {
    const replaceable = event.kind === 'position' && event.subject !== '';
    const key = replaceable ? `p ${subscription.ch} ${event.subject}` : `s ${subscription.ch} ${event.seq}`;
    const bytes = event.frame(subscription, event.seq - 1).length;
    this.wait(key, { bytes, owner: subscription, write: () => this.writeEvent(subscription, event) });
  }

  together(write: () => void): void {
    if (this.sink.together && !this.closed) this.sink.together(write);
    else write();
  }

  forget(subscription: Subscription): void {
    if (!this.waiting) return;
    for (const [key, item] of this.waiting) if (item.owner === subscription) this.drop(key, item);
  }

  close(): void {
    this.closed = true;
    this.waiting = undefined;
    this.tell();
  }

  get room(): number {
    return this.cutBytes / 2 - this.sink.bufferedAmount - this.waitingBytes;
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.slow || this.closed) return resolve();
      this.tellDrained ??= [];
      this.tellDrained.push(resolve);
    });
  }

  private write(frame: WireFrame | string): void {
    this.sink.send(frame, this.written);
    if (this.sink.bufferedAmount > this.slowBytes) this.slow = true;
  }

  private writeEvent(subscription: Subscription, event: LiveEvent): void {
    this.write(event.frame(subscription, subscription.sent));
    subscription.sent = event.seq;
  }

  private flush(): void {
    this.together(() => {
      for (const [key, item] of this.waiting ?? []) {
        if (this.closed || this.sink.bufferedAmount > this.slowBytes) return;
        this.drop(key, item);
        item.write();
      }
    });
    this.slow = this.sink.bufferedAmount > this.slowBytes || (this.waiting?.size ?? 0) > 0;
    if (!this.slow) this.tell();
  }

  private tell(): void {
    for (const tell of this.tellDrained ?? []) tell();
    this.tellDrained = undefined;
  }

  private wait(key: string, item: Waiting): void {
    this.waiting ??= new Map();
    const superseded = this.waiting.get(key);
    if (superseded) {
      this.drop(key, superseded);
      this.onSuperseded?.();
    }
    this.waiting.set(key, item);
    this.waitingBytes += item.bytes;
    if (this.waitingBytes + this.sink.bufferedAmount <= this.cutBytes) return;
    this.close();
    this.onCut();
  }

  private drop(key: string, item: Waiting): void {
    this.waiting?.delete(key);
    this.waitingBytes -= item.bytes;
  }
}
