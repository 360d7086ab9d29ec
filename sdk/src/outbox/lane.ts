import type { OutboxStore } from '../storage/outbox-store.ts';
import { isUnfinished, LONGEST_LEASE_MS, longestBackoffMs, type OutboxRecord, type Rank, rankOf } from './record.ts';

/** The order's version after the last accepted request of this lane before `record`, when one is still kept. */
export async function laneVersion(store: OutboxStore, record: OutboxRecord): Promise<number | undefined> {
  const lane = await store.list({ lane: record.lane, state: 'accepted' });
  const before = lane.filter(
    (r) => r.seq < record.seq && r.scope === record.scope && orderIdOf(r) === orderIdOf(record),
  );
  const versions = before.map((r) => r.receipt?.orderVersion ?? 0);
  return Math.max(0, ...versions) || undefined;
}

/** The order a request is about; a lane may hold several. */
export function orderIdOf(record: Pick<OutboxRecord, 'id' | 'op' | 'path'>): string {
  return record.op === 'orders.create' ? record.id : decodeURIComponent(record.path.split('/')[2] ?? '');
}

/** The tag the server compares: weak, by version. */
export function tagOf(version: number): string {
  return `W/"v${version}"`;
}

/**
 * Whether this record, met in `seq` order, is the head of its lane so far, and notes it: the first that is unfinished,
 * or an order that came later than its own commands, because it lay in memory when they were stored.
 */
export function leads(record: OutboxRecord, heads: Map<string, OutboxRecord>): boolean {
  const head = heads.get(record.lane);
  if (!isUnfinished(record) || (head && (record.op !== 'orders.create' || orderIdOf(head) !== record.id))) return false;
  heads.set(record.lane, record);
  return true;
}

/**
 * In how many milliseconds a record may be sent, as far as it goes by itself; infinite when it waits for a person. A
 * time further away than it can be means that the clock was moved, and counts as due.
 */
export function dueMs(record: OutboxRecord, now: number): number {
  const { state, nextAttemptAt, lease } = record;
  if (state !== 'queued' && state !== 'sending') return Number.POSITIVE_INFINITY;
  const ms = (state === 'queued' ? nextAttemptAt : (lease?.until ?? 0)) - now;
  return ms > (state === 'queued' ? longestBackoffMs(record) : LONGEST_LEASE_MS) ? 0 : ms;
}

/**
 * In how many milliseconds the scope's next request is due; infinite when nothing is waiting for time. Only the head
 * of each lane counts: what stands behind an order that needs attention waits for a person, not for a timer. `waitMs`
 * says how long its kind has to wait at least.
 */
export function nextDueMs(records: readonly OutboxRecord[], now: number, waitMs: (rank: Rank) => number): number {
  const heads = new Map<string, OutboxRecord>();
  for (const record of records) leads(record, heads);
  const unfinished = new Set(records.filter(isUnfinished).map((record) => record.id));
  const times = [...heads.values()]
    .filter((record) => record.v === 1 && !record.dependsOn?.some((id) => unfinished.has(id)))
    .map((record) => Math.max(dueMs(record, now), waitMs(rankOf(record))));
  return times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
