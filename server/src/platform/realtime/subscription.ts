import { frames } from './frames.ts';
import { interned } from './interned.ts';
import type { Face, LiveEvent } from './live-event.ts';
import type { Outbox } from './outbox.ts';
import type { StreamName } from './stream.ts';
import type { Audience, ChannelView, Cursor } from './types.ts';

/** One socket's view of one stream, under the name by which the client knows it. */
export interface Subscription extends Face {
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
  /** Passes an event on, unless it is of another epoch, was passed before, or is not wanted; answers how many it passed on. */
  offer(event: LiveEvent): 0 | 1;
  /** The same for a replay, handed over in one go. */
  offerAll(events: readonly LiveEvent[]): number;
  close(): void;
  readonly closed: boolean;
}

/** Made when the client subscribes; `place` gives it its position before the first event. */
export const createSubscription = (ch: string, name: StreamName, view: ChannelView, outbox: Outbox): Subscription =>
  new SocketSubscription(ch, name, view, outbox);

/** A class, and its position in fields of its own, because there are tens of thousands and each event visits many. */
class SocketSubscription implements Subscription {
  private epoch = '';
  private seq = 0;
  sent = 0;
  closed = false;
  private readonly outbox: Outbox;
  readonly key: string;
  private readonly wants: ChannelView['wants'];
  private readonly restart: ChannelView['restart'];
  readonly audience: Audience | undefined;
  readonly ch: string;
  readonly name: StreamName;

  constructor(ch: string, name: StreamName, { wants, restart, audience }: ChannelView, outbox: Outbox) {
    this.ch = interned(ch);
    this.name = name;
    this.wants = wants;
    this.restart = restart;
    this.audience = audience;
    // Names of audiences and channels are ours and the contract's: neither has a line break.
    this.key = audience ? interned(`${audience.name}\n${ch}`) : this.ch;
    this.outbox = outbox;
  }

  get at(): Cursor {
    return { epoch: this.epoch, seq: this.seq };
  }

  place({ epoch, seq }: Cursor): void {
    this.outbox.forget(this);
    this.restart?.();
    this.epoch = interned(epoch);
    this.seq = seq;
    this.sent = seq;
  }

  reset(to: Cursor): void {
    if (this.closed || (this.epoch === to.epoch && this.seq >= to.seq)) return;
    this.place(to);
    this.outbox.control(frames.reset(this.ch, to));
  }

  fits(events: readonly LiveEvent[]): boolean {
    let bytes = 0;
    // The usual frame is the one that most watchers share, so it is not built in vain.
    for (const event of events) if (event.isFor(this.audience)) bytes += event.frame(this, event.seq - 1).length;
    return bytes <= this.outbox.room;
  }

  offer(event: LiveEvent): 0 | 1 {
    if (this.closed || event.epoch !== this.epoch || event.seq <= this.seq) return 0;
    this.seq = event.seq;
    if (this.wants && !this.wants(event.message())) return 0;
    if (this.audience && !event.isFor(this.audience)) return 0;
    this.outbox.event(this, event);
    return 1;
  }

  offerAll(events: readonly LiveEvent[]): number {
    let passed = 0;
    this.outbox.together(() => {
      for (const event of events) passed += this.offer(event);
    });
    return passed;
  }

  close(): void {
    this.closed = true;
    this.outbox.forget(this);
  }
}
