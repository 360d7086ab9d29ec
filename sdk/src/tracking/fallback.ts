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

/** Channels that share a request. */
interface Group {
  /** Where each goes on; `undefined`: from where it stands when it is asked for. */
  readonly places: Map<string, Cursor | undefined>;
  /** Ends the request under way. */
  abort: AbortController | undefined;
}

/** The places of a group as the server reads and writes them, and a request goes on from: `<channel>@<epoch>.<seq>;…`. */
const markOf = ({ places }: Group) =>
  [...places].flatMap(([ch, at]) => (at ? `${ch}@${at.epoch}.${at.seq}` : [])).join(';') || undefined;

/** Moves a group to where the server says it has got. */
function follow({ places }: Group, mark: string): void {
  for (const part of mark.split(';')) {
    const [, ch = '', epoch = '', seq] = /^(.+)@(.+)\.(\d+)$/.exec(part) ?? [];
    if (places.has(ch)) places.set(ch, { epoch, seq: Number(seq) });
  }
}

/**
 * Live events over HTTP, where no socket gets through: server-sent events or long polls for up to 20 channels a request,
 * with the frames of the socket. It begins where the subscribers are (`wanted`), so that a change of the transport costs
 * nothing, and says `welcome` itself with the first sign of life. What is said about a channel (`sub`, `replay`) is another
 * request, from where its subscribers are then; the other channels go on from the server's mark.
 */
export function openFallback(
  core: Core,
  session: Session,
  wanted: () => readonly { readonly ch: string; readonly at: Cursor | undefined }[],
  poll: boolean,
  first: AccessToken,
  handlers: LinkHandlers,
): Link {
  const { clock, random } = core;
  let token = first;
  let groups: Group[] = [];
  /** Channels to be asked for again. */
  const said = new Set<string>();
  let over = false;
  let welcomed = false;
  const checks = new Set<() => void>();

  /** Takes in what is wanted and what was said; the groups that are not what they were are asked for again. */
  function regroup(): void {
    if (over) return;
    const left = new Map(wanted().map(({ ch, at }) => [ch, at]));
    const changed = new Set<Group>();
    for (const group of groups)
      for (const ch of group.places.keys())
        if (!said.has(ch) && left.has(ch)) left.delete(ch);
        else {
          group.places.delete(ch);
          changed.add(group);
        }
    said.clear();
    for (const [ch, at] of left) {
      let room = groups.find(({ places }) => places.size < CHANNELS_PER_REQUEST);
      if (!room) {
        room = { places: new Map(), abort: undefined };
        groups.push(room);
      }
      room.places.set(ch, at);
      changed.add(room);
    }
    groups = groups.filter(({ places }) => places.size > 0);
    for (const group of changed) {
      group.abort?.abort();
      if (group.places.size > 0) void listen(group);
    }
  }

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
    const mine = new AbortController();
    group.abort = mine;
    const { signal } = mine;
    let reply: WireReply | undefined;
    let waitS = 0; // at first only to be told that it is watched
    try {
      for (;;) {
        const mark = markOf(group);
        reply = undefined;
        reply = await ask(group, mark, waitS, signal);
        if (signal.aborted) return;
        const error = failureOf(reply, { name: 'tracking.live' }, clock.now());
        if (error?.code === 'invalid_cursor' && mark) {
          for (const ch of group.places.keys()) group.places.set(ch, undefined);
          continue;
        }
        if (error) throw error;
        if (poll)
          takeAll(group, reply.body as { frames: ServerFrame[]; cursor: string }); // as the contract says
        else await read(group, reply.response, signal);
        if (signal.aborted) return;
        waitS = WAIT_S;
        // A stream that ended in order, mostly with its token. The pause keeps what ends at once from being asked at once.
        await sleep(clock, random() * 1000, signal);
        token = await session.next();
      }
    } catch (error) {
      if (!signal.aborted) end(endOf(error, reply, clock.now()));
    }
  }

  function ask({ places }: Group, mark: string | undefined, wait: number, signal: AbortSignal): Promise<WireReply> {
    const query = { ch: [...places.keys()], ...(poll && { after: mark, wait }) };
    const stream = { Accept: 'text/event-stream', 'Last-Event-ID': mark };
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
          if (frame) say(frame);
          if (id) follow(group, id);
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
    for (const frame of all) say(frame);
    follow(group, cursor);
    // Of what goes on a poll only brings what has been since, so we say ourselves that it is watched; not if it is refused.
    for (const [ch, at] of group.places)
      if (at && !all.some((frame) => frame.t === 'error' && frame.ch === ch))
        say({ t: 'subscribed', ch, ...at, recovered: true });
  }

  function say(frame: ServerFrame): void {
    if (!over) handlers.frame(frame);
  }

  function hello(): void {
    if (welcomed) return;
    welcomed = true;
    say({ t: 'welcome', serverTime: '', pingMs: 0 });
  }

  regroup();
  return {
    drop,
    check: () => {
      for (const check of checks) check();
    },
    send(out) {
      if (!('ch' in out)) return;
      said.add(out.ch);
      // Once for all that is said in one breath, and when what is being said has been taken in.
      void Promise.resolve().then(regroup);
    },
  };
}

/** What a failed request means, in the words of a socket's end. */
function endOf(thrown: unknown, reply: WireReply | undefined, now: number): End {
  const error = isSymphoniaError(thrown) ? thrown : new ConnectionError(thrown);
  const status = reply?.problem && reply.status; // a proxy's page decides nothing
  const waitMs = reply && retryAfterMs(reply.headers, now);
  if (status === 400 || status === 403) return { reaction: 'stop', error };
  return { reaction: status === 401 ? 'refresh' : 'again', waitMs, error };
}
