import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestApp } from './test-app.ts';

/** A server in a process of its own, as it runs in production but from the sources. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Its exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** Every line it has logged. */
  readonly log: readonly Record<string, unknown>[];
  /** Sends the signal and waits for the end; gives its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts a server with the configuration of a test's application (same database, same keys) and waits until it is ready. */
export async function startServerProcess(
  app: Pick<TestApp, 'config'>,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const { config } = app;
  const log: Record<string, unknown>[] = [];
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      MONGODB_URI: config.mongoUrl,
      REDIS_URL: config.redisUrl,
      SMTP_URL: config.smtpUrl,
      APP_SECRET: config.appSecret,
      JWT_KEYS: JSON.stringify(config.jwtKeys),
      PORT: '0',
      METRICS_PORT: '0',
      TRUST_PROXY_HOPS: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => code as number | null); // null: ended by a signal
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready: ${JSON.stringify(log)}`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>; // pino writes JSON lines
      log.push(entry);
      if (entry.msg === 'ready') resolve(Number(entry.port ?? 0));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    child,
    exited,
    log,
    async end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}
