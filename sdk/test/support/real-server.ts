import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Db, MongoClient } from 'mongodb';
import { afterAll } from 'vitest';
import { setup as needServers } from '../../../scripts/test/need-servers.ts';
import { type CacheEntry, memoryCache, readCache } from '../../src/cache/index.ts';
import {
  createSymphonia,
  type Plugin,
  type ReadThrough,
  type SymphoniaOptions,
  type TokenSource,
  type TokensLike,
  tokenSource,
} from '../../src/index.ts';
import type { OutboxParts } from '../../src/outbox/index.ts';
import type { Quoter } from '../../src/quote/index.ts';
import type { Tracking } from '../../src/tracking/index.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Everybody's. */
export const PASSWORD = 'correct horse battery';

/** A server process of this test file's own, from the sources, on a database of its own. */
export interface RealServer {
  readonly url: string;
  /** For what no operation of the API can set. */
  readonly db: Db;
  /** Registers a tenant; its admin is signed in. */
  tenant(slug?: string): Promise<RealTenant>;
  /** `METHOD /path` of every request that was answered with success. */
  readonly answered: ReadonlySet<string>;
}

export interface RealTenant {
  readonly slug: string;
  readonly admin: Device;
  /** Makes somebody, and signs him in on a device with these parts. */
  person(role: Role, belongs?: { clientId: string } | { carrierId: string }, parts?: Parts): Promise<Device>;
}

type Role = 'client' | 'dispatcher' | 'carrier' | 'driver';
type Sdk = ReturnType<typeof createSymphonia<Tracking>>;
type Parts = Pick<SymphoniaOptions<OutboxParts, Tracking, Quoter>, 'outbox' | 'cache' | 'realtime' | 'quote'>;

/** An SDK, whose it is, and the plug of its network. */
export interface Device {
  readonly sym: Sdk;
  readonly tokens: TokenSource;
  readonly email: string;
  readonly refreshToken: string;
  online: boolean;
}

/** A socket that is cut with its device, and leads nowhere while that is offline. */
function socketOf(device: Pick<Device, 'online'>, open: Set<WebSocket>): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(device.online ? url : 'ws://127.0.0.1:1', protocols);
      open.add(this);
    }
  };
}

/** Starts the server, and stops it and drops its database after the file's last test. */
export async function realServer(): Promise<RealServer> {
  needServers();
  const env = { ...process.env, ...configuration() };
  await promisify(execFile)(process.execPath, ['scripts/src/cli.ts', 'indexes', 'apply', '--apply'], {
    cwd: ROOT,
    env,
  });
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  const mongo = new MongoClient(env.MONGODB_URI);
  afterAll(async () => {
    child.kill('SIGTERM');
    await gone;
    await mongo.db().dropDatabase();
    await mongo.close();
  });
  const port = await new Promise<number>((resolve, reject) => {
    const log: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; port?: number };
      log.push(line);
      if (entry.msg === 'ready') resolve(Number(entry.port));
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${log.join('\n')}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const answered = new Set<string>();
  return {
    url,
    db: mongo.db(),
    tenant: (slug = `t-${randomBytes(6).toString('hex')}`) => aTenant({ url, answered }, slug),
    answered,
  };
}

type SignedIn = TokensLike & { readonly email: string; readonly refreshToken: string };
type Reached = { readonly url: string; readonly answered: Set<string> };

async function aTenant(server: Reached, slug: string): Promise<RealTenant> {
  const email = 'ada@test.example';
  const account = { tenant: { slug, name: 'Rheinfracht' }, admin: { name: 'Ada', email, password: PASSWORD } };
  const admin = await aDevice(server, {}, async ({ auth }) => ({
    email,
    ...(await auth.register(account)).data.tokens,
  }));
  return {
    slug,
    admin,
    async person(role, belongs, parts = {}) {
      const mail = `${randomBytes(6).toString('hex')}@test.example`;
      await admin.sym.auth.createUser({ name: `A ${role}`, email: mail, password: PASSWORD, role, ...belongs });
      const asked = { tenant: slug, email: mail, password: PASSWORD };
      return aDevice(server, parts, async ({ auth }) => ({ email: mail, ...(await auth.login(asked)).data }));
    },
  };
}

/** Each device has an address of its own, so that limits stay on and nobody is in anybody's way. */
async function aDevice(
  { url, answered }: Reached,
  parts: Parts,
  signIn: (sym: Sdk) => Promise<SignedIn>,
): Promise<Device> {
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const tokens = tokenSource({ refresh: () => Promise.reject(new TypeError('No test lasts that long.')) });
  const sockets = new Set<WebSocket>();
  const plug = { online: true };
  const sym = createSymphonia<Tracking>({
    ...parts,
    baseUrl: `${url}/api/v1`,
    auth: tokens,
    WebSocket: socketOf(plug, sockets),
    fetch: async (input, init) => {
      if (!plug.online) throw new TypeError('fetch failed');
      const headers = new Headers(init?.headers);
      headers.set('X-Forwarded-For', address);
      const answer = await fetch(input, { ...init, headers });
      if (answer.ok) answered.add(`${init?.method} ${new URL(String(input)).pathname.slice('/api/v1'.length)}`);
      return answer;
    },
  });
  const { email, refreshToken, ...token } = await signIn(sym);
  tokens.set(token);
  return {
    ...{ sym, tokens, email, refreshToken },
    get online() {
      return plug.online;
    },
    set online(now) {
      plug.online = now;
      if (!now) for (const socket of sockets) socket.close();
    },
  };
}

/** A read cache in memory that tells when what prices `types` transport types has been kept, behind their quotes. */
export function watchedCache(): { readonly cache: Plugin<ReadThrough>; tariffs(types: number): Promise<void> } {
  const store = memoryCache();
  const keys = new Set<string>();
  let look = () => {};
  const watched = {
    ...store,
    async put(entry: CacheEntry) {
      await store.put(entry);
      if (entry.key.includes('/quotes#')) keys.add(entry.key);
      look();
    },
  };
  return {
    cache: readCache({ store: watched }),
    tariffs: (types) =>
      new Promise((resolve) => {
        look = () => keys.size >= types && resolve();
        look();
      }),
  };
}

/** The servers of the run, with a database and a Redis number of this file's own: its limits and jobs are nobody else's. */
function configuration() {
  const mongo = new URL(process.env.MONGODB_URI ?? '');
  mongo.pathname = `/sdk_${process.pid}_${randomBytes(3).toString('hex')}`;
  const redis = new URL(process.env.REDIS_URL ?? '');
  redis.pathname = `/${randomInt(1, 16)}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    NODE_ENV: 'test',
    MONGODB_URI: mongo.href,
    REDIS_URL: redis.href,
    REDIS_QUEUE_URL: redis.href,
    APP_SECRET: randomBytes(32).toString('base64url'),
    JWT_KEYS: JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid: 'sdk-test' }]),
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    DRAIN_SECONDS: '0',
    TRUST_PROXY_HOPS: '1',
    REGISTRATION: 'open',
    LOG_LEVEL: 'info', // says when it is ready
  };
}
