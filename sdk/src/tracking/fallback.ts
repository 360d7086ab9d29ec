import type { AccessToken } from '../core/auth.ts';
import { failureOf } from '../core/call.ts';
import { sleep } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { ConnectionError, isSymphoniaError, ProtocolError, TimeoutError } from '../core/errors.ts';
import { known } from '../core/headers.ts';
import { queryString } from '../core/invoke.ts';
import { retryAfterMs } from '../core/retry-after.ts';
import { sendOnce, type WireReply } from '../core/wire.ts';
import { type End, type Link, type LinkHandlers, parseFrame, SILENCE_MARGIN_MS } from './link.ts';
import type { Cursor, ServerFrame } from './protocol.ts';
import type { Session } from './session.ts';
import { watchSilence } from './silence.ts';
import { readSse } from './sse.ts';

/** What one request can watch. */
const CHANNELS_PER_REQUEST = 20;
const WAIT_S = 20;
/** The server pings as often as on a socket. */
const SILENCE_MS = 25_000 + SILENCE_MARGIN_MS;

/** Channels that share a request, and how far it has got. */
interface Group {
  readonly channels: Set<string>;
  /** Where they stand, and where those stood that were watched before: the mark may still know them. */
  readonly places: Map<string, Cursor>;
  /** The server's own mark for all of them. */
  cursor: string | undefined;
  /** Ends the request under way. */
  abort: AbortController | undefined;
}

/** Live events over HTTP, where no socket gets through. Remembers between two connections how far it has got. */
export interface Fallback {
  /** Connects with this token; `wanted` names the channels. Says `welcome` itself with the first sign of life. */
  open(kind: 'stream' | 'poll', token: AccessToken, handlers: LinkHandlers): Link;
}

/**
 * Server-sent events or long polls for up to 20 channels a request, with the frames of the socket. A change of the
 * channels is a new request from the present mark. Who wants to know what was before it gets a snapshot.
 */
export function createFallback(core: Core, session: Session, wanted: () => readonly string[]): Fallback {
  const { clock, random } = core;
  let groups: Group[] = [];

  /** Gives each wanted channel a place; returns the groups that are not what they were. */
  function regroup(): Set<Group> {
    const channels = new Set(wanted());
    const changed = new Set<Group>();
    for (const group of groups)
      for (const ch of group.channels) if (!channels.delete(ch) && group.channels.delete(ch)) changed.add(group);
    for (const ch of channels) {
      let room = groups.find((group) => group.channels.size < CHANNELS_PER_REQUEST);
      if (!room) {
        room = { channels: new Set(), places: new Map(), cursor: undefined, abort: undefined };
        groups.push(room);
      }
      room.channels.add(ch);
      changed.add(room);
    }
    for (const group of groups)
      if (group.channels.size === 0) {
        group.abort?.abort();
        changed.delete(group);
      }
    groups = groups.filter(({ channels }) => channels.size > 0);
    return changed;
  }

  function open(kind: 'stream' | 'poll', first: AccessToken, handlers: LinkHandlers): Link {
    const poll = kind === 'poll';
    let over = false;
    let welcomed = false;
    const checks = new Set<() => void>();

    function drop(): void {
      over = true;
      for (const group of groups) group.abort?.abort();
    }

    function end(how: End): void {
      if (over) return;
      drop();
      handlers.ended(how);
    }

    /** Asks again and again until it is dropped, replaced by another request of its group, or fails. */
    async function listen(group: Group): Promise<void> {
      group.abort?.abort();
      const mine = new AbortController();
      group.abort = mine;
      const { signal } = mine;
      let token = first;
      let reply: WireReply | undefined;
      try {
        for (;;) {
          reply = undefined;
          reply = await ask(group, token, signal);
          if (signal.aborted) return;
          const error = failureOf(reply, { name: 'tracking.live' }, clock.now());
          if (error) throw error;
          if (poll)
            takeAll(group, reply.body as { frames: ServerFrame[]; cursor: string }); // as the contract says
          else await read(group, reply.response, signal);
          if (signal.aborted) return;
          // A stream that ended in order, mostly with its token. The pause keeps what ends at once from being asked at once.
          await sleep(clock, random() * 1000, signal);
          token = await session.next();
        }
      } catch (error) {
        if (!signal.aborted) end(endOf(group, error, reply, clock.now()));
      }
    }

    function ask({ channels, cursor }: Group, token: AccessToken, signal: AbortSignal): Promise<WireReply> {
      const query = { ch: [...channels], ...(poll && { after: cursor, wait: WAIT_S }) };
      const stream = { Accept: 'text/event-stream', 'Last-Event-ID': cursor };
      return sendOnce(core, {
        url: `${core.baseUrl}/tracking/${poll ? 'events' : 'stream'}${queryString(query)}`,
        method: 'GET',
        headers: { ...core.headers({ token, attempt: 1 }), ...(poll ? {} : known(stream)) },
        signal,
        deadlineMs: SILENCE_MS,
        as: poll ? 'json' : 'response',
      });
    }

    /** To the end of the stream; throws when it is silent for too long, or ends before it has said anything. */
    async function read(group: Group, response: Response, signal: AbortSignal): Promise<void> {
      if (!/\bevent-stream\b/.test(response.headers.get('content-type') ?? ''))
        throw new ProtocolError(response.status, 'No stream.');
      const reader = response.body?.getReader(); // a platform that cannot stream has none
      let heard = false;
      let silent = !reader;
      const leave = () => void reader?.cancel().catch(() => {});
      const silence = watchSilence(clock, SILENCE_MS, () => {
        silent = true;
        leave();
      });
      signal.addEventListener('abort', leave);
      checks.add(silence.check);
      try {
        if (reader)
          await readSse(reader, ({ id, data }) => {
            if (signal.aborted) return;
            heard = true;
            silence.heard();
            hello();
            const frame = data === '' ? undefined : parseFrame(data);
            if (frame) take(group, frame);
            group.cursor = id ?? group.cursor;
          });
      } finally {
        silence.stop();
        checks.delete(silence.check);
        signal.removeEventListener('abort', leave);
      }
      if (silent || !heard) throw new TimeoutError('body', SILENCE_MS);
    }

    function takeAll(group: Group, { frames, cursor }: { frames: ServerFrame[]; cursor: string }): void {
      const all = [...frames]; // throws for what is not ours
      hello();
      for (const frame of all) take(group, frame);
      group.cursor = cursor;
    }

    function hello(): void {
      if (welcomed) return;
      welcomed = true;
      handlers.frame({ t: 'welcome', serverTime: '', pingMs: SILENCE_MS - SILENCE_MARGIN_MS });
    }

    function take({ places }: Group, frame: ServerFrame): void {
      if (over) return;
      handlers.frame(frame);
      if (!('epoch' in frame)) return;
      if (frame.t === 'subscribed' && frame.recovered) return; // the events up to there are still to come
      places.set(frame.ch, { epoch: frame.epoch, seq: frame.t === 'reset' ? frame.head : frame.seq });
    }

    regroup();
    for (const group of groups) void listen(group);

    return {
      drop,
      check: () => {
        for (const check of checks) check();
      },
      send(out) {
        if (over || !('ch' in out)) return;
        const { ch, t } = out;
        // Once for all that is said in one breath, and when what is being said has been taken in.
        void Promise.resolve().then(() => {
          if (over) return;
          for (const group of regroup()) void listen(group);
          const at = groups.find(({ channels }) => channels.has(ch))?.places.get(ch);
          // What is watched already stands where its last frame was.
          if (t !== 'unsub' && at) handlers.frame({ t: 'subscribed', ch, ...at, recovered: false });
        });
      },
    };
  }

  return { open };
}

/** What a failed request means, in the words of a socket's end. */
function endOf(group: Group, thrown: unknown, reply: WireReply | undefined, now: number): End {
  const error = isSymphoniaError(thrown) ? thrown : new ConnectionError(thrown);
  const status = reply?.problem && reply.status; // a proxy's page decides nothing
  const waitMs = reply && retryAfterMs(reply.headers, now);
  if (error.code === 'invalid_cursor') group.cursor = undefined;
  else if (status === 400 || status === 403) return { reaction: 'stop', error };
  return { reaction: status === 401 ? 'refresh' : 'again', waitMs, error };
}
