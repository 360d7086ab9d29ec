import { rateLimited } from '../../platform/http/rate-limit.errors.ts';

/** Runs work of the same key one after the other. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * Lets each key have one piece of work at a time in this process, the others waiting in their order; who finds
 * `mostWaiting` before him is told to come again (429 with `Retry-After`). So one caller keeps the database busy with one
 * search, however many he sends.
 */
export function oneAtATime(mostWaiting: number): OneAtATime {
  const queues = new Map<string, { last: Promise<unknown>; length: number }>();
  return async (key, work) => {
    const queue = queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length > mostWaiting)
      throw rateLimited({ bucket: 'near', limit: mostWaiting + 1, windowSeconds: 1, retryAfterSeconds: 1 });
    queues.set(key, queue);
    queue.length++;
    const mine = queue.last.then(work);
    queue.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      if (--queue.length === 0) queues.delete(key);
    }
  };
}
