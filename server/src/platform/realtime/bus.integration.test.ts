import { afterAll, beforeAll, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis, silent } from '../cache/redis.fixtures.ts';
import { createRedis } from '../cache/redis.ts';
import { createBus } from './bus.ts';

let redis: OwnRedis;
let connection: Awaited<ReturnType<typeof connected>>;

beforeAll(async () => {
  redis = await ownRedis();
  connection = await connected(redis);
});
afterAll(async () => {
  await connection.part.stop?.(AbortSignal.abort());
  await redis.kill();
});

it('a topic that is left and wanted again in the same moment is heard', async () => {
  const bus = createBus({ redis: connection.port, log: silent, onReady: () => {} });
  bus.start();
  const heard: string[] = [];
  const listener = (message: Buffer) => void heard.push(message.toString());
  await eventually(async () => expect(await bus.listen('t', listener)).toBe(true));
  for (let i = 0; i < 20; i += 1) {
    bus.forget('t');
    expect(await bus.listen('t', listener)).toBe(true);
    await connection.port.publish('t', String(i));
  }

  await eventually(() => expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => String(i))));
  bus.stop();
});

it('a topic whose Redis is not reached is not heard yet, and is from the next ready on', async () => {
  const away = await ownRedis({ started: false });
  const { port, part } = createRedis({ url: away.url, log: silent, name: 'away' });
  await part.start?.();
  let ready = 0;
  const bus = createBus({ redis: port, log: silent, onReady: () => (ready += 1) });
  bus.start();
  const heard: string[] = [];
  const listener = (message: Buffer) => void heard.push(message.toString());
  expect(await bus.listen('t', listener)).toBe(false);

  await away.start();
  await eventually(() => expect(ready).toBe(1));
  expect(await bus.listen('t', listener)).toBe(true);
  await eventually(() => port.publish('t', 'hello'));
  await eventually(() => expect(heard).toContain('hello'));
  bus.stop();
  await part.stop?.(AbortSignal.abort());
  await away.kill();
});
