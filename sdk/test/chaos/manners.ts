import type { OutboxStore } from '../../src/outbox/index.ts';
import type { ChaosClock } from './clock.ts';

/** How often a page may try one request within a minute: its pauses grow, and hints that the network is back are few. */
const TRIES = 40;
const MINUTE = 60_000;

/** From when until when the server asked for silence, and after how many freezes and changes of the clock it did. */
interface Silence {
  readonly from: number;
  readonly until: number;
  readonly freezes: number;
  readonly jumps: number;
}

/** Watches how a page treats the server: that its pauses grow, and that it is silent for as long as it was asked to. */
export function mannersOf(env: {
  readonly clock: ChaosClock;
  readonly broken: Set<string>;
  /** How often the page stood still, and whether it does now. */
  readonly freezes: () => number;
  readonly frozen: () => boolean;
}): { store(store: OutboxStore): OutboxStore; fetch(fetcher: typeof fetch): typeof fetch } {
  const { clock, broken } = env;
  const tries = new Map<string, number[]>();
  const silences = new Map<string, Silence>();
  const claimed = new Map<string, number>();

  /** Not what was claimed before the server's word was read, nor once the device's clock was set or the page stood still. */
  const mustWait = (id: string, silence: Silence | undefined, now: number) =>
    silence !== undefined &&
    now < silence.until &&
    silence.jumps === clock.jumps() &&
    silence.freezes === env.freezes() &&
    (claimed.get(id) ?? 0) > silence.from;

  return {
    store: (store) => ({
      ...store,
      async claim(query) {
        const records = await store.claim(query);
        for (const { id } of records) claimed.set(id, clock.server.now());
        return records;
      },
    }),
    fetch: (fetcher) => async (input, init) => {
      const [, path] = /\/transport-orders(.*)/.exec(new URL(String(input)).pathname) ?? [];
      if (path === undefined) return fetcher(input, init); // a live call
      const headers = new Headers(init?.headers);
      const id = headers.get('idempotency-key') ?? path;
      const user = headers.get('authorization')?.split('-').at(-2);
      const now = clock.server.now();
      const recent = (tries.get(id) ?? []).filter((at) => at > now - MINUTE);
      tries.set(id, [...recent, now]);
      if (recent.length >= TRIES) broken.add(`I6 ${id} was tried more than ${TRIES} times within a minute`);
      const budget = path === '' ? 'orders' : 'rest';
      if (mustWait(id, silences.get(`${user} ${budget}`), now))
        broken.add(`I6 ${id} was sent while the server had asked for silence`);
      const reply = await fetcher(input, init);
      const seconds = Number(reply.headers.get('retry-after') ?? 0);
      // A look at the order before it is written counts for what is to be written.
      if (init?.method === 'GET') return reply;
      if (seconds === 0 || (reply.status !== 429 && reply.status !== 503) || env.frozen()) return reply;
      const from = clock.server.now();
      for (const name of reply.status === 429 ? [budget] : ['orders', 'rest']) {
        const key = `${user} ${name}`;
        const until = from + seconds * 1000;
        if (until > (silences.get(key)?.until ?? 0))
          silences.set(key, { from, until, freezes: env.freezes(), jumps: clock.jumps() });
      }
      return reply;
    },
  };
}
