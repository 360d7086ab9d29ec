import { afterEach, describe, expect, it } from 'vitest';
import { freePort, silent } from '../cache/redis.fixtures.ts';
import { createMetrics } from './metrics.ts';
import type { MetricSources } from './metrics-sources.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Metrics served on a free port. */
async function served(sources: MetricSources = {}) {
  const port = await freePort();
  const metrics = createMetrics({
    log: silent,
    host: '127.0.0.1',
    port,
    about: { version: '1.2.3', build: '7' },
    sources,
  });
  await metrics.start?.();
  endings.push(() => metrics.stop?.(AbortSignal.timeout(1_000)));
  const get = (path = '/metrics') => fetch(`http://127.0.0.1:${port}${path}`);
  const line = async (start: string) => {
    const lines = (await (await get()).text()).split('\n').filter((text) => text.startsWith(start));
    return lines.map((text) => text.slice(text.lastIndexOf(' ') + 1));
  };
  return { metrics, port, get, line };
}

describe('metrics', () => {
  it('stand on a port of their own, and nothing else does', async () => {
    const { get, line } = await served();

    expect((await get()).headers.get('content-type')).toContain('text/plain');
    expect((await get('/')).status).toBe(404);
    expect(await line('symphonia_info{version="1.2.3",build="7"}')).toEqual(['1']);
  });

  it('count requests by operation and class of status', async () => {
    const { metrics, line } = await served();

    metrics.request('placeOrder', 201, 120);
    metrics.request('placeOrder', 200, 700);
    metrics.request('placeOrder', 503, 30);

    const name = 'symphonia_http_request_duration_seconds';
    expect(await line(`${name}_count{operation="placeOrder",status="2xx"}`)).toEqual(['2']);
    expect(await line(`${name}_count{operation="placeOrder",status="5xx"}`)).toEqual(['1']);
    expect(await line(`${name}_bucket{le="0.15",operation="placeOrder",status="2xx"}`)).toEqual(['1']);
  });

  it('show what is being worked on, each request once', async () => {
    const { metrics, line } = await served();
    const ends = [metrics.inFlight(), metrics.inFlight()];

    expect(await line('symphonia_http_requests_in_flight')).toEqual(['2']);
    ends[0]?.();
    ends[0]?.();
    expect(await line('symphonia_http_requests_in_flight')).toEqual(['1']);
  });

  it('show what the live channels count: how many, how late, and why connections ended', async () => {
    const live = {
      ...{ sockets: 3, anonymous: 1, subscriptions: 5, streams: 2, notLive: 1, broken: 0, refused: 4 },
      ...{ deliveries: 700, superseded: 20, replays: 6, resets: 1, closed: { slow_reader: 2, 'missed a ping': 1 } },
    };
    const { metrics, line } = await served({ live: () => live });
    metrics.liveDelivered(3);
    metrics.liveDelivered(400);

    const ws = (name: string) => line(`symphonia_ws_${name}`);
    expect(await ws('connections')).toEqual(['3']);
    expect(await ws('subscriptions')).toEqual(['5']);
    expect(await ws('streams_not_live')).toEqual(['1']);
    expect(await ws('deliveries_total')).toEqual(['700']);
    expect(await ws('superseded_total')).toEqual(['20']);
    expect(await ws('closed_total{reason="slow_reader"}')).toEqual(['2']);
    live.deliveries = 800;
    expect(await ws('deliveries_total')).toEqual(['800']);
    expect(await ws('publish_to_delivery_seconds_bucket{le="0.005"}')).toEqual(['1']);
    expect(await ws('publish_to_delivery_seconds_count')).toEqual(['2']);
  });

  it('look at breakers, pools, relay and sockets when they are asked', async () => {
    const redis = { name: 'cache', state: 'closed' as 'closed' | 'open' };
    let waited = 250;
    const takeLongestWaitMs = () => {
      const longest = waited;
      waited = 0;
      return longest;
    };
    const pool = { size: 5, inUse: 3, waiting: 1, failures: 2, takeLongestWaitMs };
    const { line } = await served({ pool, redis: [redis], relayAgeMs: () => 1_500, sockets: () => 42 });

    expect(await line('symphonia_redis_breaker{connection="cache",state="closed"}')).toEqual(['1']);
    redis.state = 'open';
    expect(await line('symphonia_redis_breaker{connection="cache",state="closed"}')).toEqual(['0']);
    expect(await line('symphonia_redis_breaker{connection="cache",state="open"}')).toEqual(['1']);
    expect(await line('symphonia_mongo_pool_waiting')).toEqual(['1']);
    expect(await line('symphonia_relay_age_seconds')).toEqual(['1.5']);
    expect(await line('symphonia_sockets')).toEqual(['42']);
    expect(await line('symphonia_mongo_pool_longest_wait_seconds')).toEqual(['0']);
  });

  it('see a blocked event loop, once', async () => {
    const { line } = await served();
    const block = async (ms: number) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await line('symphonia_event_loop');
    await block(0);

    await block(300);

    const worst = Number((await line('symphonia_event_loop_delay_max_seconds'))[0]);
    expect(worst).toBeGreaterThan(0.2);
    await block(0);
    expect(Number((await line('symphonia_event_loop_delay_max_seconds'))[0])).toBeLessThan(worst);
  });

  it('of two apps in one process are counted apart', async () => {
    const [one, other] = [await served(), await served()];

    one.metrics.rateLimited('user');

    expect(await one.line('symphonia_rate_limited_total{bucket="user"}')).toEqual(['1']);
    expect(await other.line('symphonia_rate_limited_total{bucket="user"}')).toEqual([]);
  });

  it('that cannot have their port do not keep the process from serving', async () => {
    const { port } = await served();
    const errors: string[] = [];
    const log = { ...silent, error: (_: object, message: string) => void errors.push(message) };
    const second = createMetrics({ log, host: '127.0.0.1', port, about: {} });

    await second.start?.();
    endings.push(() => second.stop?.(AbortSignal.timeout(1_000)));

    expect(errors).toEqual(['metrics are not served']);
    expect(second.port).toBe(0);
  });
});
