import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, type ExpectStatic, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LONG_MS = 120_000;
const FAST = ['--speed', '300'];

const folder = mkdtempSync(join(tmpdir(), 'symphonia-journey-test-'));
/** A clone that has made the demo tenant, and one that has not. */
const withDemo = join(folder, 'with-demo');
const withoutDemo = join(folder, 'without-demo');
const env = { ...process.env, ...configuration() };
const servers: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(withDemo);
  mkdirSync(withoutDemo);
  for (const command of [
    ['indexes', 'apply', '--apply'],
    ['demo', '--apply'],
  ]) {
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/src/cli.ts'), ...command], { cwd: withDemo, env });
  }
}, LONG_MS);

afterAll(async () => {
  for (const server of servers) if (server.exitCode === null) server.kill('SIGTERM');
  await Promise.all(servers.map((server) => server.exitCode ?? once(server, 'exit')));
  const client = new MongoClient(env.MONGODB_URI);
  await client.db().dropDatabase();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
}, LONG_MS);

// Each with its own tenant, and mostly waiting: one after the other they would take a minute.
describe.concurrent('the whole journey, from an offline order to its proof of delivery', () => {
  it(
    'keeps every promise when one process does everything',
    async ({ expect }) => {
      const url = await startServer('api,realtime,worker');
      const { code, output } = await journey(withDemo, [...FAST, '--url', url]);
      expectKept(expect, output, code);
      expect(output).toContain('the demo tenant demo');
    },
    LONG_MS,
  );

  it(
    'keeps every promise when API and realtime are two processes, in a tenant of its own',
    async ({ expect }) => {
      const [url, realtime] = await Promise.all([startServer('api'), startServer('realtime,worker')]);
      const { code, output } = await journey(withoutDemo, [...FAST, '--url', url, '--realtime-url', realtime]);
      expectKept(expect, output, code);
      expect(output).toContain('a tenant of its own');
    },
    LONG_MS,
  );

  it(
    'keeps every promise when the server is killed with orders on their way',
    async ({ expect }) => {
      const { code, output } = await journey(withoutDemo, [...FAST, '--kill-server']);
      expectKept(expect, output, code);
      expect(output).toMatch(/kill -9 of the server, \d+ orders? not accepted yet/);
      expect(output).toContain('orders on the server exactly once');
    },
    LONG_MS,
  );

  it('says in one sentence what to do when nothing is running', async ({ expect }) => {
    const { code, output } = await journey(withDemo, ['--url', 'http://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(output.trim()).toBe('journey: Nothing answers at http://127.0.0.1:1: start it with npm run up.');
  });
});

/** The table is there and nothing in it failed; the output is the message when something did. */
function expectKept(expect: ExpectStatic, output: string, code: number | null): void {
  const [, kept, all] = /(\d+) of (\d+) checks ok/.exec(output) ?? [];
  if (code !== 0) throw new Error(output);
  expect(Number(all)).toBeGreaterThan(25);
  expect(kept).toBe(all);
  expect(output).not.toContain('FAILED');
}

async function journey(cwd: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/src/journey/main.ts'), ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** A real server process on a port of its choice; answers its address when it is ready. */
async function startServer(roles: string): Promise<string> {
  const server = spawn(process.execPath, [join(ROOT, 'server/src/main.ts')], {
    cwd: ROOT,
    env: { ...env, ROLES: roles, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(server);
  for await (const line of createInterface(server.stdout)) {
    const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
    if (msg !== 'ready') continue;
    server.stdout.resume(); // its log must not fill the pipe
    return `http://127.0.0.1:${port}`;
  }
  throw new Error(`The server with the roles ${roles} ended before it was ready.`);
}

/** The servers of the run, with a database and a Redis number of this file's own: its limits and jobs are nobody else's. */
function configuration() {
  const mongo = new URL(process.env.MONGODB_URI ?? '');
  mongo.pathname = `/journey_${process.pid}_${randomBytes(3).toString('hex')}`;
  const redis = new URL(process.env.REDIS_URL ?? '');
  redis.pathname = `/${randomInt(1, 16)}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    NODE_ENV: 'test',
    MONGODB_URI: mongo.href,
    REDIS_URL: redis.href,
    REDIS_QUEUE_URL: redis.href,
    APP_SECRET: randomBytes(32).toString('base64url'),
    JWT_KEYS: JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid: 'journey-test' }]),
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    DRAIN_SECONDS: '0',
    REGISTRATION: 'open',
    LOG_LEVEL: 'warn',
  };
}
