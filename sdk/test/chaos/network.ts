import { createHash } from 'node:crypto';
import type { FakeSymphonia } from '../../src/testing/index.ts';
import type { ChaosClock } from './clock.ts';

/** A request as the server saw it. */
export interface Arrival {
  readonly method: string;
  /** The order it is about; empty for a new one. */
  readonly order: string;
  readonly key: string | undefined;
  /** Bytes of the body, as hex of their SHA-256. */
  readonly body: string;
  /** Whose token it carried, `tenant|user`. */
  readonly as: string | undefined;
}

/** Everything between the pages and the server. */
export interface Network {
  readonly fetch: typeof fetch;
  readonly arrivals: Arrival[];
  /** Keys of what the server did, in the order in which it did it. */
  readonly done: string[];
  /** Requests tried by anybody, whether they arrived or not. */
  tried: number;
  offline: boolean;
  /** Weather is over: every request is answered. */
  calm: boolean;
  /** Everything is answered this way for so long. */
  spell(kind: Spell, ms: number): void;
  /** Whether a call to the identity provider gets through. */
  reachable(): boolean;
}

export type Spell = 'portal' | 'proxy' | 'busy' | 'limited' | 'scarce' | 'restart';

/** The same for equal bytes. */
export function hashOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const HTML = { 'content-type': 'text/html' };

export function stormyNetwork(clock: ChaosClock, server: FakeSymphonia, random: () => number): Network {
  const until = new Map<Spell, number>();
  const during = (kind: Spell) => !network.calm && (until.get(kind) ?? 0) > clock.server.now();
  const html = (status: number) => new Response('<h1>Not Symphonia</h1>', { status, headers: HTML });
  const refusal = (init: RequestInit, status: number, code: string, seconds: number) => {
    const key = new Headers(init.headers).get('idempotency-key');
    return new Response(JSON.stringify({ code, title: code, status, detail: `${code}.`, requestId: 'r' }), {
      status,
      headers: {
        'content-type': 'application/problem+json',
        date: new Date(clock.server.now()).toUTCString(),
        'retry-after': String(seconds),
        ...(key ? { 'idempotency-key': key } : {}),
      },
    });
  };
  const lost = () => {
    throw new TypeError('fetch failed');
  };

  /** The server's work, with nothing in between. */
  const serve = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const token = headers.get('authorization')?.slice(7) ?? '';
    const who = server.tokens.get(token);
    network.arrivals.push({
      method: init.method ?? 'GET',
      order: new URL(url).pathname.split('/')[4] ?? '',
      key: headers.get('idempotency-key') ?? undefined,
      body: hashOf((init.body as string | Uint8Array | null) ?? ''), // what the outbox sends
      as: who && `${who.tenant}|${who.sub}`,
    });
    const reply = await server.fetch(url, init);
    if (reply.ok && init.method !== 'GET' && !reply.headers.has('idempotent-replayed'))
      network.done.push(headers.get('idempotency-key') ?? '');
    if (during('scarce')) reply.headers.set('ratelimit', '"default";r=1;t=40');
    return reply;
  };

  /** The server works on, though nobody waits for its answer any more. */
  const afterwards = (url: string, { signal: _, ...init }: RequestInit) => void serve(url, init);

  const network: Network = {
    arrivals: [],
    done: [],
    tried: 0,
    offline: false,
    calm: false,
    spell: (kind, ms) => void until.set(kind, clock.server.now() + ms),
    reachable: () => network.calm || !(network.offline || during('restart') || random() < 0.12),
    async fetch(input, init = {}) {
      const url = String(input);
      network.tried++;
      if (network.calm) return serve(url, init);
      if (network.offline || during('restart')) return lost();
      if (during('portal')) return html(200);
      if (during('proxy')) return html(random() < 0.5 ? 403 : 404);
      if (during('busy')) return random() < 0.5 ? refusal(init, 503, 'server_busy', 90) : html(503);
      if (during('limited')) return refusal(init, 429, 'rate_limited', 45);
      const dice = random();
      if (dice < 0.12) return lost();
      if (dice < 0.2) {
        // It sits in a proxy; the next attempt overtakes it.
        clock.setTimeout(() => afterwards(url, init), random() * 60_000);
        const given = new Promise<never>((_, reject) =>
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        );
        given.catch(() => {}); // a page that is gone hears of nothing
        return given;
      }
      if (dice < 0.32) {
        await serve(url, init);
        return lost();
      }
      if (dice < 0.34) {
        clock.setTimeout(() => afterwards(url, init), random() * 600_000);
        return serve(url, init); // and once more, much later
      }
      if (dice < 0.36) return html(random() < 0.5 ? 200 : 502);
      if (dice < 0.38) return refusal(init, 409, 'idempotency_in_progress', 1);
      if (dice < 0.39) {
        const reply = await serve(url, init);
        const text = await reply.text();
        return new Response(text.slice(0, text.length >> 1), reply); // cut off half-way
      }
      return serve(url, init);
    },
  };
  return network;
}
