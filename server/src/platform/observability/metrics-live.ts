import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LiveSource } from './metrics-sources.ts';

/** From a delivery inside a process to a Redis that hangs, in seconds. */
const DELIVERY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface LiveMetrics {
  /** How long an event took from its publisher to the last socket of this process. */
  delivered(ms: number): void;
}

/** Registers what the live channels of this process count; they are asked at the moment of the question. */
export function registerLive(registry: Registry, live: (() => LiveSource) | undefined): LiveMetrics {
  const registers = [registry];
  const delay = new Histogram({
    name: 'symphonia_ws_publish_to_delivery_seconds',
    help: 'Time from publishing a live event to the last socket of this process, once for each event.',
    buckets: DELIVERY_SECONDS,
    registers,
  });
  const delivered = (ms: number) => delay.observe(ms / 1_000);
  if (!live) return { delivered };

  const gauge = (name: string, help: string, read: (from: LiveSource) => number) =>
    new Gauge({
      name: `symphonia_ws_${name}`,
      help,
      registers,
      collect() {
        this.set(read(live()));
      },
    });
  const counter = (name: string, help: string, read: (from: LiveSource) => number) =>
    new Counter({
      name: `symphonia_ws_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read(live()));
      },
    });

  gauge('connections', 'Open live connections, also those by plain HTTP.', ({ sockets }) => sockets);
  gauge('anonymous_connections', 'Of them, those that have not said who they are.', ({ anonymous }) => anonymous);
  gauge('subscriptions', 'Channels watched, once for each connection.', ({ subscriptions }) => subscriptions);
  gauge('streams', 'Streams heard from Redis.', ({ streams }) => streams);
  gauge('streams_not_live', 'Of them, those being read again or known only to this process.', ({ notLive }) => notLive);
  gauge('streams_broken', 'Streams with a hole that is not healed yet.', ({ broken }) => broken);
  counter('deliveries', 'Events written or queued, once for each connection.', ({ deliveries }) => deliveries);
  counter(
    'superseded',
    'Positions left out because a slow connection had a newer one waiting.',
    ({ superseded }) => superseded,
  );
  counter('replays', 'Subscriptions that were given what they had missed.', ({ replays }) => replays);
  counter('resets', 'Subscriptions that were told to fetch a snapshot.', ({ resets }) => resets);
  counter('refused', 'Connections that were not taken in.', ({ refused }) => refused);
  new Counter({
    name: 'symphonia_ws_closed_total',
    help: 'Ended connections, by the name of the close code or what else ended them; slow_reader is a slow consumer.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [why, count] of Object.entries(live().closed)) this.inc({ reason: why.replaceAll(' ', '_') }, count);
    },
  });
  return { delivered };
}
