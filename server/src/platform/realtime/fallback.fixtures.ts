import { request } from 'node:http';
import { aServer, type OwnServer } from '../http/http.fixtures.ts';
import { fallbackRoutes } from './fallback-routes.ts';
import { assertServerFrame } from './frames-contract.fixtures.ts';
import type { Process } from './realtime.fixtures.ts';
import type { Frame } from './types.ts';

/** A process' live channels over plain HTTP; the token is the one of its sockets. */
export async function fallbackOf(process: Process): Promise<OwnServer> {
  return aServer(fallbackRoutes(process.realtime.fallback), {
    // Who it is, the live channels find out by themselves.
    verify: async () => ({
      tenantId: 'ten_1',
      actor: { kind: 'user', id: 'usr_1', role: 'dispatcher' },
      expiresAt: Number.MAX_SAFE_INTEGER,
    }),
  });
}

export const TOKEN = 'ten_1/usr_1';

const search = (channels: readonly string[], more: Record<string, string> = {}) =>
  new URLSearchParams([...channels.map((ch): [string, string] => ['ch', ch]), ...Object.entries(more)]).toString();

/** A reader of server-sent events that keeps what it gets; a frame against the contract fails the test that runs. */
export interface Reader {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The text of an answer that is no stream; of a stream that has ended, all of it. */
  readonly ended: Promise<string>;
  /** The `id` of the last message that has one, else what it came with. */
  readonly cursor: () => string | undefined;
  readonly frames: Frame[];
  next(type: string): Promise<Frame>;
  events(count: number): Promise<Frame[]>;
  pause(): void;
  resume(): void;
  leave(): void;
}

/** Asks for a stream and waits for its head. */
export function read(
  url: string,
  channels: readonly string[],
  {
    token = TOKEN,
    after,
    headers = {},
  }: { token?: string; after?: string | undefined; headers?: Record<string, string> } = {},
): Promise<Reader> {
  const frames: Frame[] = [];
  const unread: Frame[] = [];
  let wake = () => {};
  let cursor = after;
  let text = '';
  let rest = '';

  function take(message: string): void {
    const lines = message.split('\n').map((line) => line.split(/: (.*)/s));
    const field = (name: string) => lines.find(([key]) => key === name)?.[1];
    cursor = field('id') ?? cursor;
    const frame = JSON.parse(field('data') ?? '') as Frame; // the server's own
    assertServerFrame(frame);
    frames.push(frame);
    unread.push(frame);
    wake();
  }

  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/v1/tracking/stream?${search(channels)}`, {
      headers: { authorization: `Bearer ${token}`, ...(after ? { 'last-event-id': after } : {}), ...headers },
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
        if (answer.statusCode !== 200) return;
        const messages = (rest + part).split('\n\n');
        rest = messages.pop() ?? '';
        for (const message of messages) take(message);
      });
      const reader: Reader = {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        ended: new Promise((end) => answer.once('close', () => end(text))),
        cursor: () => cursor,
        frames,
        async next(type) {
          for (;;) {
            const at = unread.findIndex((frame) => frame.t === type);
            const [frame] = at < 0 ? [] : unread.splice(at, 1);
            if (frame) return frame;
            await new Promise<void>((again) => {
              wake = again;
            });
          }
        },
        async events(count) {
          const events: Frame[] = [];
          while (events.length < count) events.push(await reader.next('evt'));
          return events;
        },
        pause: () => void answer.pause(),
        resume: () => void answer.resume(),
        leave: () => void answer.destroy(),
      };
      answer.on('error', () => {});
      resolve(reader);
    });
    sent.end();
  });
}

/** One long poll; its frames were held against the contract. */
export async function poll(
  url: string,
  channels: readonly string[],
  more: { after?: string; wait?: number; token?: string; signal?: AbortSignal } = {},
): Promise<{ status: number; frames: Frame[]; cursor: string; code?: string }> {
  const { after, wait = 20, token = TOKEN, signal } = more;
  const answer = await fetch(
    `${url}/api/v1/tracking/events?${search(channels, { wait: String(wait), ...(after ? { after } : {}) })}`,
    { headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) },
  );
  const body = (await answer.json()) as { frames: Frame[]; cursor: string; code?: string };
  for (const frame of body.frames ?? []) assertServerFrame(frame);
  return { status: answer.status, ...body };
}
