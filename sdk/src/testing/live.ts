import type { Clock } from '../core/clock.ts';
import { type LiveFrame, type LivePlace, liveLog } from './live-log.ts';
import type { Holder } from './people.ts';

/** By what a watcher is connected. */
export type LiveWay = 'socket' | 'stream' | 'poll';

/** What becomes of a frame on its way to one watcher; nothing = it arrives. */
export type FrameFault = 'drop' | 'twice' | 'hold';

/** The live side of the fake server, in the test's hands. */
export interface FakeLive {
  /** Something happens on a channel: `tell('order:…', 'order.picked_up', { orderId, status: 'picked_up', … })`. */
  tell(channel: string, type: string, data: object): void;
  /** What the snapshot of a channel says beside its position; `{}` by default. */
  snapshot: (channel: string) => object;
  /** Whether somebody may see a channel; everybody may by default. */
  sees: (sub: string, channel: string) => boolean;
  /** How many connections there are, by way. */
  readonly watchers: Readonly<Record<LiveWay, number>>;
  /** Ways that nothing comes through: sockets fail, streams are silent, polls are answered by a proxy. */
  readonly blocked: Set<LiveWay>;
  /** Every connection breaks; with a code a socket is told why: `cut(4401)`. */
  cut(code?: number, reason?: string): void;
  /** Every connection goes silent and nobody is told: half open. */
  silence(): void;
  /** The server's process goes away soon; `afterMs` is over how long the watchers come back. */
  drain(afterMs: number): void;
  /** History is gone: who was away gets a snapshot. */
  trim(channel?: string): void;
  /** The numbering begins anew, as after a loss of Redis: every watcher gets a snapshot. */
  renumber(channel?: string): void;
  /** What becomes of each event on its way: lost, doubled, or behind the next one. */
  fault: (frame: LiveFrame, way: LiveWay) => FrameFault | undefined;
  /** Makes a tracking link of an order and gives its token, for `linkAuth`; `api.tokens.delete(token)` revokes it. */
  share(orderId: string): string;
}

/** One connection, as its own side of the server sees it. */
export interface Watcher {
  readonly way: LiveWay;
  readonly sub: string;
  readonly channels: Set<string>;
  send(frame: LiveFrame): void;
  /** The connection is over, from the server's side. */
  end(code: number, reason: string): void;
  silent: boolean;
  held: LiveFrame | undefined;
}

/** What the ways to the live side share. */
export interface LiveHub extends FakeLive {
  readonly pingMs: number;
  enter(way: LiveWay, sub: string, to: Pick<Watcher, 'send' | 'end'>): Watcher;
  leave(watcher: Watcher): void;
  /** Watches a channel, from a place or from now. */
  watch(watcher: Watcher, ch: string, at: LivePlace | undefined): void;
  /** Sends again what came after a place. */
  replay(watcher: Watcher, ch: string, at: LivePlace): void;
  /** Says one frame, unless nothing arrives any more. */
  say(watcher: Watcher, frame: LiveFrame): void;
  at(ch: string): LivePlace;
}

const PING_MS = 25_000;

/** Channels, who watches them, and what goes wrong between. */
export function liveHub(clock: Clock, now: () => number, tokens: () => Map<string, Holder>): LiveHub {
  const log = liveLog(now);
  const watchers = new Set<Watcher>();
  const every = (fn: (watcher: Watcher) => void) => {
    for (const watcher of [...watchers]) fn(watcher);
  };
  const count = (way: LiveWay) => [...watchers].filter((one) => one.way === way).length;

  function say(watcher: Watcher, frame: LiveFrame): void {
    if (!watcher.silent && watchers.has(watcher)) watcher.send(frame);
  }

  /** An event on its way, with what goes wrong there. */
  function pass(watcher: Watcher, frame: LiveFrame): void {
    const fault = hub.fault(frame, watcher.way);
    const { held } = watcher;
    watcher.held = fault === 'hold' ? frame : undefined;
    if (fault === undefined || fault === 'twice') say(watcher, frame);
    if (fault === 'twice') say(watcher, frame);
    if (held) say(watcher, held);
  }

  const hub: LiveHub = {
    pingMs: PING_MS,
    snapshot: () => ({}),
    sees: () => true,
    fault: () => undefined,
    blocked: new Set(),
    get watchers() {
      return { socket: count('socket'), stream: count('stream'), poll: count('poll') };
    },
    at: (ch) => log.at(ch),
    say,
    tell(ch, type, data) {
      const frame = log.append(ch, type, data);
      every((watcher) => watcher.channels.has(ch) && pass(watcher, frame));
    },
    cut: (code = 1006, reason = '') => every((watcher) => watcher.end(code, reason)),
    silence: () =>
      every((watcher) => {
        watcher.silent = true;
      }),
    drain: (afterMs) => every((watcher) => say(watcher, { t: 'drain', afterMs })),
    trim: (ch) => log.trim(ch),
    renumber(ch) {
      for (const frame of log.renumber(ch))
        every((watcher) => watcher.channels.has(String(frame.ch)) && say(watcher, frame));
    },
    enter(way, sub, to) {
      const watcher: Watcher = { ...to, way, sub, channels: new Set(), silent: false, held: undefined };
      watchers.add(watcher);
      const ping = () => {
        if (!watchers.has(watcher)) return;
        say(watcher, { t: 'ping' });
        clock.setTimeout(ping, PING_MS);
      };
      if (way !== 'poll') clock.setTimeout(ping, PING_MS);
      return watcher;
    },
    share(orderId) {
      const token = `tl_${orderId}`;
      tokens().set(token, { tenant: 'ten_1', sub: orderId });
      return token;
    },
    leave: (watcher) => void watchers.delete(watcher),
    watch(watcher, ch, at) {
      if (!hub.sees(watcher.sub, ch)) return say(watcher, { t: 'error', ch, code: 'not_found' });
      watcher.channels.add(ch);
      const missed = at && log.since(ch, at);
      say(watcher, { t: 'subscribed', ch, ...log.at(ch), recovered: missed !== undefined });
      for (const frame of missed ?? []) say(watcher, frame);
    },
    replay(watcher, ch, at) {
      const missed = log.since(ch, at);
      const { epoch, seq } = log.at(ch);
      if (!missed) say(watcher, { t: 'reset', ch, epoch, head: seq });
      for (const frame of missed ?? []) say(watcher, frame);
    },
  };
  return hub;
}
