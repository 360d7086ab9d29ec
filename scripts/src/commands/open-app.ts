import { type App, createApp } from '../../../server/src/app.ts';
import { type Config, readConfig } from '../../../server/src/platform/config/env.ts';
import { createLifecycle } from '../../../server/src/platform/lifecycle.ts';
import type { Logger } from '../../../server/src/platform/observability/log.ts';

export interface OpenedApp {
  readonly app: App;
  readonly config: Config;
  /** Starts what operations need: database, Redis, caches. Nothing listens and no job runs. */
  start(): Promise<void>;
  /** Ends all connections, whether started or not. */
  close(): Promise<void>;
}

/**
 * The application as a command sees it: the same composition as the server, doing the work of no role but answering
 * calls. `overrides` are what the person at this machine may decide over the configuration.
 */
export function openApp(overrides: Partial<Config> = {}): OpenedApp {
  // Metrics off: their port belongs to the server that may run beside us.
  const config: Config = { ...readConfig(), roles: new Set(['api']), metricsPort: 0, drainMs: 0, ...overrides };
  let closing = false;
  // What a part says about being cut off by us is no news.
  const log: Logger = { ...stderrLog, warn: (fields, message) => closing || stderrLog.warn(fields, message) };
  const app = createApp({ config, log, instance: `ops-${process.pid}` });
  const lifecycle = createLifecycle(app.parts, { log, drainMs: 0 });
  let started = false;
  return {
    app,
    config,
    async start() {
      // A server waits for its database; a command says at once that nobody answers.
      await app.mongo.db.command({ ping: 1 });
      started = true;
      await lifecycle.start();
      app.state.started = true;
    },
    async close() {
      closing = true;
      await (started ? lifecycle.stop() : app.mongo.stop?.(AbortSignal.timeout(2_000)));
    },
  };
}

/** Only what is wrong, and not to stdout, which carries the result. */
export const stderrLog: Logger = {
  debug() {},
  info() {},
  warn: (fields, message) => warn(fields, message),
  error: (fields, message) => warn(fields, message),
  child: () => stderrLog,
};

function warn(fields: object, message: string): void {
  const { err } = fields as { err?: unknown };
  console.error(err instanceof Error ? `${message} (${err.message})` : message);
}
