import { interned } from './interned.ts';
import type { RealtimeLimits } from './limits.ts';
import { createLiveEvent, type EncodedMessage, type LiveEvent } from './live-event.ts';
import type { RealtimeRedis } from './redis-port.ts';
import { PUBLISH, READ } from './stream-scripts.ts';
import type { Cursor } from './types.ts';

/** A channel's stream; the tenant is part of its name everywhere, also in Redis. */
export interface StreamName {
  readonly tenantId: string;
  readonly stream: string;
}

/** What a reader at some position gets: everything since (`whole`), or only where the stream stands now. */
export interface StreamRead {
  readonly head: Cursor;
  readonly whole: boolean;
  readonly events: readonly LiveEvent[];
}

/** The histories in Redis. Every call fails when Redis does not answer in time. */
export interface Streams {
  /** Numbers, keeps and announces a message, at once or not at all; a time-out leaves open which. */
  publish(name: StreamName, message: EncodedMessage, options: { readonly newLife: boolean }): Promise<void>;
  /** Reads what came after `since`, never a part of it; without `since` only the head. */
  read(name: StreamName, since?: Cursor): Promise<StreamRead>;
  /** Ends the history because something is missing in it: every reader will be told to reset. */
  breakLife(name: StreamName): Promise<void>;
}

/** A string that names a stream in maps and logs. */
export const streamKey = ({ tenantId, stream }: StreamName): string => `${tenantId}|${stream}`;

/** The Redis channel on which a stream's events are heard. */
export const streamTopic = (name: StreamName): string => `rt:{${streamKey(name)}}:t`;

/** The histories, over a port to Redis. `newEpoch` gives a string never given before. */
export function createStreams(deps: {
  redis: RealtimeRedis;
  newEpoch: () => string;
  limits: RealtimeLimits;
  now: () => number;
}): Streams {
  const { redis, newEpoch, limits, now } = deps;

  // The braces keep both keys in one slot of a cluster.
  const keys = (name: StreamName) => [`rt:{${streamKey(name)}}:s`, `rt:{${streamKey(name)}}:p`];
  const head = (name: StreamName, newLife: boolean) =>
    [streamTopic(name), newEpoch(), newLife ? '1' : '0', String(limits.historyMs)] as const;
  const read = (name: StreamName, since: Cursor | undefined, newLife: boolean) =>
    redis.script<ReadReply>(READ, keys(name), [...head(name, newLife), since?.epoch ?? '', String(since?.seq ?? 0)]);

  return {
    async publish(name, { kind, subject, body }, { newLife }) {
      const keep = String(limits.historyEvents);
      await redis.script(PUBLISH, keys(name), [...head(name, newLife), keep, kind, subject, body, String(now())]);
    },
    async read(name, since) {
      const [epoch, at, whole, entries] = await read(name, since, false);
      return { head: { epoch: interned(epoch), seq: Number(at) }, whole: whole === '1', events: entries.map(toEvent) };
    },
    async breakLife(name) {
      await read(name, undefined, true);
    },
  };
}

type ReadReply = [epoch: string, head: string, whole: string, entries: [id: string, fields: string[]][]];

/** Field order is the one of the script: e, f, k, s, d with their values. */
function toEvent([id, fields]: [id: string, fields: string[]]): LiveEvent {
  const [, epoch = '', , , , kind, , subject = '', , body = ''] = fields;
  return createLiveEvent(interned(epoch), Number.parseInt(id, 10), {
    kind: kind === 'position' ? kind : 'status',
    subject,
    body,
  });
}

/** What is heard of a stream; without an event (`seq` 0) only that there is a new epoch. */
export interface Announcement {
  readonly at: Cursor;
  readonly event?: LiveEvent;
  /** By the clock of the publisher, in milliseconds since 1970; an older release does not say. */
  readonly publishedAt?: number;
}

/** `known` is the epoch that is expected: most messages have it, and then nobody has to look for its one string. */
export function parseAnnouncement(message: Buffer, known = ''): Announcement {
  const text = message.toString();
  const end = text.indexOf('\n');
  const [said = '', number = '0', kind, subject = '', published] = (end < 0 ? text : text.slice(0, end)).split(' ');
  const epoch = said === known ? known : interned(said);
  const at = { epoch, seq: Number(number) };
  if (end < 0) return { at };
  const encoded = { kind: kind === 'position' ? kind : 'status', subject, body: text.slice(end + 1) } as const;
  const event = createLiveEvent(epoch, at.seq, encoded);
  return published === undefined ? { at, event } : { at, event, publishedAt: Number(published) };
}
