import type { RequestListener } from 'node:http';
import { createErasure, type EraseClient } from './app/erasure.ts';
import { httpSide } from './app/http-side.ts';
import { liveSide } from './app/live-side.ts';
import { ordersNeighbours } from './app/orders-neighbours.ts';
import { trackingSide } from './app/tracking-side.ts';
import { workSide } from './app/work-side.ts';
import { type AuthApi, authFeature } from './features/auth/index.ts';
import { carriersFeature } from './features/carriers/index.ts';
import { catalogFeature } from './features/catalog/index.ts';
import { clientsFeature } from './features/clients/index.ts';
import { contractsFeature } from './features/contracts/index.ts';
import { type DocumentsApi, documentsFeature } from './features/documents/index.ts';
import { jobsFeature } from './features/jobs/index.ts';
import { operationsFeature } from './features/operations/index.ts';
import { type OrdersApi, ordersFeature } from './features/orders/index.ts';
import { plansFeature } from './features/plans/index.ts';
import { pricingFeature } from './features/pricing/index.ts';
import { type TenantsRepo, tenantsFeature } from './features/tenants/index.ts';
import { createLocalLru } from './platform/cache/local-lru.ts';
import { createRedis } from './platform/cache/redis.ts';
import { createResponseCache } from './platform/cache/response-cache.ts';
import { createTags } from './platform/cache/tags.ts';
import type { Config } from './platform/config/env.ts';
import type { CollectionIndexes } from './platform/db/index-spec.ts';
import { createInvalidationRows, invalidationIndexes } from './platform/db/invalidation-rows.ts';
import { createMongo, type Mongo } from './platform/db/mongo.ts';
import { createPager } from './platform/db/page.ts';
import { createRequestLog, requestLogIndexes } from './platform/db/request-log.ts';
import { createEventLog, eventsIndexes } from './platform/events/event-log.ts';
import type { Ctx } from './platform/http/context.ts';
import type { AllRoutes } from './platform/http/operation.ts';
import type { Run } from './platform/http/run.ts';
import type { Part } from './platform/lifecycle.ts';
import { createHealth } from './platform/observability/health.ts';
import type { Logger } from './platform/observability/log.ts';
import { createMetrics, type Metrics } from './platform/observability/metrics.ts';
import type { Platform } from './platform/platform.ts';
import { createBullQueue } from './platform/queue/bull-queue.ts';
import { createJobs } from './platform/queue/jobs.ts';
import type { Realtime } from './platform/realtime/realtime.ts';
import { openBlobs } from './platform/storage/open-blobs.ts';

export interface AppDeps {
  readonly config: Config;
  readonly log: Logger;
  /** Names this process among its likes: for leases. */
  readonly instance: string;
  readonly now?: () => Date;
}

/** One process' worth of Symphonia; nothing listens and nothing runs before its parts are started. */
export interface App {
  readonly listener: RequestListener;
  readonly run: Run;
  readonly realtime: Realtime;
  /** What this process counts, as Prometheus reads it. */
  readonly metrics: Pick<Metrics, 'text'>;
  readonly mongo: Mongo;
  readonly indexes: readonly CollectionIndexes[];
  readonly doors: {
    readonly auth: AuthApi;
    readonly tenants: TenantsRepo;
    readonly orders: OrdersApi;
    readonly documents: DocumentsApi;
    readonly eraseClient: EraseClient;
  };
  /** In the order they start; the ingress, with `realtime`, comes after them. */
  readonly parts: readonly Part[];
  /** Told by the one who runs the parts. */
  readonly state: { started: boolean; draining: boolean };
}

/** Puts the house together: platform, then features floor by floor, then what serves them. */
export function createApp({ config, log, instance, now = () => new Date() }: AppDeps): App {
  const state = { started: false, draining: false };
  const about = { version: config.version, build: config.build, commit: config.commit };
  const roles = [...config.roles].join('+');

  // Platform.
  const mongo = createMongo({
    url: config.mongoUrl,
    log,
    appName: `symphonia/${roles}/${config.version}`,
    worker: !config.roles.has('api'),
  });
  const redis = createRedis({ url: config.redisUrl, log, name: 'cache' });
  const tags = createTags({ redis: redis.port, invalidations: createInvalidationRows(mongo, now), log });
  const metrics = createMetrics({
    log,
    host: config.host,
    port: config.metricsPort,
    about: { ...about, roles },
    sources: {
      pool: mongo.pool,
      redis: [redis.port],
      sockets: () => live.realtime.stats().sockets,
      live: () => live.realtime.stats(),
    },
  });
  const cache = createResponseCache(
    { redis: redis.port, tags, local: createLocalLru(), log },
    { build: `${config.version}-${config.build}`, onAnswer: metrics.cacheAnswer },
  );
  // Named after the database: two systems that share a Redis must not do each other's work.
  const queue = createBullQueue({
    name: `work-${mongo.db.databaseName}`,
    url: config.redisQueueUrl,
    log,
    onStalled: (name) => metrics.job(name, 'stalled'),
  });
  const recorded = createJobs({
    mongo,
    queue,
    log,
    now,
    publish: (tenantId, channel, message) => live.realtime.publish(tenantId, channel, message),
  });
  const blobs = openBlobs({ mongo, now, s3: config.s3 });
  const platform: Platform = {
    mongo,
    log,
    now,
    pager: createPager(config.appSecret),
    invalidate: (ctx, names) => tags.invalidating(ctx, names, async () => {}),
  };

  // Features, floor by floor.
  const tenants = tenantsFeature({ mongo });
  const jobs = jobsFeature(recorded);
  const pricing = pricingFeature(platform, {
    clientExists: (ctx, id) => clients.api.exists(ctx, id),
    priceHoldDays: async (ctx) => (await tenants.api.byId(ctx.tenantId))?.priceHoldDays ?? 14,
    activeContract: (...asked) => contracts.api.active(...asked),
    contractEnded: (...asked) => contracts.api.endedOn(...asked),
    contractedGrids: (...asked) => contracts.api.gridsOf(...asked),
  });
  const clients = clientsFeature(platform);
  const catalog = catalogFeature(platform, { startJob: jobs.api.start, blobs });
  const carriers = carriersFeature(platform, { cityKey: pricing.api.cityKey });
  const carrierExists = async (ctx: Ctx, id: string) => (await carriers.api.getCarrier(ctx, id)) !== undefined;
  const contracts = contractsFeature(platform, {
    clientExists: clients.api.exists,
    carrierExists,
    grid: pricing.api.grid,
  });
  const plans = plansFeature(platform, {
    clientExists: clients.api.exists,
    timeZone: async (ctx) => (await tenants.api.byId(ctx.tenantId))?.timeZone ?? 'UTC',
    nudge: () => work.nudge(),
  });
  const auth = authFeature(platform, {
    jwtKeys: config.jwtKeys,
    appSecret: config.appSecret,
    registrationOpen: config.registrationOpen,
    tenants: tenants.api,
    clientExists: clients.api.exists,
    carrierExists,
  });
  const events = createEventLog(mongo);
  const neighbours = ordersNeighbours({
    auth: auth.api,
    tenants: tenants.api,
    clients: clients.api,
    catalog: catalog.api,
    pricing: pricing.api,
    carriers: carriers.api,
    plans: plans.api,
    documents: {
      unknownProofs: (...asked) => documents.api.unknownProofs(...asked),
      async erase(ctx, orderId) {
        await trackingLinks.api.erase(ctx, orderId);
        return documents.api.erase(ctx, orderId);
      },
    },
    now,
  });
  const orders = ordersFeature(platform, { neighbours, events, nudge: () => work.nudge() });
  const documents = documentsFeature(platform, { orders: orders.api, blobs });
  const { tracking, devices, trackingLinks, verify } = trackingSide(platform, {
    config,
    orders: orders.api,
    carriers: carriers.api,
    tenants: tenants.api,
    auth: auth.api,
    clientExists: clients.api.exists,
    metrics,
    realtime: () => live.realtime,
    charge: (...asked) => http.charge(...asked),
  });
  const health = createHealth({ lifecycle: state, mongo, started: () => state.started, about });
  const features = [
    tenants,
    auth,
    jobs,
    clients,
    catalog,
    pricing,
    carriers,
    contracts,
    plans,
    orders,
    documents,
    tracking,
    trackingLinks,
    devices,
    operationsFeature(platform, { health }),
  ];

  // What serves them.
  const live = liveSide({ config, log, redis: redis.port, auth: auth.api, verify, jobs, tracking, metrics });
  const work = workSide({
    config,
    log,
    instance,
    now,
    mongo,
    platform,
    orders: orders.api,
    carriers: carriers.api,
    auth: auth.api,
    tracking,
    metrics,
    queue,
    recorded,
    jobs: catalog.jobs,
    daily: [plans.daily, contracts.daily, catalog.daily, documents.daily, tracking.daily],
  });
  const requests = createRequestLog(mongo, mongo.db, () => now().getTime());
  const eraseClient = createErasure({
    auth: auth.api,
    orders: orders.api,
    contracts: contracts.api,
    plans: plans.api,
    events,
    requests,
  });
  const http = httpSide({
    config,
    log,
    redis: redis.port,
    system: mongo.db.databaseName,
    // The contract test asserts that every operation has its handler.
    routes: Object.assign(
      {},
      ...features.map((feature) => ('routes' in feature ? feature.routes : {})),
      live.routes,
    ) as AllRoutes,
    requests,
    secrets: trackingLinks.secrets,
    cache,
    verify,
    verifyDevice: devices.verify,
    draining: () => state.draining,
    limitWatch: metrics,
    observe: ({ operationId, status, ms }) => metrics.request(operationId, status, ms),
  });

  return {
    listener: http.listener,
    run: http.run,
    realtime: live.realtime,
    metrics,
    mongo,
    indexes: [
      ...features.flatMap((feature) => feature.indexes),
      ...work.indexes,
      ...blobs.indexes,
      requestLogIndexes,
      eventsIndexes,
      invalidationIndexes,
    ],
    doors: { auth: auth.api, tenants: tenants.api, orders: orders.api, documents: documents.api, eraseClient },
    parts: [
      metrics,
      mongo,
      redis.part,
      tags,
      ...blobs.parts,
      ...features.flatMap((feature) => ('parts' in feature ? (feature.parts ?? []) : [])),
      http.part,
      ...work.parts,
    ],
    state,
  };
}
