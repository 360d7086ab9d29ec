import type { MongoClient } from 'mongodb';

/** What the driver's pools do at this moment, over all servers. */
export interface PoolGauges {
  /** Open connections, those in use, and callers that wait for one. */
  readonly size: number;
  readonly inUse: number;
  readonly waiting: number;
  /** Waits that ended without a connection, since the start. */
  readonly failures: number;
  /** The longest wait for a connection since the last look, in milliseconds. */
  takeLongestWaitMs(): number;
}

/** Counts from the driver's connection pool events (CMAP); a cleared or closed pool starts anew. */
export function createPoolGauges(client: MongoClient): PoolGauges {
  const pools = new Map<string, { size: number; inUse: number; waiting: number }>();
  let failures = 0;
  let longestWaitMs = 0;
  const of = (address: string) => {
    const known = pools.get(address) ?? { size: 0, inUse: 0, waiting: 0 };
    pools.set(address, known);
    return known;
  };
  const sum = (key: 'size' | 'inUse' | 'waiting') => [...pools.values()].reduce((total, pool) => total + pool[key], 0);

  client.on('connectionCreated', (e) => void of(e.address).size++);
  client.on('connectionClosed', (e) => void of(e.address).size--);
  client.on('connectionCheckOutStarted', (e) => void of(e.address).waiting++);
  client.on('connectionCheckedOut', (e) => {
    const pool = of(e.address);
    pool.waiting--;
    pool.inUse++;
    longestWaitMs = Math.max(longestWaitMs, e.durationMS);
  });
  client.on('connectionCheckOutFailed', (e) => {
    of(e.address).waiting--;
    failures++;
  });
  client.on('connectionCheckedIn', (e) => void of(e.address).inUse--);
  client.on('connectionPoolClosed', (e) => void pools.delete(e.address));

  return {
    get size() {
      return sum('size');
    },
    get inUse() {
      return sum('inUse');
    },
    get waiting() {
      return sum('waiting');
    },
    get failures() {
      return failures;
    },
    takeLongestWaitMs() {
      const longest = longestWaitMs;
      longestWaitMs = 0;
      return longest;
    },
  };
}
