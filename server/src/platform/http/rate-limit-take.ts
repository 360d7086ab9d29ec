import { type RedisPort, redisScript } from '../cache/redis-port.ts';
import { limits, type RateBucket } from '../config/limits.ts';
import type { Logger } from '../observability/log.ts';
import { createLocalCounter, exceeds, type Tenths, type Verdict } from './rate-limit-local.ts';

/** What one request takes from one bucket. */
export interface Charge {
  readonly bucket: RateBucket;
  /** Whose bucket: a user's, key's or tenant's id. */
  readonly key: string;
  /** In units, to a tenth. */
  readonly cost: number;
  /** Another limit than the bucket's own: what the client's plan or the tenant's tier says. */
  readonly limit?: number;
}

/** Where one bucket stands after (or, when refused, without) the charge. */
export interface Standing {
  readonly bucket: RateBucket;
  readonly limit: number;
  /** Whole units left. */
  readonly remaining: number;
  readonly resetMs: number;
  /** True when this bucket is the reason of a refusal. */
  readonly refused: boolean;
}

export interface Taken {
  readonly allowed: boolean;
  readonly standings: readonly Standing[];
  /** `memory` while Redis does not answer. */
  readonly countedIn: 'redis' | 'memory';
}

/**
 * Takes all charges of a request, or none of them when a bucket cannot hold its part.
 *
 * A charge larger than a whole bucket passes when the bucket is empty, and keeps it shut for as many windows as it is
 * worth: a bulk of 500 is possible at 120 per minute, and the mean rate still holds. Never throws.
 */
export type Take = (tenantId: string, charges: readonly Charge[]) => Promise<Taken>;

/**
 * KEYS: the buckets. ARGV: cost, limit, window (ms) of each. All or nothing, in one step, so that neither two requests
 * at once nor a crash between two commands can miscount or leave a counter that never ends.
 */
const TAKE = redisScript(`
local reply, allowed = {}, 1
for i, key in ipairs(KEYS) do
  local cost, limit, window = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local used, ttl = tonumber(redis.call('GET', key) or '0'), redis.call('PTTL', key)
  if limit <= 0 or (used > 0 and used + cost > limit) then allowed = 0 end
  reply[2 * i] = used
  reply[2 * i + 1] = ttl > 0 and ttl or window
end
reply[1] = allowed
if allowed == 0 then return reply end
for i, key in ipairs(KEYS) do
  local cost, limit, window = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  reply[2 * i] = redis.call('INCRBY', key, ARGV[3 * i - 2])
  if redis.call('PTTL', key) < 0 then
    reply[2 * i + 1] = window * math.max(1, math.ceil(cost / limit))
    redis.call('PEXPIRE', key, reply[2 * i + 1])
  end
end
return reply`);

export interface TakeDeps {
  readonly redis: RedisPort;
  readonly log: Logger;
}

export interface TakeOptions {
  /** Default: `limits.rateCounting.expectedInstances`. */
  readonly expectedInstances?: number;
  readonly now?: () => number;
}

/** Builds `take`: one script call for all buckets of a request, in memory with a share of each limit while Redis is away. */
export function createTake({ redis, log }: TakeDeps, options: TakeOptions = {}): Take {
  const { expectedInstances = limits.rateCounting.expectedInstances, now } = options;
  const local = createLocalCounter({ expectedInstances, keys: limits.rateCounting.localKeys, ...(now ? { now } : {}) });

  return async (tenantId, charges) => {
    const tenths = charges.map(({ bucket, key, cost, limit = bucket.limit }) => ({
      // The braces keep the buckets of a tenant on one node of a cluster, where one script can reach them all.
      key: `rl:{${tenantId}}:${bucket.id}:${key}`,
      cost: Math.round(cost * 10),
      limit: Math.round(limit * 10),
      windowMs: bucket.windowMs,
    }));
    try {
      return taken(charges, tenths, await takeShared(redis, tenths), 'redis');
    } catch (error) {
      log.debug({ err: error }, 'limits are counted in memory');
      return taken(charges, tenths, local(tenths), 'memory');
    }
  };
}

async function takeShared(redis: RedisPort, tenths: readonly Tenths[]): Promise<Verdict> {
  const keys = tenths.map(({ key }) => key);
  const args = tenths.flatMap(({ cost, limit, windowMs }) => [String(cost), String(limit), String(windowMs)]);
  const timeoutMs = limits.deadline.rateLimitCallMs;
  const [allowed, ...rest] = await redis.script<number[]>(TAKE, keys, args, { timeoutMs });
  const counts = tenths.map(({ limit }, i) => ({ used: rest[2 * i] ?? 0, limit, ttlMs: rest[2 * i + 1] ?? 0 }));
  return { allowed: allowed === 1, counts };
}

function taken(
  charges: readonly Charge[],
  tenths: readonly Tenths[],
  { allowed, counts }: Verdict,
  countedIn: Taken['countedIn'],
): Taken {
  const standings = charges.map(({ bucket, limit = bucket.limit }, i): Standing => {
    const count = counts[i] ?? { used: 0, limit: 0, ttlMs: bucket.windowMs };
    const refused = !allowed && exceeds(count.used, tenths[i]?.cost ?? 0, count.limit);
    const remaining = Math.max(0, Math.floor((count.limit - count.used) / 10));
    return { bucket, limit, remaining, resetMs: count.ttlMs, refused };
  });
  return { allowed, standings, countedIn };
}
