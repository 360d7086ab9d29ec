import { type ClientSession, type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { limits } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import { toAppError } from './errors.ts';
import { createPoolGauges, type PoolGauges } from './pool-gauges.ts';

/** The database as the rest of the house sees it. */
export interface Mongo extends Part {
  readonly db: Db;
  /** True once a server has answered since the start; stays true. */
  readonly reached: boolean;
  readonly pool: PoolGauges;
  /** Runs `work` in one transaction; it may run more than once, so nothing but the database may happen in it. */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
}

export interface MongoOptions {
  readonly url: string;
  readonly log: Logger;
  /** Shown in the server's slow log: `symphonia/<role>/<version>`. */
  readonly appName: string;
  readonly worker: boolean;
}

/** Every number with its reason in `limits.db`: what is not set here is the driver's default on purpose. */
export function mongoOptions(options: Pick<MongoOptions, 'appName' | 'worker'>): MongoClientOptions {
  const db = limits.db;
  return {
    appName: options.appName,
    maxPoolSize: options.worker ? db.maxPoolWorker : db.maxPoolWeb,
    minPoolSize: options.worker ? db.minPoolWorker : db.minPoolWeb,
    maxIdleTimeMS: db.maxIdleMs,
    maxConnecting: db.maxConnecting,
    waitQueueTimeoutMS: db.waitQueueTimeoutMs,
    connectTimeoutMS: db.connectTimeoutMs,
    socketTimeoutMS: db.socketTimeoutMs,
    serverSelectionTimeoutMS: db.serverSelectionTimeoutMs,
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: db.writeTimeoutMs },
    retryReads: true,
    retryWrites: true,
    // `true` would turn a filter with an undefined tenant into one without a tenant.
    ignoreUndefined: false,
  };
}

/** Builds the client; it connects in the background, so that the process listens first and becomes ready later. */
export function createMongo(options: MongoOptions): Mongo {
  const client = new MongoClient(options.url, mongoOptions(options));
  const pool = createPoolGauges(client);
  const db = client.db(client.options.dbName === 'test' ? 'symphonia' : client.options.dbName);
  let reached = false;
  let stopped = false;

  const reach = async (): Promise<void> => {
    while (!reached && !stopped) {
      try {
        await db.command({ ping: 1 });
        reached = true;
      } catch (error) {
        options.log.warn({ err: error }, 'MongoDB is not reached yet');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };

  return {
    name: 'mongodb',
    db,
    pool,
    get reached() {
      return reached;
    },
    start() {
      void reach();
    },
    async stop() {
      stopped = true;
      await client.close();
    },
    async transaction(work) {
      // The driver repeats a transient failure for two minutes, which no request waits for.
      const repeatUntil = performance.now() + limits.db.longestMaxTimeMs;
      const once = async (session: ClientSession) => {
        try {
          return await work(session);
        } catch (error) {
          throw performance.now() < repeatUntil ? error : toAppError(error);
        }
      };
      try {
        return await client.withSession((session) =>
          session.withTransaction(() => once(session), { maxCommitTimeMS: limits.db.longestMaxTimeMs }),
        );
      } catch (error) {
        throw toAppError(error);
      }
    },
  };
}
