import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connected, eventually, ownRedis } from '../cache/redis.fixtures.ts';
import { fallbackOf } from './fallback.fixtures.ts';
import { startProcess } from './realtime.fixtures.ts';

/*
 * Two realtime processes on a Redis of their own, to be started by a test of a client: `node live-world.fixtures.ts`.
 * Prints `{control, ports, http}` when ready, `http` being the ports of their streams and polls; everything is done by
 * POST to the control port; ends with its stdin.
 */
const redis = await ownRedis();
const admin = await connected(redis);
const processes = [
  await startProcess(redis, { limits: { pingMs: 100 } }),
  await startProcess(redis, { limits: { pingMs: 100 } }),
];
const fallbacks = await Promise.all(processes.map(fallbackOf));

/** What a test may do, by path; `body` is its JSON. */
const actions: Record<
  string,
  (body: { via: number; channel: string; n: number; kind: 'status' | 'position' }) => Promise<unknown>
> = {
  say: ({ via, channel, n, kind }) => {
    const message = { kind, type: kind, subject: 'veh_1', id: `evt_${n}`, data: { n } };
    return processes[via]?.say(channel, message) ?? Promise.reject(new Error('no such process'));
  },
  position: async ({ via, channel }) => (await processes[via]?.realtime.position('ten_1', channel)) ?? null,
  flush: () => eventually(() => admin.port.command(['FLUSHALL'])),
  deafen: () => eventually(() => admin.port.command(['CLIENT', 'KILL', 'TYPE', 'pubsub'])),
  restart: async () => {
    await redis.kill();
    await redis.start();
  },
  stats: async () => processes.map(({ realtime }) => realtime.stats()),
};

const control = createServer(async (request, response) => {
  try {
    const action = actions[request.url?.slice(1) ?? ''];
    const answer = await action?.(JSON.parse((await textOf(request)) || '{}'));
    response.end(JSON.stringify(answer ?? null));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(0, '127.0.0.1');
await once(control, 'listening');

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

process.stdout.write(
  `${JSON.stringify({
    control: (control.address() as AddressInfo).port,
    ports: processes.map(({ port }) => port),
    http: fallbacks.map(({ port }) => port),
  })}\n`,
);
process.stdin.resume().once('end', async () => {
  await Promise.all(processes.map((one) => one.stop()));
  await admin.part.stop?.(AbortSignal.abort());
  await redis.kill();
  process.exit(0);
});
