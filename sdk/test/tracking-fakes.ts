import type { AccessToken } from '../src/core/auth.ts';
import { createCore } from '../src/core/client.ts';
import type { Clock } from '../src/core/clock.ts';
import { AuthRequired } from '../src/core/errors.ts';
import { type Subscription, type Target, type TrackingEvent, tracking } from '../src/tracking/index.ts';
import type { ClientFrame, Cursor } from '../src/tracking/protocol.ts';
import type { Snapshot } from '../src/tracking/snapshot.ts';

/** Time that passes only when told. */
export function virtualClock() {
  let time = 1_000_000;
  const timers = new Map<object, { at: number; fn: () => void }>();
  const clock: Clock = {
    now: () => time,
    setTimeout(fn, ms) {
      const timer = {};
      timers.set(timer, { at: time + ms, fn });
      return timer;
    },
    clearTimeout: (timer) => void timers.delete(timer as object), // an object of ours, or nothing
  };
  return {
    clock,
    /** Lets `ms` pass, running what falls due in order, each with what it sets off. */
    async pass(ms: number) {
      const until = time + ms;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        timers.delete(next[0]);
        time = Math.max(time, next[1].at);
        next[1].fn();
        await settle();
      }
      time = until;
      await settle();
    },
    get waiting() {
      return [...timers.values()].map(({ at }) => at - time).sort((a, b) => a - b);
    },
  };
}

/** Lets everything that only waits for promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** The server's end of one fake socket. */
export interface FakeSocket {
  readonly url: string;
  readonly protocol: string;
  readonly sent: ClientFrame[];
  /** True once the client has closed it. */
  readonly dropped: boolean;
  open(): Promise<void>;
  say(...frames: object[]): Promise<void>;
  end(code: number, reason?: string): Promise<void>;
}

/** The server's end of one HTTP request for live events. */
export interface FakeAsk {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** True once the client has let go of it. */
  readonly left: boolean;
  /** Answers whole: a poll, or a refusal. */
  answer(body: object, status?: number, headers?: Record<string, string>): Promise<void>;
  /** Begins a stream; `say` sends a message with the next mark, `end` ends it in order, `fail` breaks it. */
  stream(type?: string): Promise<void>;
  say(...frames: object[]): Promise<void>;
  raw(text: string): Promise<void>;
  end(): Promise<void>;
  fail(): Promise<void>;
}

/** A `fetch` whose requests are answered by hand. */
export function fakeHttp() {
  const asks: FakeAsk[] = [];
  const fetcher: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      let out: ReadableStreamDefaultController<Uint8Array> | undefined;
      const raw = async (text: string) => {
        out?.enqueue(new TextEncoder().encode(text));
        await settle();
      };
      let left = false;
      init?.signal?.addEventListener('abort', () => {
        left = true;
        reject(init.signal?.reason);
      });
      const marks = new Map<string, string>();
      asks.push({
        ...{ path: url.pathname, query: url.searchParams, headers: new Headers(init?.headers), raw },
        get left() {
          return left;
        },
        async answer(body, status = 200, headers = {}) {
          const type = status < 400 ? 'application/json' : 'application/problem+json';
          resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } }));
          await settle();
        },
        async stream(type = 'text/event-stream') {
          const body = new ReadableStream<Uint8Array>({
            start(controller) {
              out = controller;
            },
            cancel() {
              left = true;
            },
          });
          resolve(new Response(body, { headers: { 'content-type': type } }));
          await settle();
        },
        async say(...frames) {
          for (const frame of frames) {
            const { ch, epoch, seq, head } = frame as Record<string, unknown>; // as a frame may have
            if (typeof ch === 'string' && epoch) marks.set(ch, `${ch}@${epoch}.${seq ?? head}`);
            await raw(
              `${marks.size ? `id: ${[...marks.values()].join(';')}\n` : ''}data: ${JSON.stringify(frame)}\n\n`,
            );
          }
        },
        async end() {
          out?.close();
          await settle();
        },
        async fail() {
          if (out) out.error(new TypeError('terminated'));
          else reject(new TypeError('fetch failed'));
          await settle();
        },
      });
    });
  return { asks, fetcher };
}

/** A whole SDK core with tracking, on a fake network and a virtual clock. */
export function givenTracking(
  options: {
    snapshot?: (ch: string) => Promise<Snapshot> | Snapshot;
    random?: number;
    lifeMs?: number;
    noSocket?: boolean;
  } = {},
) {
  const http = fakeHttp();
  const time = virtualClock();
  const sockets: FakeSocket[] = [];
  const forced: boolean[] = [];
  const auth = { sub: 'usr_1', fail: undefined as unknown, changed: () => {}, count: 0 };

  class Socket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    readyState = 0;
    readonly sent: ClientFrame[] = [];
    readonly url: string;
    readonly protocol: string;
    dropped = false;
    constructor(url: string, protocol: string) {
      this.url = url;
      this.protocol = protocol;
      sockets.push(this);
    }
    send(text: string) {
      this.sent.push(JSON.parse(text));
    }
    close() {
      this.dropped = true;
      this.readyState = 3;
    }
    async open() {
      this.readyState = 1;
      this.onopen?.();
      await settle();
    }
    async say(...frames: object[]) {
      for (const frame of frames) this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
      await settle();
    }
    async end(code: number, reason = '') {
      this.readyState = 3;
      this.onclose?.({ code, reason });
      await settle();
    }
  }

  const core = createCore({
    baseUrl: 'https://api.example.com/api/v1',
    clock: time.clock,
    random: () => options.random ?? 0.5,
    fetch: http.fetcher,
    // As much of one as the SDK uses.
    ...(options.noSocket ? {} : { WebSocket: Socket as unknown as typeof WebSocket }),
    auth: {
      async getToken({ force }) {
        forced.push(force);
        if (auth.fail) throw auth.fail;
        auth.count += 1;
        const token: AccessToken = {
          token: `secret-${auth.count}`,
          sub: auth.sub,
          tenant: 'ten_1',
          expiresAt: time.clock.now() + (options.lifeMs ?? 3_600_000),
        };
        return token;
      },
      identity: () => (auth.sub ? { tenant: 'ten_1', sub: auth.sub } : null),
      subscribe(fn) {
        auth.changed = fn;
        return () => {};
      },
    },
  });
  const snapshots: string[] = [];
  const live = tracking({
    async fetchSnapshot(ch) {
      snapshots.push(ch);
      return (await options.snapshot?.(ch)) ?? { data: { of: ch } };
    },
  })(core);

  const self = {
    ...{ time, sockets, forced, auth, live, snapshots, asks: http.asks },
    /** The newest request. */
    get ask(): FakeAsk {
      return http.asks.at(-1) as FakeAsk; // a test that reads it too early fails of itself
    },
    /** Lets every socket fail until a stream is asked for. */
    async noSockets() {
      for (let i = 0; i < 3; i++) {
        await settle();
        await self.socket.end(1006);
        await time.pass(5_000);
      }
    },
    get socket(): FakeSocket {
      const last = sockets.at(-1);
      if (!last) throw new Error('no socket was opened');
      return last;
    },
    /** A subscription whose events are collected as an app that keeps up would. */
    watch(target: Target, since?: Cursor) {
      const subscription = live.subscribe(target, { since });
      return { subscription, ...collect(subscription) };
    },
    /** Opens the newest socket and lets the server welcome it. */
    async welcome(pingMs = 25_000) {
      await settle();
      await self.socket.open();
      await self.socket.say({ t: 'welcome', serverTime: '2026-11-21T00:00:00.000Z', pingMs });
    },
  };
  return self;
}

/** Reads a subscription to its end; `got` grows as an app would see it. */
export function collect(subscription: Subscription) {
  const got: TrackingEvent[] = [];
  const done = (async () => {
    for await (const event of subscription) got.push(event);
  })().catch((error: unknown) => error);
  return { got, done };
}

/** What was seen, in short: numbers for events, `S` and its position for snapshots. */
export const story = (events: readonly TrackingEvent[]) =>
  events.map((event) => (event.kind === 'snapshot' ? `S${event.seq}` : event.seq));

/** An event of `order:1` in epoch `e`. */
export const evt = (seq: number, more: object = {}) => ({
  t: 'evt',
  ch: 'order:1',
  epoch: 'e',
  seq,
  id: `evt_${seq}`,
  ts: '',
  type: 'x',
  data: {},
  ...more,
});
export const subscribed = (seq: number, recovered: boolean, more: object = {}) => ({
  t: 'subscribed',
  ch: 'order:1',
  epoch: 'e',
  seq,
  recovered,
  ...more,
});
export const signedOut = new AuthRequired();
