import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll } from 'vitest';

/** A Redis of the test's own, to flush and to kill; everybody else's stays as it is. */
export interface OwnRedis {
  readonly url: string;
  /** Forgets everything. */
  flush(): Promise<void>;
  /** Ends at once and starts again on the same port, empty. */
  restart(): Promise<void>;
}

/** A `redis-server` that keeps nothing on disk; `SYMPHONIA_REDIS_BINARY` names the binary, else the PATH does. */
export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const start = async () => {
    const binary = process.env.SYMPHONIA_REDIS_BINARY ?? 'redis-server';
    const child = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.once('exit', () => child.kill('SIGKILL'));
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      child.stdout.on('data', (text: Buffer) => text.includes('eady to accept connections') && resolve());
    });
    return child;
  };
  let running = await start();
  const kill = async () => {
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  };
  afterAll(kill);
  return {
    url: `redis://127.0.0.1:${port}`,
    async flush() {
      const socket = connect(port, '127.0.0.1');
      socket.write('FLUSHALL SYNC\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      if (!answer.toString().startsWith('+OK')) throw new Error(answer.toString());
    },
    async restart() {
      await kill();
      running = await start();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
