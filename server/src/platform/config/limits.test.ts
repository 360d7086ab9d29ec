import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';

const { deadline, db, httpServer, redis, socket, cache, rate } = limits;

describe('the ladder of time-outs', () => {
  it('a database call ends before the request does', () => {
    expect(db.serverSelectionTimeoutMs + db.waitQueueTimeoutMs + db.longestMaxTimeMs).toBeLessThan(deadline.requestMs);
    expect(db.longestMaxTimeMs).toBeLessThan(db.socketTimeoutMs);
    expect(db.reportMaxTimeMs).toBeLessThan(deadline.slowRequestMs);
    expect(db.reportMaxTimeMs).toBeLessThan(db.longSocketTimeoutMs);
  });

  it('a request ends before the request before it in line gives up: 30 s at the edge, 28 s at the stop', () => {
    expect(deadline.requestMs).toBeLessThan(deadline.slowRequestMs);
    expect(deadline.slowRequestMs).toBeLessThan(deadline.hardExitMs);
    expect(deadline.requestsInFlightMs).toBeGreaterThan(deadline.requestMs);
  });

  it('the server of Node takes its values', () => {
    const { keepAliveTimeoutMs, headersTimeoutMs, requestTimeoutMs, connectionsCheckingIntervalMs } = httpServer;
    const options = {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: connectionsCheckingIntervalMs,
    };
    expect(() => createServer(options)).not.toThrow();
    // nginx keeps connections to us for 60 s and must not meet one that we are closing.
    expect(keepAliveTimeoutMs).toBeGreaterThan(60_000);
  });

  it('pings come before anything thinks a connection idle', () => {
    expect(redis.pingIntervalMs).toBeLessThan(redis.socketTimeoutMs);
    expect(socket.pingIntervalMs).toBeLessThan(60_000 / 2);
  });

  it('a process that lives delivers its invalidation before a sweeper thinks it dead', () => {
    expect(cache.invalidationSweepAfterMs).toBeGreaterThan(deadline.requestMs);
    expect(cache.invalidationSweepAfterMs + cache.invalidationSweepEveryMs).toBeLessThan(cache.invalidationAlarmMs);
  });
});

it('every bucket has a name of its own', () => {
  const names = Object.values(rate).map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
});

it('generations outlive whatever is filed under them', () => {
  const longest = Math.max(cache.plansMs, cache.productsMs, cache.pricingGridsMs, cache.carriersMs, cache.reportsMs);
  expect(longest * (1 + cache.ttlJitter) + cache.staleMs + cache.errorWindowMs).toBeLessThan(cache.generationMs);
});
