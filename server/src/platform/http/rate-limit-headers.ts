import type { AppError } from '../errors/app-error.ts';
import { rateLimited } from './rate-limit.errors.ts';
import type { Standing, Taken } from './rate-limit-take.ts';

const seconds = (ms: number) => Math.max(0, Math.ceil(ms / 1_000));

/** `RateLimit` and `RateLimit-Policy` of the IETF draft 8, one item per bucket, in the order of the charges. */
export function rateLimitHeaders({ standings }: Taken): { RateLimit: string; 'RateLimit-Policy': string } {
  const stand = ({ bucket, remaining, resetMs }: Standing) => `"${bucket.id}"; r=${remaining}; t=${seconds(resetMs)}`;
  const policy = ({ bucket, limit }: Standing) => `"${bucket.id}"; q=${limit}; w=${bucket.windowMs / 1_000}`;
  return { RateLimit: standings.map(stand).join(', '), 'RateLimit-Policy': standings.map(policy).join(', ') };
}

type Headers = Readonly<Record<string, string>>;

/**
 * The headers of an answer whose request was charged at two places: buckets of both, each as it stands after the later
 * charge.
 */
export function joinedLimits(first: Headers = {}, later: Headers = {}): Headers {
  const buckets = (text = '') =>
    text
      .split(', ')
      .filter(Boolean)
      .map((item) => [item.split(';')[0], item] as const);
  const joined = (name: string) =>
    name in first && name in later
      ? { [name]: [...new Map([...buckets(first[name]), ...buckets(later[name])]).values()].join(', ') }
      : {};
  return { ...first, ...later, ...joined('RateLimit'), ...joined('RateLimit-Policy') };
}

/** The refusal for what `take` did not allow: by the bucket that stays shut longest. Undefined when it was allowed. */
export function refusalOf(taken: Taken): AppError | undefined {
  if (taken.allowed) return undefined;
  const [worst] = taken.standings.filter(({ refused }) => refused).sort((a, b) => b.resetMs - a.resetMs);
  if (!worst) return undefined;
  const { bucket, limit, resetMs } = worst;
  const windowSeconds = bucket.windowMs / 1_000;
  return rateLimited({ bucket: bucket.id, limit, windowSeconds, retryAfterSeconds: Math.max(1, seconds(resetMs)) });
}
