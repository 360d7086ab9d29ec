import { randomBytes } from 'node:crypto';
import { ownRedis } from '../src/platform/cache/redis.fixtures.ts';
import { type ReplicaSet, startReplicaSet } from './replica-set.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** A server as in production on a replica set of three, and an application beside it that prepares what a test needs. */
export interface OnThreeMembers {
  readonly set: ReplicaSet;
  readonly database: string;
  readonly app: TestApp;
  readonly server: ServerProcess;
  readonly url: string;
  /** One more server on the same data. */
  another(env: Record<string, string>): Promise<ServerProcess>;
  /** Ends everything; gives the exit codes of the servers, which are asked to stop. */
  end(): Promise<readonly (number | null)[]>;
}

export async function onThreeMembers(): Promise<OnThreeMembers> {
  const ending: (() => Promise<unknown>)[] = [];
  const endAll = async () => {
    for (const end of ending.splice(0).reverse()) await end();
  };
  try {
    const set = await startReplicaSet();
    ending.push(() => set.end());
    const redis = await ownRedis();
    ending.push(() => redis.kill());
    const database = `test_${randomBytes(4).toString('hex')}`;
    const app = await startTestApp({
      MONGODB_URI: set.uri(database),
      REDIS_URL: redis.url,
      REDIS_QUEUE_URL: redis.url,
      ROLES: 'api',
    });
    ending.push(() => app.stop());
    const servers: ServerProcess[] = [];
    const another: OnThreeMembers['another'] = async (env) => {
      const server = await startServerProcess(app, { REDIS_QUEUE_URL: redis.url, ...env });
      servers.push(server);
      return server;
    };
    ending.push(async () => Promise.all(servers.map((one) => one.end('SIGKILL'))));
    const server = await another({});
    return {
      set,
      database,
      app,
      server,
      url: server.url,
      another,
      async end() {
        const codes = await Promise.all(servers.map((one) => one.end('SIGTERM')));
        await endAll();
        return codes;
      },
    };
  } catch (error) {
    await endAll();
    throw error;
  }
}
