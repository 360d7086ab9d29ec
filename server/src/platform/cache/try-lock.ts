import { randomUUID } from 'node:crypto';
import { type RedisPort, redisScript } from './redis-port.ts';

/** Deletes a lock only when it is still ours: it may have run out and be somebody else's by now. */
export const RELEASE = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`);

/**
 * Takes a lock that ends by itself after `ttlMs`; undefined when somebody has it. Returns how to give it back.
 *
 * It saves work and guards nothing: it may run out, or be lost in a failover, while its holder still works.
 */
export async function tryLock(
  redis: RedisPort,
  key: string,
  ttlMs: number,
): Promise<(() => Promise<void>) | undefined> {
  const token = randomUUID();
  const taken = await redis.command<string | null>(['SET', key, token, 'NX', 'PX', String(ttlMs)]);
  if (taken === null) return undefined;
  return async () => {
    await redis.script(RELEASE, [key], [token]);
  };
}
