import { type AnyFrame, createFeed, type WatcherDeps } from './feed.ts';
import { type LightSocket, openLightSocket } from './light-socket.ts';

/** One client of the live channels. */
export interface Watcher {
  readonly channel: string;
  /** Of its feed. */
  readonly told: readonly string[];
  /** It is connected, placed, and nothing is missing. */
  readonly live: boolean;
  stopReading(): void;
  resumeReading(): void;
  close(): void;
}

export interface WatcherOptions {
  /** Of nginx, or of whatever stands before it. */
  readonly port: number;
  readonly token: string;
  readonly channel: string;
  /** What it says its address is; the cap of sockets per address counts by it. */
  readonly address: string;
  readonly from?: string;
}

// The numbers of the SDK's connection (sdk/src/tracking), so that a load returns as our clients do.
const FIRST_WORD_MS = 15_000;
const SILENCE_MARGIN_MS = 10_000;
const CALM_MS = 30_000;
const [RETRY_MS, LONGEST_RETRY_MS] = [500, 30_000];

/** How long to wait before attempt number `attempt`: full jitter. */
export const backoffMs = (attempt: number): number =>
  Math.random() * Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(attempt, 30));

/** These stop a client for good: the load has no second token. */
const STOPS = [1009, 4400, 4401, 4403];
/** These say in their reason how long to wait. */
const WAITS = [1013, 4429];

/**
 * Watches one channel as the SDK does, over a socket that costs little: resume, replay of gaps, reset, drain, silence and
 * full jitter. One process holds thousands of them.
 */
export function openWatcher(options: WatcherOptions, deps: WatcherDeps): Watcher {
  const { port, token, channel, address, from } = options;
  const { meters } = deps;
  const feed = createFeed({
    ...{ ...deps, channel, token, address },
    replay: ({ epoch, seq }) => send({ t: 'replay', ch: channel, epoch, from: seq }),
    placeAgain: () => sub(),
  });
  let socket: LightSocket | undefined;
  let attempt = 0;
  let welcomedAt: number | undefined;
  let spread: number | undefined;
  let silenceMs = FIRST_WORD_MS;
  let heardAt = 0;
  let retry: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  let closed = false;

  const send = (frame: object) => socket?.send(JSON.stringify(frame));
  const sub = () => send({ t: 'sub', ch: channel, ...feed.at });

  function connect(): void {
    meters().connectAt.push(Date.now());
    heardAt = performance.now();
    silenceMs = FIRST_WORD_MS;
    socket = openLightSocket(
      {
        ...{ port, path: '/ws/tracking', protocol: 'symphonia.tracking.v1' },
        headers: { 'X-Forwarded-For': address },
        ...(from ? { from } : {}),
      },
      {
        opened: () => send({ t: 'hello', v: 1, token, resume: feed.at ? [{ ch: channel, ...feed.at }] : [] }),
        text(text) {
          heardAt = performance.now();
          frame(JSON.parse(text) as AnyFrame); // the server's own
        },
        ended,
      },
    );
    checkSilence();
  }

  function checkSilence(): void {
    clearTimeout(silence);
    const left = heardAt + silenceMs - performance.now();
    if (left > 0) silence = setTimeout(checkSilence, left);
    else ended('silence');
  }

  function frame(received: AnyFrame): void {
    feed.frame(received);
    if (received.t === 'welcome') {
      welcomedAt = performance.now();
      silenceMs = (received.pingMs ?? 0) + SILENCE_MARGIN_MS;
      checkSilence();
      if (!feed.at) sub();
    }
    if (received.t === 'drain') {
      meters().drains += 1;
      spread = received.afterMs ?? 0;
      again(Math.random() * spread);
    }
    if (received.t === 'error') count(meters().ends, `error ${JSON.stringify(received)}`);
  }

  function ended(code: number | 'silence', reason = '') {
    count(meters().ends, String(code));
    const drained = spread;
    leave();
    const asked = /retry-after=(\d+)/.exec(reason)?.[1];
    if (STOPS.includes(Number(code))) return close();
    if (asked !== undefined && WAITS.includes(Number(code))) again(Number(asked) * 1_000 + Math.random() * 1_000);
    else again(drained === undefined ? backoffMs(attempt++) : Math.random() * drained);
  }

  function again(waitMs: number): void {
    clearTimeout(retry);
    if (closed) return;
    retry = setTimeout(() => {
      leave();
      connect();
    }, waitMs);
  }

  function leave(): void {
    clearTimeout(silence);
    socket?.drop();
    feed.disconnected();
    if (welcomedAt !== undefined && performance.now() - welcomedAt >= CALM_MS) attempt = 0;
    socket = welcomedAt = spread = undefined;
  }

  function close(): void {
    closed = true;
    clearTimeout(retry);
    leave();
    feed.end();
  }

  connect();
  return {
    channel,
    told: feed.told,
    get live() {
      return feed.live;
    },
    stopReading: () => socket?.stopReading(),
    resumeReading: () => socket?.resumeReading(),
    close,
  };
}

/** One more of this name. */
export function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
