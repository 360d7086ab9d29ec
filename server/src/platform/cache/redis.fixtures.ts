import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Logger } from '../observability/log.ts';
import { createRedis } from './redis.ts';

/** A Redis of the test's own, to freeze and to kill. */
export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  /** The process stays, its connections stay, nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends at once and forgets everything. */
  kill(): Promise<void>;
  /** Starts again on the same port, empty. */
  start(): Promise<void>;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Servers that run; a test process that ends early takes them with it. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A `redis-server` that keeps nothing on disk, on a free port; `SYMPHONIA_REDIS_BINARY` names the binary, else the PATH does. */
export async function ownRedis({ started = true } = {}): Promise<OwnRedis> {
  const port = await freePort();
  let running: ChildProcess | undefined;

  const redis: OwnRedis = {
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async kill() {
      const ending = running;
      running = undefined;
      if (!ending || ending.exitCode !== null) return;
      ending.kill('SIGKILL');
      await once(ending, 'exit');
    },
    async start() {
      const binary = process.env.SYMPHONIA_REDIS_BINARY ?? 'redis-server';
      const child = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running = child;
      children.add(child);
      child.once('exit', () => children.delete(child));
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
        child.stdout?.on('data', (text: Buffer) => text.includes('eady to accept connections') && resolve());
      });
    },
  };
  if (started) await redis.start();
  return redis;
}

/** A logger that says nothing. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silent,
};

/** A connection to `redis`, started; waits until it answers when `redis` runs. */
export async function connected(redis: Pick<OwnRedis, 'url'>, { name = 'test', now = Date.now, log = silent } = {}) {
  const connection = createRedis({ url: redis.url, log, name, now });
  await connection.part.start?.();
  await eventually(() => connection.port.command(['PING']));
  return connection;
}

/** Tries again until it no longer throws, and gives up with its last error after `ms`. */
export async function eventually<T>(ask: () => T | Promise<T>, ms = 10_000): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
