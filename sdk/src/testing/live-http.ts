import type { Clock } from '../core/clock.ts';
import type { LiveHub } from './live.ts';
import type { LiveFrame, LivePlace } from './live-log.ts';
import { type FakeReply, Refused } from './replies.ts';

/** Positions of the channels of one reader, as the text that stands for them. */
const cursorOf = (places: ReadonlyMap<string, LivePlace>) =>
  [...places].map(([ch, { epoch, seq }]) => `${ch}@${epoch}.${seq}`).join(';') || '-';

/** The places of these channels; what a cursor says of others is left out. */
function placesOf(cursor: string | null, channels: readonly string[]): Map<string, LivePlace> {
  const places = new Map<string, LivePlace>();
  for (const part of cursor && cursor !== '-' ? cursor.split(';') : []) {
    const [, ch = '', epoch = '', seq] = /^([a-z]+:[\w.,-]+)@([\w.-]+)\.(\d+)$/.exec(part) ?? [];
    if (!ch) throw new Refused('invalid_cursor');
    if (channels.includes(ch)) places.set(ch, { epoch, seq: Number(seq) });
  }
  return places;
}

/** Moves a reader's place by a frame that it was sent; true when that is somewhere else. */
function follow(places: Map<string, LivePlace>, frame: LiveFrame): boolean {
  const { t, ch, epoch, seq, head, recovered } = frame as LiveFrame & LivePlace & { ch: string; head: number }; // of the contract
  if (epoch === undefined || recovered === true) return false;
  places.set(ch, { epoch, seq: t === 'reset' ? head : seq });
  return true;
}

/** Snapshots, streams and polls of the live channels; `undefined` for any other path. */
export function liveHttp(hub: LiveHub, clock: Clock) {
  function stream(sub: string, channels: readonly string[], since: string | null): FakeReply {
    const places = placesOf(since, channels);
    let leave = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(out) {
        if (hub.blocked.has('stream')) return; // a proxy gathers what comes, and passes nothing on
        const watcher = hub.enter('stream', sub, {
          send(frame) {
            const id = follow(places, frame) ? `id: ${cursorOf(places)}\n` : '';
            out.enqueue(new TextEncoder().encode(`${id}data: ${JSON.stringify(frame)}\n\n`));
          },
          end(code) {
            if (watcher.silent) return;
            leave();
            if (code === 1006) out.error(new TypeError('terminated'));
            else out.close();
          },
        });
        leave = () => hub.leave(watcher);
        for (const ch of channels) hub.watch(watcher, ch, places.get(ch));
      },
      cancel: () => leave(),
    });
    return { status: 200, headers: { 'content-type': 'text/event-stream' }, body };
  }

  function poll(sub: string, channels: readonly string[], query: URLSearchParams): FakeReply | Promise<FakeReply> {
    if (hub.blocked.has('poll')) return { status: 502, headers: { 'content-type': 'text/html' }, body: 'Bad gateway' };
    const places = placesOf(query.get('after'), channels);
    const frames: LiveFrame[] = [];
    return new Promise((resolve, reject) => {
      const leave = () => {
        clock.clearTimeout(timer);
        hub.leave(watcher);
      };
      const answer = () => {
        if (watcher.silent) return;
        leave();
        resolve({ status: 200, body: { frames, cursor: cursorOf(places) } });
      };
      const timer = clock.setTimeout(answer, Number(query.get('wait') ?? 20) * 1000);
      let placed = false;
      const watcher = hub.enter('poll', sub, {
        send(frame) {
          follow(places, frame);
          if (frame.t === 'subscribed' && frame.recovered === true) return;
          frames.push(frame);
          if (placed) answer();
        },
        end(code) {
          if (code !== 1006) return answer();
          leave();
          reject(new TypeError('fetch failed'));
        },
      });
      for (const ch of channels) hub.watch(watcher, ch, places.get(ch));
      placed = true;
      if (frames.length > 0) answer();
    });
  }

  const snapshot = (sub: string, ch: string): FakeReply => {
    if (!hub.sees(sub, ch)) throw new Refused('not_found');
    return { status: 200, body: { ...hub.snapshot(ch), stream: hub.at(ch) } };
  };

  const serve = (sub: string, headers: Headers, parts: readonly string[], query: URLSearchParams) => {
    const [group, kind = '', key = ''] = parts;
    if (group !== 'tracking') return undefined;
    const channels = query.getAll('ch');
    if (kind === 'stream') return stream(sub, channels, headers.get('last-event-id'));
    if (kind === 'events') return poll(sub, channels, query);
    const ch = kind === 'board' ? `board:${query.get('bbox')}` : `${kind.replace(/s$/, '')}:${key}`;
    if (parts.length > 3 || !/^(order|client|vehicle|board):./.test(ch)) return undefined;
    return snapshot(sub, ch);
  };
  return { serve, snapshot };
}
