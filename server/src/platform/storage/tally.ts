import { createHash } from 'node:crypto';
import type { StoredBlob } from './blobs.ts';

/** Bytes that are counted as they pass. */
export interface Tally {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What passed; complete once `bytes` has ended. */
  sum(): StoredBlob;
  /** Why the source ended early, where it did: a store may report another error that this one caused. */
  failure(): unknown;
}

/** Counts and hashes what `source` gives, and remembers how it failed. */
export function tallied(source: AsyncIterable<Uint8Array>): Tally {
  const hash = createHash('sha256');
  let bytes = 0;
  let failure: unknown;

  const from = source[Symbol.asyncIterator]();
  const passing: AsyncIterator<Uint8Array> = {
    async next() {
      try {
        const next = await from.next();
        if (!next.done) {
          bytes += next.value.length;
          hash.update(next.value);
        }
        return next;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    // Whoever reads gives up: the source is let go. It did not fail, so nothing is remembered.
    async return() {
      await from.return?.();
      return { done: true, value: undefined };
    },
  };
  return {
    bytes: { [Symbol.asyncIterator]: () => passing },
    sum: () => ({ bytes, sha256: hash.digest('hex') }),
    failure: () => failure,
  };
}
