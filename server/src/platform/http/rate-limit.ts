import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import type { RedisPort } from '../cache/redis-port.ts';
import { limits, type RateBucket } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import { rateLimited } from './rate-limit.errors.ts';
import { createSharedStore } from './rate-limit-store.ts';

export interface RateLimitersDeps {
  readonly redis: RedisPort;
  /** Whose addresses are counted: two systems that share a Redis must not use up each other's limits. Tenants' buckets carry theirs. */
  readonly system?: string;
  readonly log: Logger;
}

export interface RateLimitersOptions {
  /** Default: `limits.rateCounting.expectedInstances`. */
  readonly expectedInstances?: number;
  /** Whether the request carries a valid token: who he is then counts, by `take`, and not his address. */
  readonly isSignedIn: (req: Request) => boolean;
  /** Which account a sign-in is for, tenant included, such as `acme/ana@acme.test`; undefined where the body names none. */
  readonly accountOf: (req: Request) => string | undefined;
  /** Which answers of a sign-in count as failed. Default: 401 and 403, so that our own outage locks nobody out. */
  readonly signInFailed?: (status: number) => boolean;
  /** Called for each refusal, for the metrics. */
  readonly onLimited?: (bucket: string) => void;
}

/** Limits by address and account, as Express middleware, each counted in Redis for all instances together. */
export interface RateLimiters extends Part {
  /** Every request without a valid token. Mount after the request id, before any body is parsed. */
  readonly address: RequestHandler;
  /** Failed sign-ins of an address. Mount on the sign-in, before its body is parsed. */
  readonly signInAddress: RequestHandler;
  /** Failed sign-ins on an account. Mount on the sign-in, after its (small) body. */
  readonly signInAccount: RequestHandler;
  /** Registrations of an address, successes counted. */
  readonly registration: RequestHandler;
}

/** The caller's address as it is counted: whole for IPv4, the first 56 bits for IPv6. */
export function addressKey(address: string | undefined): string {
  return ipKeyGenerator(address ?? 'unknown', limits.rateCounting.ipv6PrefixBits);
}

/** An account as it is counted: a hash, so that no e-mail address stands in Redis. */
function accountKey(account: string | undefined, req: Request): string {
  if (account === undefined) return `address:${addressKey(req.ip)}`;
  return createHash('sha256').update(account.trim().toLowerCase()).digest('base64url');
}

/** Builds the limiters. They work before Redis is reached and whenever it is away, then from this process' memory. */
export function createRateLimiters(
  { redis, system = '', log }: RateLimitersDeps,
  options: RateLimitersOptions,
): RateLimiters {
  const { isSignedIn, accountOf, signInFailed = (status) => status === 401 || status === 403 } = options;
  const expectedInstances = options.expectedInstances ?? limits.rateCounting.expectedInstances;
  const stores: Store[] = [];

  const limiter = (bucket: RateBucket, own: Parameters<typeof rateLimit>[0]) => {
    const store = createSharedStore({
      redis,
      prefix: `rl:${system}:${bucket.id}:`,
      limit: bucket.limit,
      expectedInstances,
    });
    stores.push(store);
    return rateLimit({
      windowMs: bucket.windowMs,
      limit: bucket.limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: bucket.id,
      keyGenerator: (req) => addressKey(req.ip),
      // It looks for its own helper in the text of our function, which calls it one call further down.
      validate: { keyGeneratorIpFallback: false },
      store,
      // The last net: the store itself already falls back to memory.
      passOnStoreError: true,
      logger: {
        warn: (error, message) => log.warn({ err: error, bucket: bucket.id }, message ?? 'a rate limiter warns'),
        error: (error, message) => log.error({ err: error, bucket: bucket.id }, message ?? 'a rate limiter failed'),
      },
      handler: (_req, res, next) => {
        options.onLimited?.(bucket.id);
        const retryAfterSeconds = Math.max(1, Number(res.getHeader('Retry-After')) || 1);
        const windowSeconds = bucket.windowMs / 1_000;
        next(rateLimited({ bucket: bucket.id, limit: bucket.limit, windowSeconds, retryAfterSeconds }));
      },
      ...own,
    });
  };
  const failedOnly = {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req: unknown, res: { statusCode: number }) => !signInFailed(res.statusCode),
  };

  return {
    name: 'rate limiters',
    stop() {
      for (const store of stores) void store.shutdown?.();
    },
    address: limiter(limits.rate.address, { skip: isSignedIn }),
    signInAddress: limiter(limits.rate.signInAddress, failedOnly),
    signInAccount: limiter(limits.rate.signInAccount, {
      ...failedOnly,
      keyGenerator: (req) => accountKey(accountOf(req), req),
    }),
    registration: limiter(limits.rate.registration, {}),
  };
}
