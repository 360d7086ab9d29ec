import { fork } from 'node:child_process';

/** A process of the benchmark that answers questions. */
export interface Worker {
  ask<T>(question: object): Promise<T>;
  stop(): void;
}

/** Starts a file of this folder; what it is to be stands in its arguments. */
export function startWorker(file: string, ...args: string[]): Worker {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: ['--expose-gc', '--no-warnings'] });
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', ({ id, answer, error }: { id: number; answer?: unknown; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(`${file} ${args[0]}: ${error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ${args[0]} ended with ${code}.`));
  });
  return {
    ask: <T>(question: object) =>
      new Promise<T>((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve: (answer) => resolve(answer as T), reject }); // both sides are in this folder
        child.send({ id: last, question });
      }),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Answers in such a process; ends with the one that asks. */
export function answering<Q>(answer: (question: Q) => Promise<unknown>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async ({ id, question }: { id: number; question: Q }) => {
    try {
      process.send?.({ id, answer: (await answer(question)) ?? null });
    } catch (error) {
      process.send?.({ id, error: String(error) });
    }
  });
}
