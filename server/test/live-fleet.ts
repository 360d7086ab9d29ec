import { type Fleet, startFleet } from '../../scripts/src/harness/fleet.ts';
import { type Load, startLoad } from '../../scripts/src/harness/load.ts';
import type { ServerOptions } from '../../scripts/src/harness/server.ts';
import { type OwnRedis, ownRedis } from '../src/platform/cache/redis.fixtures.ts';
import { startTestApp, type TestApp, testEnvironment } from './test-app.ts';

/** Servers behind nginx on a Redis of their own, and an application beside them that prepares what a test needs. */
export interface LiveFleet {
  readonly app: TestApp;
  readonly redis: OwnRedis;
  readonly fleet: Fleet;
  /** The first of the processes that make load. */
  readonly load: Load;
  /** One more of them. */
  anotherLoad(core?: number): Promise<Load>;
  /** Another fleet on the same data, with an nginx of its own. */
  anotherFleet(processes: LiveFleetOptions['processes'], sockets: number): Promise<Fleet>;
  end(): Promise<void>;
}

export interface LiveFleetOptions {
  /** Two that serve people and sockets, and a worker, unless said otherwise. */
  readonly processes?: readonly Omit<ServerOptions, 'env'>[];
  /** How long a process goes on serving after SIGTERM, in seconds; 5 in production. */
  readonly drainSeconds: number;
  readonly sockets: number;
  /** Where the first process of load runs. */
  readonly loadCore?: number;
}

const AS_IN_PRODUCTION = [{ roles: 'api,realtime' }, { roles: 'api,realtime' }, { roles: 'worker' }];

/** Starts everything; ends what is there when something fails. */
export async function liveFleet(options: LiveFleetOptions): Promise<LiveFleet> {
  const { processes = AS_IN_PRODUCTION, drainSeconds, sockets, loadCore } = options;
  const ending: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const one of ending.splice(0).reverse()) await one();
  };
  try {
    const redis = await ownRedis();
    ending.push(() => redis.kill());
    const own = { REDIS_URL: redis.url, REDIS_QUEUE_URL: redis.url };
    const app = await startTestApp({ ...own, ROLES: 'api' });
    ending.push(async () => {
      await app.mongo.db.dropDatabase();
      await app.stop();
    });
    // A hop more than without nginx; the others are the addresses that the load says it has.
    const behindNginx = { TRUST_PROXY_HOPS: '2', LOG_LEVEL: 'info', DRAIN_SECONDS: String(drainSeconds) };
    const env = testEnvironment({ ...own, ...behindNginx });
    const startOne = async (these: typeof processes, many: number) => {
      const fleet = await startFleet({ env, processes: these, sockets: many });
      ending.push(() => fleet.end());
      return fleet;
    };
    const loadOne = async (core?: number) => {
      const load = await startLoad(core === undefined ? {} : { core });
      ending.push(() => load.end());
      return load;
    };
    const fleet = await startOne(processes, sockets);
    const load = await loadOne(loadCore);
    return {
      ...{ app, redis, fleet, load, end },
      anotherLoad: loadOne,
      anotherFleet: (these = AS_IN_PRODUCTION, many) => startOne(these, many),
    };
  } catch (error) {
    await end();
    throw error;
  }
}
