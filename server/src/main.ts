import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { enableCompileCache } from 'node:module';
import { hostname } from 'node:os';

enableCompileCache();
const startedAt = performance.timeOrigin;

const [{ createApp }, { readConfig }, { createLogger }, { createLifecycle }, { httpServerPart }, { limits }] =
  await Promise.all([
    import('./app.ts'),
    import('./platform/config/env.ts'),
    import('./platform/observability/log.ts'),
    import('./platform/lifecycle.ts'),
    import('./platform/http/listen.ts'),
    import('./platform/config/limits.ts'),
  ]);

const config = readConfig();
const roles = [...config.roles];
const log = createLogger({
  level: config.logLevel,
  base: {
    version: config.version,
    build: config.build,
    commit: config.commit,
    roles: roles.join('+'),
    pid: process.pid,
  },
});
const app = createApp({ config, log, instance: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}` });

// A worker has nobody to listen to: both processes of an instance get the same PORT.
const listens = config.roles.has('api') || config.roles.has('realtime');
const server = listens
  ? httpServerPart({
      listener: app.listener,
      host: config.host,
      port: config.port,
      log,
      createServer,
      live: app.realtime.part,
    })
  : undefined;
if (server && config.roles.has('realtime')) app.realtime.attach(server.server);

const lifecycle = createLifecycle([...app.parts, server ?? app.realtime.part], { log, drainMs: config.drainMs });

/** The same way out for every reason; a second signal, or 28 s, end it at once. */
let leaving = false;
function leave(reason: string, code: number): void {
  if (leaving) {
    log.warn({ reason }, 'told twice to stop: leaving at once');
    process.exit(code || 1);
  }
  leaving = true;
  app.state.draining = true;
  log.info({ reason }, 'stopping');
  setTimeout(() => process.exit(1), limits.deadline.hardExitMs);
  lifecycle.stop().then(
    () => {
      log.info({ reason }, 'stopped');
      process.exit(code);
    },
    () => process.exit(1),
  );
}
process.on('SIGTERM', () => leave('SIGTERM', 0));
process.on('SIGINT', () => leave('SIGINT', 0));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.error({ err: error, event }, 'something nobody caught');
    leave(event, 1);
  });
}

await lifecycle.start();
app.state.started = true;
const ready = setInterval(() => {
  if (!app.mongo.reached) return;
  clearInterval(ready);
  const afterMs = Math.round(performance.timeOrigin + performance.now() - startedAt);
  log.info({ port: server?.port, roles, readyAfterMs: afterMs }, 'ready');
}, 5);
