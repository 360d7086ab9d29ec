import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AnyFrame, createFeed, type WatcherDeps } from './feed.ts';
import { backoffMs, count, type Watcher, type WatcherOptions } from './watcher.ts';

/** Where nothing but plain HTTP gets through: server-sent events, or one long poll after the other. */
export type PlainWay = 'stream' | 'poll';

const POLL_SECONDS = 20;
/** A stream tells something at least every 25 s, a poll answers within its wait. */
const SILENCE_MS = 35_000;
const CALM_MS = 30_000;
const streams = new Agent();
const polls = new Agent({ keepAlive: true });

/** Watches one channel without a socket, from the same numbers; a cursor of the server says where it was. */
export function openPlainWatcher(way: PlainWay, options: WatcherOptions, deps: WatcherDeps): Watcher {
  const { port, token, channel, address } = options;
  const { meters } = deps;
  const feed = createFeed({
    ...{ ...deps, channel, token, address },
    replay: () => placeAgain(), // the next answer begins where the cursor is
    placeAgain: () => placeAgain(),
  });
  let cursor: string | undefined;
  let attempt = 0;
  let begunAt = 0;
  let running: AbortController | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  function placeAgain(): void {
    cursor = undefined;
    lose('asked anew');
  }

  function connect(): void {
    const mine = new AbortController();
    running = mine;
    begunAt = performance.now();
    if (way === 'stream' || cursor === undefined) meters().connectAt.push(Date.now());
    const query =
      way === 'stream' ? '' : `&wait=${POLL_SECONDS}${cursor ? `&after=${encodeURIComponent(cursor)}` : ''}`;
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, signal: mine.signal, agent: way === 'stream' ? streams : polls },
        path: `/api/v1/tracking/${way === 'stream' ? 'stream' : 'events'}?ch=${encodeURIComponent(channel)}${query}`,
        headers: {
          ...{ authorization: `Bearer ${token}`, 'x-forwarded-for': address },
          ...(way === 'stream' && cursor ? { 'last-event-id': cursor } : {}),
        },
      },
      (answer) => {
        if (answer.statusCode === 200) (way === 'stream' ? readStream : readPoll)(answer, mine);
        else {
          answer.resume();
          lose(String(answer.statusCode), Number(answer.headers['retry-after'] ?? 0) * 1_000);
        }
      },
    );
    asked.setTimeout(SILENCE_MS, () => mine === running && lose('silence'));
    asked.on('error', () => mine === running && lose('broken'));
    asked.end();
  }

  function readStream(answer: IncomingMessage, mine: AbortController): void {
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) if (mine === running) read(message);
    });
    answer.on('error', () => {}); // `close` follows
    answer.on('close', () => mine === running && lose('ended'));
  }

  function read(message: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1];
    const data = field('data');
    if (data !== undefined) frame(JSON.parse(data) as AnyFrame); // the server's own
    cursor = field('id') ?? cursor;
  }

  function readPoll(answer: IncomingMessage, mine: AbortController): void {
    text(answer).then(
      (body) => {
        if (mine !== running) return;
        const told = JSON.parse(body) as { frames: AnyFrame[]; cursor: string }; // as the contract says
        cursor = told.cursor;
        // A poll that goes on from its cursor is not told that it was placed.
        const { at } = feed;
        if (at && !feed.live) feed.frame({ t: 'subscribed', ch: channel, ...at, recovered: true });
        for (const one of told.frames) frame(one);
        attempt = 0;
        if (mine === running) connect();
      },
      () => mine === running && lose('broken'),
    );
  }

  function frame(received: AnyFrame): void {
    feed.frame(received);
    if (received.t === 'error') count(meters().ends, `error ${JSON.stringify(received)}`);
    if (received.t !== 'drain') return;
    meters().drains += 1;
    // A poll is over in any case; its next one goes to whoever is there.
    if (way === 'stream') lose('drain', Math.random() * (received.afterMs ?? 0));
  }

  function lose(why: string, waitMs?: number): void {
    count(meters().ends, `${way}: ${why}`);
    if (performance.now() - begunAt >= CALM_MS) attempt = 0;
    leave();
    if (!closed) retry = setTimeout(connect, waitMs || backoffMs(attempt++));
  }

  function leave(): void {
    clearTimeout(retry);
    const mine = running;
    running = undefined;
    mine?.abort();
    feed.disconnected();
  }

  connect();
  return {
    channel,
    told: feed.told,
    get live() {
      return feed.live;
    },
    stopReading: () => {},
    resumeReading: () => {},
    close() {
      closed = true;
      leave();
      feed.end();
    },
  };
}
