import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';
import type { MetricSources } from './metrics-sources.ts';

/** The sampling step of the delay monitor in milliseconds; an idle loop shows this much, so it is taken off. */
const LOOP_STEP_MS = 10;

const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;

export interface OwnGauges {
  /** Counts a request as being worked on until the returned function is called. */
  inFlight(): () => void;
  stop(): void;
}

/** Registers what is looked at rather than counted: each gauge asks its source at the moment of the question. */
export function registerGauges(
  registry: Registry,
  sources: MetricSources,
  about: Readonly<Record<string, string>>,
): OwnGauges {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `symphonia_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const info = new Gauge({
    name: 'symphonia_info',
    help: 'What runs here.',
    labelNames: Object.keys(about),
    registers,
  });
  info.set({ ...about }, 1);

  let running = 0;
  gauge('http_requests_in_flight', 'Requests being worked on.', () => running);

  const { pool, redis = [], relayAgeMs, sockets } = sources;
  if (relayAgeMs) gauge('relay_age_seconds', 'Age of the oldest event that waits.', () => relayAgeMs() / 1_000);
  if (sockets) gauge('sockets', 'Open live connections.', sockets);
  if (pool) {
    gauge('mongo_pool_connections', 'Open connections to MongoDB.', () => pool.size);
    gauge('mongo_pool_in_use', 'Connections to MongoDB in use.', () => pool.inUse);
    gauge('mongo_pool_waiting', 'Callers waiting for a connection to MongoDB.', () => pool.waiting);
    gauge('mongo_pool_failures', 'Waits that ended without a connection, since the start.', () => pool.failures);
    const longest = () => pool.takeLongestWaitMs() / 1_000;
    gauge('mongo_pool_longest_wait_seconds', 'Longest wait for a connection since the last look.', longest);
  }
  new Gauge({
    name: 'symphonia_redis_breaker',
    help: 'The breaker of each connection to Redis: 1 for the state it is in.',
    labelNames: ['connection', 'state'],
    registers,
    collect() {
      for (const { name, state: now } of redis) {
        for (const state of BREAKER_STATES) this.set({ connection: name, state }, state === now ? 1 : 0);
      }
    },
  });

  const delay = monitorEventLoopDelay({ resolution: LOOP_STEP_MS });
  delay.enable();
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - LOOP_STEP_MS) / 1_000;
  const p99 = 'How late the event loop was since the last look, 99th percentile.';
  gauge('event_loop_delay_p99_seconds', p99, () => late(delay.percentile(99)));
  // Read last of the two, it begins the next interval; gauges are asked in the order in which they were registered.
  gauge('event_loop_delay_max_seconds', 'How late the event loop was at worst since the last look.', () => {
    const worst = late(delay.max);
    delay.reset();
    return worst;
  });
  let before = performance.eventLoopUtilization();
  gauge('event_loop_utilization', 'Part of the time since the last look in which the event loop was busy.', () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  });

  return {
    inFlight() {
      let open = true;
      running += 1;
      return () => {
        if (open) running -= 1;
        open = false;
      };
    },
    stop: () => void delay.disable(),
  };
}
