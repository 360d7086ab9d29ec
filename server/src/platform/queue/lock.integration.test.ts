import { afterAll, beforeAll, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { createLock } from './lock.ts';

let redis: OwnRedis;
let one: Awaited<ReturnType<typeof connected>>;
let other: Awaited<ReturnType<typeof connected>>;
beforeAll(async () => {
  redis = await ownRedis();
  one = await connected(redis);
  other = await connected(redis);
});
afterAll(async () => {
  await one.part.stop?.(AbortSignal.timeout(1_000));
  await other.part.stop?.(AbortSignal.timeout(1_000));
  await redis.kill();
});

it('of two schedulers one works, and the other when that has ended', async () => {
  const [mine, theirs] = [one, other].map(({ port }) => createLock(port, { name: 'daily', ttlMs: 60_000 }));

  const held = await mine?.take();
  expect(held).toBeDefined();
  expect(await theirs?.take()).toBeUndefined();

  await held?.release();
  expect((await theirs?.take())?.fence).toBeGreaterThan(held?.fence ?? 0);
});

it('a holder that was away too long learns that it lost the lock, and cannot take it from the next', async () => {
  const slow = await createLock(one.port, { name: 'slow', ttlMs: 30 }).take();
  const next = await eventually(async () => {
    const held = await createLock(other.port, { name: 'slow', ttlMs: 60_000 }).take();
    if (!held) throw new Error('still held');
    return held;
  });

  expect(await slow?.extend()).toBe(false);
  await slow?.release();

  expect(await next.extend()).toBe(true);
  expect(next.fence).toBeGreaterThan(slow?.fence ?? 0);
});

it('numbers grow on when Redis has forgotten everything', async () => {
  const lock = createLock(one.port, { name: 'forgotten', ttlMs: 60_000 });
  const before = await lock.take();

  await one.port.command(['FLUSHALL']);

  expect((await lock.take())?.fence).toBeGreaterThan(before?.fence ?? Number.MAX_SAFE_INTEGER);
});
