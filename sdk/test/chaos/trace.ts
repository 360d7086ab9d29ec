import type { Clock } from '../../src/core/clock.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';

/** Told line by line what goes on in a storm, with its time. */
export type Trace = (line: string, clock: Clock) => void;

type Say = (line: string) => void;

const WRITES = ['add', 'claim', 'patch', 'prune'] as const;

/** The same store; `say` hears what a page writes, and what came of it. */
export function tracedStore(store: OutboxStore, say: Say): OutboxStore {
  const traced = { ...store } as Record<string, unknown>;
  for (const name of WRITES) {
    const write = store[name] as (...args: unknown[]) => Promise<unknown>; // each takes its own
    traced[name] = async (...args: unknown[]) => {
      try {
        const answer = await write(...args);
        const nothing = name === 'prune' ? answer === 0 : Array.isArray(answer) && answer.length === 0;
        if (!nothing) say(`${name} ${brief(name === 'claim' ? [] : args)} -> ${brief(answer)}`);
        return answer;
      } catch (error) {
        say(`${name} ${brief(name === 'claim' ? [] : args)} failed: ${String(error)}`);
        throw error;
      }
    };
  }
  return traced as unknown as OutboxStore; // all of it, with four members wrapped
}

/** The same network; `say` hears each request and its answer. */
export function tracedFetch(fetcher: typeof fetch, say: Say): typeof fetch {
  return async (input, init) => {
    const key = new Headers(init?.headers).get('idempotency-key');
    const what = `${init?.method ?? 'GET'} ${new URL(String(input)).pathname} ${key ?? ''}`;
    try {
      const reply = await fetcher(input, init);
      const code = reply.ok ? '' : (await reply.clone().text()).match(/"code":"(\w+)"/)?.[1];
      say(`${what} -> ${reply.status} ${code ?? ''}`);
      return reply;
    } catch (error) {
      say(`${what} -> ${String(error)}`);
      throw error;
    }
  };
}

/** A record by what a storm turns on. */
function brief(value: unknown): string {
  return JSON.stringify(value, (key, inner) =>
    ['body', 'bodyHash', 'receipt', 'apiVersion', 'contentType', 'sdk', 'v', 'method', 'problem', 'owner'].includes(key)
      ? undefined
      : inner instanceof Uint8Array
        ? inner.length
        : inner,
  );
}
