import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.ts';
import { type Usage, usageOf } from './usage.ts';

export interface ServerOptions {
  /** As in an environment: `api,realtime`, `worker`, … */
  readonly roles: string;
  readonly env: Readonly<Record<string, string>>;
  /** The one core it may run on, so that processes stand for machines; any by default. */
  readonly core?: number;
}

/** How a process came to its end. */
export interface Ending {
  /** `null`: by a signal. */
  readonly code: number | null;
  readonly tookMs: number;
}

/** A server process that keeps its port over restarts, to be stopped, killed and frozen. */
export interface Server {
  readonly roles: string;
  readonly port: number;
  readonly url: string;
  /** Every line it has logged, over all its lives. */
  readonly log: readonly Record<string, unknown>[];
  /** Resolves when it says that it is ready. */
  start(): Promise<void>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ending>;
  /** The process stays, its connections stay, nothing is answered. */
  freeze(): void;
  thaw(): void;
  usage(): Usage;
}

const MAIN = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
const STARTS_WITHIN_MS = 60_000;

/** Starts the real server from its sources and waits until it is ready. */
export async function startServer({ roles, env, core }: ServerOptions): Promise<Server> {
  const port = await freePort();
  const log: Record<string, unknown>[] = [];
  let child: ChildProcess | undefined;

  const running = (): ChildProcess => {
    if (!child) throw new Error('This server does not run.');
    return child;
  };

  const server: Server = {
    roles,
    port,
    url: `http://127.0.0.1:${port}`,
    log,
    async start() {
      const command = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), process.execPath, MAIN];
      const mine = spawn(command[0] ?? '', command.slice(1), {
        env: { PATH: process.env.PATH, HOST: '127.0.0.1', METRICS_PORT: '0', ...env, ROLES: roles, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'inherit'],
        // A session of its own: systems that share their cores fairly among sessions would count it with its load.
        detached: core !== undefined,
      });
      child = mine;
      const endWithUs = () => mine.kill('SIGKILL');
      process.once('exit', endWithUs);
      mine.once('exit', () => process.off('exit', endWithUs));
      const ready = Promise.withResolvers<void>();
      mine.once('exit', (code) =>
        ready.reject(new Error(`A server of ${roles} ended with ${code}: ${JSON.stringify(log.slice(-5))}`)),
      );
      createInterface({ input: mine.stdout }).on('line', (line) => {
        const entry = JSON.parse(line) as Record<string, unknown>; // pino writes JSON lines
        log.push(entry);
        if (entry.msg === 'ready') ready.resolve();
      });
      const late = setTimeout(() => {
        ready.reject(new Error(`A server of ${roles} is not ready in time: ${JSON.stringify(log.slice(-5))}`));
        mine.kill('SIGKILL');
      }, STARTS_WITHIN_MS);
      await ready.promise.finally(() => clearTimeout(late));
      if (roles !== 'worker') await answersReady(server.url);
    },
    async stop(signal = 'SIGTERM') {
      const mine = child;
      child = undefined;
      if (!mine || mine.exitCode !== null || mine.signalCode !== null)
        return { code: mine?.exitCode ?? null, tookMs: 0 };
      const begun = performance.now();
      const exited = once(mine, 'exit');
      mine.kill(signal);
      const [code] = (await exited) as [number | null]; // what `exit` tells
      return { code, tookMs: performance.now() - begun };
    },
    freeze: () => void running().kill('SIGSTOP'),
    thaw: () => void running().kill('SIGCONT'),
    usage: () => usageOf(running().pid ?? 0),
  };
  await server.start();
  return server;
}

/** Waits for what the load balancer asks. */
async function answersReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await wait(50);
  }
  throw new Error(`${url} is not ready.`);
}
