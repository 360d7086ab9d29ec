import { RedisUnavailableError } from './redis-port.ts';

/** The result of `work`, or `RedisUnavailableError` after `ms` milliseconds; `work` itself goes on unheard. */
export function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new RedisUnavailableError(`no answer within ${ms} ms`));
    // When our own loop was blocked, the answer may be waiting to be read: read it before calling it late.
    const timer = setTimeout(() => setImmediate(late), ms);
    const settle =
      <A>(end: (with_: A) => void) =>
      (result: A) => {
        clearTimeout(timer);
        end(result);
      };
    work.then(settle(resolve), settle(reject));
  });
}
