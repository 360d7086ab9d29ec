import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Part } from '../lifecycle.ts';
import type { Logger } from './log.ts';
import { registerGauges } from './metrics-gauges.ts';
import { registerLive } from './metrics-live.ts';
import type { MetricSources } from './metrics-sources.ts';

/** What the house counts. No label ever names a tenant, a user or an address: their number has no end. */
export interface Metrics extends Part {
  /** One answered request: `operationId` of the contract (or `unknown`), its status, and how long it took. */
  request(operationId: string, status: number, ms: number): void;
  /** Call when a request begins; the returned function when it has ended, answered or not. */
  inFlight(): () => void;
  /** One answer of the response cache. */
  cacheAnswer(operationId: string, state: string): void;
  /** One refused request, by the bucket that refused it. */
  rateLimited(bucket: string): void;
  /** One charge that was counted in memory because Redis did not answer. */
  countedInMemory(): void;
  /** One try of a job. */
  job(name: string, outcome: 'done' | 'failed' | 'stalled', ms?: number): void;
  /** How long a live event took from its publisher to the last socket of this process. */
  liveDelivered(ms: number): void;
  /** One question for a way by road, by what became of it. */
  route(outcome: string): void;
  /** All of it, in the Prometheus text format. */
  text(): Promise<string>;
  /** Where it is served; 0 while it is not. */
  readonly port: number;
}

export interface MetricsOptions {
  readonly log: Logger;
  readonly host: string;
  /** Its own port, never proxied; 0 switches serving off. */
  readonly port: number;
  /** Version, build, commit and roles of the process. */
  readonly about: Readonly<Record<string, string>>;
  readonly sources?: MetricSources;
}

/** From a cache hit to the deadline of a slow report, in seconds; the promises (0.15, 0.5) are bounds of their own. */
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 25];
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

/** Builds a registry of its own, so that two apps in one process (tests) do not count together. */
export function createMetrics({ log, host, port, about, sources = {} }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauges = registerGauges(registry, sources, about);
  const live = registerLive(registry, sources.live);

  const requests = new Histogram({
    name: 'symphonia_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by operation and class of status.',
    labelNames: ['operation', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const cacheAnswers = new Counter({
    name: 'symphonia_cache_answers_total',
    help: 'Answers of cached reads: HIT, MISS, STALE, BYPASS.',
    labelNames: ['operation', 'state'],
    registers,
  });
  const refused = new Counter({
    name: 'symphonia_rate_limited_total',
    help: 'Requests refused by a limit, by its bucket.',
    labelNames: ['bucket'],
    registers,
  });
  const inMemory = new Counter({
    name: 'symphonia_rate_counted_in_memory_total',
    help: 'Charges counted in this process alone because Redis did not answer.',
    registers,
  });
  const routes = new Counter({
    name: 'symphonia_routes_total',
    help: 'Questions for a way by road: cached, routed, no_route, failed, not_asked.',
    labelNames: ['outcome'],
    registers,
  });
  const jobs = new Counter({
    name: 'symphonia_jobs_total',
    help: 'Tries of jobs, by outcome: done, failed, stalled.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const jobSeconds = new Histogram({
    name: 'symphonia_job_duration_seconds',
    help: 'How long a try of a job took.',
    labelNames: ['job'],
    buckets: JOB_SECONDS,
    registers,
  });

  let server: Server | undefined;
  return {
    name: 'metrics',
    request(operationId, status, ms) {
      requests.observe({ operation: operationId, status: `${Math.floor(status / 100)}xx` }, ms / 1_000);
    },
    inFlight: gauges.inFlight,
    cacheAnswer: (operation, state) => cacheAnswers.inc({ operation, state }),
    rateLimited: (bucket) => refused.inc({ bucket }),
    countedInMemory: () => inMemory.inc(),
    route: (outcome) => routes.inc({ outcome }),
    job(job, outcome, ms) {
      jobs.inc({ job, outcome });
      if (ms !== undefined) jobSeconds.observe({ job }, ms / 1_000);
    },
    liveDelivered: live.delivered,
    text: () => registry.metrics(),
    get port() {
      const address = server?.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    async start() {
      if (port === 0) return;
      server = metricsServer(registry, log);
      try {
        await once(server.listen(port, host), 'listening');
      } catch (error) {
        // Being watched is not worth refusing to serve: a second process of this machine may have the port.
        log.error({ err: error, port }, 'metrics are not served');
        server = undefined;
      }
    },
    stop() {
      gauges.stop();
      server?.close();
      server?.closeAllConnections();
    },
  };
}

function metricsServer(registry: Registry, log: Logger): Server {
  return createServer(async (req, res) => {
    if (req.method !== 'GET' || req.url?.split('?')[0] !== '/metrics') return res.writeHead(404).end();
    try {
      const text = await registry.metrics();
      res.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text);
    } catch (error) {
      log.error({ err: error }, 'metrics could not be collected');
      res.writeHead(500).end();
    }
  });
}
