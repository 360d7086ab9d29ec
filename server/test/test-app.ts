import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IndexDescription } from 'mongodb';
import { afterAll } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/platform/config/env.ts';
import type { IndexSpec } from '../src/platform/db/index-spec.ts';
import { httpServerPart } from '../src/platform/http/listen.ts';
import { createLifecycle } from '../src/platform/lifecycle.ts';
import { createLogger } from '../src/platform/observability/log.ts';

/** One key for all processes of a test run, as the instances of a fleet share theirs. */
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWT_KEYS = JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid: 'test-1' }]);
const APP_SECRET = createHash('sha256').update('tests only').digest('hex');

/** The environment of a process in tests: the servers of the run, a database of this file's own, limits by `X-Forwarded-For`. */
export function testEnvironment(overrides: Record<string, string> = {}): Record<string, string> {
  // Unit tests only read the configuration; the others are not begun without servers.
  const server = process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:9/none';
  return {
    NODE_ENV: 'test',
    MONGODB_URI: withDatabase(server, overrides.DATABASE ?? DATABASE),
    REDIS_URL: process.env.REDIS_URL ?? '',
    SMTP_URL: process.env.SMTP_URL ?? '',
    APP_SECRET,
    JWT_KEYS,
    PORT: '0',
    METRICS_PORT: '0',
    TRUST_PROXY_HOPS: '1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    ...overrides,
  };
}

/** The configuration that such a process reads. */
export const testConfig = (overrides: Record<string, string> = {}): Config => readConfig(testEnvironment(overrides));

const DATABASE = `test_${process.pid}_${randomBytes(3).toString('hex')}`;

function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}

export interface TestApp extends App {
  readonly config: Config;
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface TestAppOptions {
  /** The application's clock, for rules that take longer than a test may. */
  readonly now?: () => Date;
  /** `absent` starts it although MongoDB will not answer. */
  readonly database?: 'present' | 'absent';
}

/** A whole process' worth of the application, listening on a free port of loopback, on real servers. */
export async function startTestApp(
  overrides: Record<string, string> = {},
  { now, database = 'present' }: TestAppOptions = {},
): Promise<TestApp> {
  const config = testConfig(overrides);
  const log = createLogger({ level: config.logLevel });
  const app = createApp({ config, log, instance: `test-${randomBytes(4).toString('hex')}`, ...(now ? { now } : {}) });
  const server = httpServerPart({
    listener: app.listener,
    host: '127.0.0.1',
    port: 0,
    log,
    createServer,
    live: app.realtime.part,
  });
  if (config.roles.has('realtime')) app.realtime.attach(server.server);
  const lifecycle = createLifecycle([...app.parts, server], { log, drainMs: 0 });
  await lifecycle.start();
  if (database === 'present') {
    while (!app.mongo.reached) await new Promise((resolve) => setTimeout(resolve, 5));
    await ensureIndexes(app);
  }
  app.state.started = true;
  return {
    ...app,
    config,
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    stop: async () => {
      app.state.draining = true;
      await lifecycle.stop();
    },
  };
}

/** The application of a test file; it is stopped, and its database dropped, after the last test. */
export async function testApp(overrides: Record<string, string> = {}, options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp(overrides, options);
  afterAll(async () => {
    await app.mongo.db.dropDatabase();
    await app.stop();
  });
  return app;
}

/** The driver's form of a specification. */
function toDescription({ serves: _, key, ...options }: IndexSpec): IndexDescription {
  return { ...(options as Omit<IndexDescription, 'key'>), key: { ...key } }; // absent options stay absent
}

async function ensureIndexes(app: App): Promise<void> {
  for (const { collection, indexes } of app.indexes) {
    await app.mongo.db.collection(collection).createIndexes(indexes.map(toDescription));
  }
}
