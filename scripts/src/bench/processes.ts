import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What the server has got since it was last reset. */
export interface Received {
  readonly requests: number;
  readonly distinct: number;
}

/** The benchmark's own server. */
export interface Echo {
  readonly port: number;
  serve(files: Readonly<Record<string, string>>): void;
  reset(): void;
  received(): Promise<Received>;
  stop(): void;
}

export async function startEcho(): Promise<Echo> {
  const child = fork(new URL('echo.ts', import.meta.url));
  const { port } = await heard<{ port: number }>(child);
  return {
    port,
    serve: (files) => void child.send({ files }),
    reset: () => void child.send('reset'),
    received: () => {
      child.send('count');
      return heard<Received>(child);
    },
    stop: () => void child.kill(),
  };
}

/** Runs one measurement in a fresh Node, so that no other has filled its memory or warmed its code. */
export async function inNode<T>(task: object): Promise<T> {
  const child = fork(new URL('node-client.ts', import.meta.url), { execArgv: ['--expose-gc', '--no-warnings'] });
  child.send(task);
  const answer = await heard<{ result: T } | { error: string }>(child);
  child.kill();
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
}

/** The next message; a child that ends without one has failed. */
async function heard<T>(child: ChildProcess): Promise<T> {
  const waiting = new AbortController();
  const gone = once(child, 'exit', { signal: waiting.signal }).then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${code}.`);
  });
  gone.catch(() => {}); // also when it was called off
  try {
    const [message] = await Promise.race([once(child, 'message'), gone]);
    return message as T; // both sides are in this folder
  } finally {
    waiting.abort();
  }
}
