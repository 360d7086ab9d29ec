import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answersReady, eventually, JourneyEnds } from './waiting.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** A server process that the journey has started itself, and may therefore kill. */
export interface OwnServer {
  readonly url: string;
  /** `kill -9`, then the same process again on the same port; resolves with the milliseconds until it was ready. */
  killAndRestart(): Promise<number>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Starts a server with all roles on a free port, on the databases that `env` names. Its log goes into `folder`. */
export async function startOwnServer(
  env: Env,
  folder: string,
  atEnd: (close: () => unknown) => void,
): Promise<OwnServer> {
  for (const name of ['MONGODB_URI', 'REDIS_URL']) {
    if (env[name]) continue;
    throw new JourneyEnds(
      `--kill-server starts a server of its own and needs ${name}: run it beside npm run up, or as node scripts/setup.mjs run -- npm run journey -- --kill-server.`,
    );
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = { ...process.env, ...serverEnv(env), PORT: String(port), PUBLIC_URL: url };
  await prepareDatabase(own);

  const log = join(folder, 'server.log');
  let child: ChildProcess | undefined;
  const start = async () => {
    const out = openSync(log, 'a');
    const mine = spawn(process.execPath, ['server/src/main.ts'], { cwd: ROOT, env: own, stdio: ['ignore', out, out] });
    child = mine;
    await eventually(READY_WITHIN_MS, 'the journey’s own server to be ready', async () => {
      if (mine.exitCode !== null) throw new JourneyEnds(`The journey’s own server ended: ${lastWords(log)}`);
      return (await answersReady(url)) || undefined;
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const mine = child;
    child = undefined;
    if (!mine || mine.exitCode !== null) return;
    const gone = once(mine, 'exit');
    mine.kill(signal);
    await gone;
  };

  atEnd(() => end('SIGTERM')); // before the start: it may fail half-way
  await start();
  return {
    url,
    async killAndRestart() {
      const begun = performance.now();
      await end('SIGKILL');
      await start();
      return performance.now() - begun;
    },
  };
}

/** Builds the indexes that are absent, as `up` does before it starts the server. */
async function prepareDatabase(env: Env): Promise<void> {
  const command = ['scripts/src/cli.ts', 'indexes', 'apply', '--apply'];
  await promisify(execFile)(process.execPath, command, { cwd: ROOT, env }).catch((error: { stderr?: string }) => {
    throw new JourneyEnds(`The database could not be prepared: ${error.stderr?.trim() || String(error)}`);
  });
}

/** The configuration of `up`, or of throw-away servers, which have no secrets. */
function serverEnv(env: Env): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    alg: 'ES256',
    use: 'sig',
    kid: randomBytes(8).toString('hex'),
  };
  return {
    APP_SECRET: env.APP_SECRET || randomBytes(32).toString('base64url'),
    JWT_KEYS: env.JWT_KEYS || JSON.stringify([key]),
    ROLES: 'api,realtime,worker',
    // The environment may name another run's queue, whose workers do not know our orders.
    REDIS_QUEUE_URL: env.REDIS_URL ?? '',
    HOST: '127.0.0.1',
    METRICS_PORT: '0',
    DRAIN_SECONDS: '0',
    REGISTRATION: 'open', // nobody but this journey knows the port
    LOG_LEVEL: 'warn',
  };
}

const lastWords = (log: string): string => readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? 'without a word';

/** A port that nobody listens on now; the server keeps it over its restart. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('A listening server has an address.');
  return address.port;
}
