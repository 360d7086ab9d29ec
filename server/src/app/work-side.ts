import type { AuthApi } from '../features/auth/index.ts';
import type { CarriersApi } from '../features/carriers/index.ts';
import { notificationsFeature } from '../features/notifications/index.ts';
import type { OrdersApi } from '../features/orders/index.ts';
import type { TrackingFeature } from '../features/tracking/index.ts';
import type { Config } from '../platform/config/env.ts';
import type { CollectionIndexes } from '../platform/db/index-spec.ts';
import type { Mongo } from '../platform/db/mongo.ts';
import { createConsumer } from '../platform/events/consume.ts';
import { createLeader } from '../platform/events/leader.ts';
import { createRelay } from '../platform/events/relay.ts';
import { API_VERSION } from '../platform/http/contract.gen.ts';
import type { Part } from '../platform/lifecycle.ts';
import type { Logger } from '../platform/observability/log.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { createTelemetry } from '../platform/observability/telemetry.ts';
import type { Platform } from '../platform/platform.ts';
import { createDaily, type DailyTask } from '../platform/queue/daily.ts';
import type { RunnableJob } from '../platform/queue/define-job.ts';
import type { JobQueue } from '../platform/queue/job-queue.ts';
import type { Jobs } from '../platform/queue/jobs.ts';
import { createWorker } from '../platform/queue/worker.ts';

export interface WorkSideDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly instance: string;
  readonly now: () => Date;
  readonly mongo: Mongo;
  readonly platform: Platform;
  readonly orders: OrdersApi;
  readonly carriers: CarriersApi;
  readonly auth: AuthApi;
  readonly tracking: Pick<TrackingFeature, 'onOrderEvent'>;
  readonly metrics: Metrics;
  readonly queue: JobQueue;
  /** Jobs that have a record. */
  readonly recorded: Jobs;
  /** What features have done, beside what notifications do. */
  readonly jobs: readonly RunnableJob[];
  readonly daily: readonly DailyTask[];
}

/** What happens after the answer: events to their collection, from there to live channels and jobs. */
export function workSide(deps: WorkSideDeps): {
  parts: readonly Part[];
  indexes: readonly CollectionIndexes[];
  nudge: () => void;
} {
  const { config, log, instance, now, mongo, metrics, queue, recorded } = deps;
  const notifications = notificationsFeature(deps.platform, {
    orders: deps.orders,
    carriers: deps.carriers,
    users: deps.auth,
    smtpUrl: config.smtpUrl,
    mailFrom: config.mailFrom,
    queue,
  });
  if (!config.roles.has('worker')) {
    // It does no job, but may start some.
    const starting: Part = { name: 'queue', stop: () => queue.close(0) };
    return { parts: [starting], indexes: notifications.indexes, nudge: () => {} };
  }

  const telemetry = createTelemetry(log);
  const leader = (name: string) => createLeader(mongo, name, instance, now);
  const live = createConsumer({
    name: 'live',
    mongo,
    log,
    leader: leader('consumer:live'),
    handle: deps.tracking.onOrderEvent,
  });
  const jobs = createConsumer({
    name: 'jobs',
    mongo,
    log,
    leader: leader('consumer:jobs'),
    handle: notifications.onOrderEvent,
  });
  const relay = createRelay({
    mongo,
    log,
    leader: leader('relay'),
    now,
    sources: ['orders', 'subscriptions'],
    consumers: ['live', 'jobs'],
    onRelayed: () => {
      live.nudge();
      jobs.nudge();
    },
  });
  const worker = createWorker(
    {
      queue,
      jobs: [...notifications.jobs, ...deps.jobs],
      runRecorded: recorded.run,
      log,
      traced: telemetry.background,
      onDone: (name, outcome, ms) => metrics.job(name, outcome, ms),
    },
    { apiVersion: API_VERSION },
  );
  const sweeper = recorded.sweeper(leader('sweeper:jobs'));
  const daily = createDaily({ mongo, log, now, tasks: deps.daily });
  return {
    parts: [telemetry, ...(notifications.parts ?? []), worker, sweeper, daily, live, jobs, relay],
    indexes: notifications.indexes,
    nudge: relay.nudge,
  };
}
