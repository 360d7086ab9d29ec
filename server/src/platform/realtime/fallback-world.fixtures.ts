import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import type { OwnServer } from '../http/http.fixtures.ts';
import { fallbackOf, type Reader, read } from './fallback.fixtures.ts';
import type { RealtimeLimits } from './limits.ts';
import { type Process, startProcess } from './realtime.fixtures.ts';
import type { RealtimeDeps } from './realtime.ts';
import type { Authorize } from './types.ts';

let redis: OwnRedis;
const servers: OwnServer[] = [];
const readers: Reader[] = [];
const others: Process[] = [];

/** Channels that nobody may see. */
export const hidden = new Set<string>();
const authorize: Authorize = async (_session, channel) => {
  if (channel === 'order:broken') throw new Error('the database is away');
  return !hidden.has(channel);
};

interface Started {
  readonly process: Process;
  readonly url: string;
}

async function start(own: OwnRedis, limits: Partial<RealtimeLimits>, deps: Partial<RealtimeDeps>): Promise<Started> {
  const process = await startProcess(own, {
    limits: { pollPositionsMs: 100, ...limits },
    deps: { authorize, ...deps },
  });
  const server = await fallbackOf(process);
  servers.push(server);
  return { process, url: server.url };
}

/** A process of a test's own, to be ended by it or after it; on the Redis of the file unless it has another. */
export async function another(
  limits: Partial<RealtimeLimits> = {},
  deps: Partial<RealtimeDeps> = {},
  own = redis,
): Promise<Started> {
  const started = await start(own, limits, deps);
  others.push(started.process);
  return started;
}

/** Reads a stream until the test ends. */
export async function reading(...asked: Parameters<typeof read>): Promise<Reader> {
  const reader = await read(...asked);
  readers.push(reader);
  return reader;
}

/** Two processes on one Redis for all tests of a file, there once they run. */
export function twoProcesses(): { readonly here: Started; readonly there: Started } {
  const world = {} as { here: Started; there: Started }; // filled before the first test
  beforeAll(async () => {
    redis = await ownRedis();
    Object.assign(world, { here: await start(redis, {}, {}), there: await start(redis, {}, {}) });
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.leave();
    for (const process of others.splice(0)) await process.stop();
  });
  afterAll(async () => {
    for (const { process } of [world.here, world.there]) await process.stop();
    for (const server of servers) await server.stop();
    await redis.kill();
  });
  return world;
}

let channels = 0;
/** A channel that no other test knows. */
export const aChannel = () => `order:${++channels}`;

/** Waits until a process holds nothing for anybody. */
export const free = ({ process }: Started) =>
  eventually(() =>
    expect(process.realtime.stats()).toMatchObject({ sockets: 0, anonymous: 0, streams: 0, subscriptions: 0 }),
  );
