import { afterEach, describe, expect, it } from 'vitest';
import type { Logger } from '../observability/log.ts';
import { connected, eventually, type OwnRedis, ownRedis, silent } from './redis.fixtures.ts';
import { createRedis } from './redis.ts';
import { type RedisPort, RedisUnavailableError, redisScript } from './redis-port.ts';

const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function given(log: Logger = silent): Promise<{ redis: OwnRedis; port: RedisPort }> {
  const redis = await ownRedis();
  endings.push(() => redis.kill());
  const { port, part } = await connected(redis, { log });
  endings.push(async () => part.stop?.(AbortSignal.timeout(1_000)));
  return { redis, port };
}

/** The milliseconds a call took that had to be refused. */
async function refusedWithin(ask: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await expect(ask()).rejects.toBeInstanceOf(RedisUnavailableError);
  return performance.now() - from;
}

describe('Redis, when it works', () => {
  it('keeps bytes as they are', async () => {
    const { port } = await given();
    const bytes = Buffer.from([0, 255, 13, 10, 128]);

    await port.setBuffer('k', bytes, 60_000);

    expect(await port.getBuffer('k')).toEqual(bytes);
    expect(await port.getBuffer('other')).toBeNull();
    expect(await port.mGet(['other', 'other2'])).toEqual([null, null]);
  });

  it('runs a script it has never seen, and again after it forgot all scripts', async () => {
    const { port } = await given();
    const add = redisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])");

    expect(await port.script(add, ['n'], ['2'])).toBe(2);
    await port.command(['SCRIPT', 'FLUSH']);
    expect(await port.script(add, ['n'], ['3'])).toBe(5);
  });

  it('is not blamed for a wrong question', async () => {
    const { port } = await given();
    await port.command(['SET', 'text', 'x']);

    for (let i = 0; i < 10; i += 1) await expect(port.incr('text')).rejects.toThrow('not an integer');

    expect(port.state).toBe('closed');
  });
});

describe('Redis, frozen', () => {
  it('costs each call its time-out at most, later ones nothing, and works again by itself', async () => {
    const { redis, port } = await given();

    redis.freeze();
    for (let i = 0; i < 5; i += 1) {
      expect(await refusedWithin(() => port.command(['GET', 'k'], { timeoutMs: 150 }))).toBeLessThan(1_000);
    }
    expect(port.state).toBe('open');
    const many = await refusedWithin(() =>
      Promise.all(Array.from({ length: 1_000 }, () => port.command(['GET', 'k']))),
    );
    expect(many).toBeLessThan(200);

    redis.thaw();
    await eventually(() => port.command(['PING']));
    expect(port.state).toBe('closed');
  });

  it('for so long that the connection was given up, works again by itself', { timeout: 20_000 }, async () => {
    const warnings: string[] = [];
    const { redis, port } = await given({ ...silent, warn: (_, message) => void warnings.push(message) });

    redis.freeze();
    await eventually(() => expect(warnings).toEqual([expect.stringContaining('connection to Redis failed')]));
    await expect(port.command(['GET', 'k'])).rejects.toBeInstanceOf(RedisUnavailableError);

    redis.thaw();
    await eventually(() => port.command(['PING']), 10_000);
  });
});

describe('Redis, absent', () => {
  it('when the process starts holds nothing up, and is used once it comes', async () => {
    const redis = await ownRedis({ started: false });
    const { port, part } = createRedis({ url: redis.url, log: silent, name: 'late' });
    endings.push(async () => part.stop?.(AbortSignal.timeout(1_000)));

    await part.start?.();
    expect(await refusedWithin(() => port.command(['PING']))).toBeLessThan(100);

    await redis.start();
    endings.push(() => redis.kill());
    expect(await eventually(() => port.command(['PING']))).toBe('PONG');
  });

  it('does not hold up the end of the process', async () => {
    const { redis, port } = await given();
    redis.freeze();
    void port.command(['PING']).catch(() => undefined);

    const from = performance.now();
    await endings.pop()?.();

    expect(performance.now() - from).toBeLessThan(1_500);
  });
});

describe('a listener', () => {
  it('hears again what it wanted, and is told to catch up, after Redis was gone', async () => {
    const { redis, port } = await given();
    let caughtUp = 0;
    const heard: string[] = [];
    const ear = port.subscriber({
      onReady: () => {
        caughtUp += 1;
      },
    });
    await eventually(() => ear.subscribe('news', (message) => void heard.push(message.toString())));
    await port.publish('news', 'one');
    await eventually(() => expect(heard).toEqual(['one']));
    const before = caughtUp;

    await redis.kill();
    await eventually(() => expect(ear.ready).toBe(false));
    await expect(ear.subscribe('more', (message) => void heard.push(message.toString()))).rejects.toThrow('later');
    await redis.start();
    await eventually(() => expect(ear.ready).toBe(true));

    expect(caughtUp).toBe(before + 1);
    await eventually(() => port.publish('news', 'two'));
    await port.publish('more', 'three');
    await eventually(() => expect(heard).toEqual(['one', 'two', 'three']));
  });

  it('no longer hears what it left', async () => {
    const { port } = await given();
    const heard: string[] = [];
    const ear = port.subscriber({});
    await eventually(() => ear.subscribe('a', (message) => void heard.push(`a${message}`)));
    await ear.subscribe('b', (message) => void heard.push(`b${message}`));

    await ear.unsubscribe('a');

    expect(await port.publish('a', '1')).toBe(0);
    await port.publish('b', '1');
    await eventually(() => expect(heard).toEqual(['b1']));
  });
});
