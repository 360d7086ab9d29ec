import { limits } from '../config/limits.ts';
import { contentTag } from '../http/conditional.ts';
import { compressed, type Entry } from './cache-entry.ts';

/** What a loader made: presented and serialised. */
export interface Loaded {
  readonly status: number;
  readonly ctype: string;
  readonly body: string | Buffer;
  /** The weak tag of what has a version; else the hash of the body is taken. */
  readonly etag?: string;
  /** RFC 8288 links of a list. */
  readonly link?: string;
  /** An empty page: kept a few seconds only, since the first item is soon looked for. */
  readonly empty?: boolean;
}

export interface Made {
  readonly entry: Entry;
  /** False for what must not be kept: refusals, failures, and what is too large. */
  readonly keep: boolean;
}

const between = (from: number, to: number) => from + Math.random() * (to - from);

/** Tags and compresses an answer once for all its readers, and says how long it may live. */
export async function makeEntry(loaded: Loaded, ttlMs: number, now: () => number): Promise<Made> {
  const { staleMs, errorWindowMs, negativeMs, negativeMaxMs, ttlJitter, entryBytes } = limits.cache;
  const identity = typeof loaded.body === 'string' ? Buffer.from(loaded.body) : loaded.body;
  const keep = (loaded.status === 200 || loaded.status === 404) && identity.length <= entryBytes;
  const body = keep ? await compressed(identity) : { identity };

  const storedAt = now();
  const negative = loaded.status === 404 || loaded.empty === true;
  const ttl = negative ? between(negativeMs, negativeMaxMs) : ttlMs * between(1 - ttlJitter, 1 + ttlJitter);
  const freshUntil = storedAt + ttl;
  const staleUntil = negative ? freshUntil : freshUntil + staleMs;
  const errorUntil = negative ? freshUntil : staleUntil + errorWindowMs;
  const { status, ctype, link, etag = contentTag(identity) } = loaded;
  return {
    entry: {
      status,
      ctype,
      etag,
      ...(link === undefined ? {} : { link }),
      body,
      storedAt,
      freshUntil,
      staleUntil,
      errorUntil,
    },
    keep,
  };
}
