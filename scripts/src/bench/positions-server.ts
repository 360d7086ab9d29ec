import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Db, MongoClient } from 'mongodb';
import { type Server, startServer } from '../harness/server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** CPU that was used since the processes began, user and system, in milliseconds. */
export interface Used {
  readonly serverMs: number;
  readonly mongoMs: number;
}

/** One server on a database of its own, on the servers that the environment names. */
export interface BenchServer {
  readonly server: Server;
  readonly db: Db;
  used(): Promise<Used>;
  /** Ends the server and removes its database. */
  end(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const { MONGODB_URI, REDIS_URL } = process.env;
  if (!MONGODB_URI || !REDIS_URL)
    throw new Error('It needs servers: node scripts/setup.mjs run -- npm run bench -- positions');
  const url = new URL(MONGODB_URI);
  url.pathname = `/bench_${randomBytes(4).toString('hex')}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const env = {
    MONGODB_URI: url.href,
    REDIS_URL,
    APP_SECRET: randomBytes(32).toString('base64url'),
    JWT_KEYS: JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid: 'bench' }]),
    TRUST_PROXY_HOPS: '1',
    LOG_LEVEL: 'info',
    REGISTRATION: 'open',
  };
  const indexes = ['scripts/src/cli.ts', 'indexes', 'apply', '--apply'];
  await promisify(execFile)(process.execPath, indexes, { cwd: ROOT, env: { ...process.env, ...env } });
  const server = await startServer({ roles: 'api,realtime', env });
  const client = new MongoClient(url.href);
  const db = client.db();
  return {
    server,
    db,
    async used() {
      const { extra_info: info } = await db.admin().serverStatus();
      const mongoMs = (Number(info.user_time_us) + Number(info.system_time_us)) / 1_000;
      return { serverMs: server.usage().cpuMs, mongoMs };
    },
    async end() {
      await server.stop();
      await db.dropDatabase();
      await client.close();
    },
  };
}
