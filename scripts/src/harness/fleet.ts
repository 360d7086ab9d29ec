import { type LoopbackNginx, startNginx } from './nginx.ts';
import { type Ending, type Server, type ServerOptions, startServer } from './server.ts';

export interface FleetOptions {
  /** The configuration that all processes share: databases, keys, limits. */
  readonly env: Readonly<Record<string, string>>;
  /** One for each process; those that listen stand behind nginx. */
  readonly processes: readonly (Omit<ServerOptions, 'env'> & { readonly env?: Readonly<Record<string, string>> })[];
  /** How many sockets nginx must hold at once. Default 200. */
  readonly sockets?: number;
}

/** What became of one process in a rolling restart. */
export interface Restart {
  readonly port: number;
  readonly stop: Ending;
  /** From its end until it was ready again, in ms. */
  readonly startMs: number;
}

/** Processes of the real server behind a real nginx with our file, as on the instances of production. */
export interface Fleet {
  /** nginx, through which everything goes. */
  readonly url: string;
  readonly nginx: LoopbackNginx;
  readonly servers: readonly Server[];
  /** Those behind nginx. */
  readonly behind: readonly Server[];
  /**
   * A deployment: each process behind nginx is told to stop, ends, starts again and is ready before the next one's turn
   * comes. `between` is awaited after each.
   */
  rollingRestart(between?: () => Promise<unknown>): Promise<readonly Restart[]>;
  /** Ends everything, and gives how the servers ended that still ran. */
  end(): Promise<readonly Ending[]>;
}

/** Beside the sockets: each takes two connections, and while it moves from one process to the other sometimes four. */
const FOR_REQUESTS = 1_000;

/** Starts the processes, then nginx; when one fails, ends those already there. */
export async function startFleet({ env, processes, sockets = 200 }: FleetOptions): Promise<Fleet> {
  const started = await Promise.allSettled(
    processes.map((one) => startServer({ ...one, env: { ...env, ...one.env } })),
  );
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const endServers = () => Promise.all(servers.map((server) => server.stop()));
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    await endServers();
    throw failed.reason;
  }
  const behind = servers.filter(({ roles }) => roles !== 'worker');
  const connections = 3 * sockets + FOR_REQUESTS;
  // On a machine of its own nginx shares the core of what stands behind it.
  const cores = new Set(processes.map(({ core }) => core));
  const [core] = cores.size === 1 ? cores : [];
  const options = { upstream: behind.map(({ port }) => port), connections, ...(core === undefined ? {} : { core }) };
  const nginx = await startNginx(options).catch(async (error) => {
    await endServers();
    throw error;
  });
  return {
    url: nginx.url,
    nginx,
    servers,
    behind,
    async rollingRestart(between) {
      const restarts: Restart[] = [];
      for (const server of behind) {
        const stop = await server.stop('SIGTERM');
        const begun = performance.now();
        await server.start();
        restarts.push({ port: server.port, stop, startMs: performance.now() - begun });
        await between?.();
      }
      return restarts;
    },
    async end() {
      const endings = await endServers();
      await nginx.stop();
      return endings;
    },
  };
}
