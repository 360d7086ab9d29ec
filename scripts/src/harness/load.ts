import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LoadCalls } from './load-calls.ts';

/** A process that makes load; ask it by its calls, and `end` it. */
export interface Load extends LoadCalls {
  /** Waits until `many` of a crowd, or of all, are live; throws after `withinMs`, with how many are. */
  allLive(many: number, withinMs: number, name?: string): Promise<void>;
  end(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./load-main.ts', import.meta.url));

/** Starts a process of load, on one core if one is given. */
export async function startLoad({ core }: { readonly core?: number } = {}): Promise<Load> {
  const pinned = core === undefined ? {} : { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] };
  const child = fork(MAIN, [], { ...pinned, detached: core !== undefined, serialization: 'advanced' });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let ids = 0;
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(error));
  });
  child.once('exit', (code) => {
    for (const asked of waiting.values()) asked.reject(new Error(`A process of load ended with ${code}.`));
  });
  const ask = (call: string, args: readonly unknown[]): Promise<unknown> => {
    const asked = Promise.withResolvers<unknown>();
    ids += 1;
    waiting.set(ids, asked);
    child.send({ id: ids, call, args });
    return asked.promise;
  };
  // Each call of the interface goes over as it is; load-main.ts has them all.
  const calls = new Proxy({} as LoadCalls, {
    get: (_, call: string) => (call === 'then' ? undefined : (...args: readonly unknown[]) => ask(call, args)),
  });

  return Object.assign(Object.create(calls) as LoadCalls, {
    async allLive(many: number, withinMs: number, name?: string) {
      const until = performance.now() + withinMs;
      for (;;) {
        const live = await calls.live(name);
        if (live >= many) return;
        if (performance.now() > until) throw new Error(`Only ${live} of ${many} are live after ${withinMs} ms.`);
        await wait(100);
      }
    },
    async end() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  });
}
