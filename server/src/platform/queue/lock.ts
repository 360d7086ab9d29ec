import { randomUUID } from 'node:crypto';
import { type RedisPort, redisScript } from '../cache/redis-port.ts';
import { RELEASE } from '../cache/try-lock.ts';

/** A lock that is held. */
export interface Held {
  /**
   * Grows with every holder. Write it with what the lock protects and refuse lower ones: the lock may run out while its
   * holder is frozen, and only the number keeps that holder from writing over the next one's work.
   */
  readonly fence: number;
  /** Holds it for `ttlMs` more; false when it is lost, and the work must end. */
  extend(): Promise<boolean>;
  /** Gives it back, unless it is somebody else's by now. */
  release(): Promise<void>;
}

/** One holder at a time over all processes, for schedulers. */
export interface Lock {
  /** Takes it when it is free; undefined when somebody has it. Throws while Redis is away. */
  take(): Promise<Held | undefined>;
}

/** KEYS: lock, fence. ARGV: token, ms. The fence starts at the clock (microseconds), so that an emptied Redis cannot go back. */
const TAKE = redisScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then
  local at = redis.call('TIME')
  redis.call('SET', KEYS[2], string.format('%.0f', tonumber(at[1]) * 1000000 + tonumber(at[2])))
end
return redis.call('INCR', KEYS[2])`);
const EXTEND = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`);

export interface LockOptions {
  readonly name: string;
  /** How long a holder that died keeps it, in milliseconds. */
  readonly ttlMs: number;
}

/** Builds a lock by name. A holder that dies loses it after `ttlMs`. */
export function createLock(redis: RedisPort, { name, ttlMs }: LockOptions): Lock {
  const key = `lock:{${name}}`;
  return {
    async take() {
      const token = randomUUID();
      const fence = await redis.script<number>(TAKE, [key, `${key}:fence`], [token, String(ttlMs)]);
      if (fence === 0) return undefined;
      return {
        fence,
        extend: async () => (await redis.script<number>(EXTEND, [key], [token, String(ttlMs)])) === 1,
        release: async () => {
          await redis.script(RELEASE, [key], [token]);
        },
      };
    },
  };
}
