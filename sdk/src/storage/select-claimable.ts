import { dueMs, leads } from '../outbox/lane.ts';
import { type OutboxRecord, type RecordState, rankOf } from '../outbox/record.ts';
import type { ClaimQuery, ListQuery } from './outbox-store.ts';

/**
 * The one rule of what may be sent now, shared by every store: unfinished records of the scope in `seq` order come in,
 * those to lease go out. Only the head of a lane is considered, orders before commands before documents, and of these one. `stateOf`
 * answers the state of a dependency, `undefined` when it was accepted and pruned long ago.
 */
export function selectClaimable(
  records: Iterable<OutboxRecord>,
  query: ClaimQuery,
  stateOf: (id: string) => RecordState | undefined,
): OutboxRecord[] {
  const heads = new Map<string, OutboxRecord>();
  const byRank: OutboxRecord[][] = [[], [], []];
  for (const record of records) {
    // Also one we do not understand, or that waits, is a head: its lane keeps its order.
    if (query.exceptLanes?.has(record.lane) || !leads(record, heads)) continue;
    if (record.v !== 1 || !isDue(record, query)) continue;
    if (record.dependsOn?.some((id) => (stateOf(id) ?? 'accepted') !== 'accepted')) continue;
    if (!query.exceptRanks?.includes(rankOf(record))) byRank[rankOf(record)]?.push(record);
    if ((byRank[0]?.length ?? 0) >= query.limit) break; // nothing goes before orders
  }
  // Only now it is known which of them an order that came later goes before.
  const [orders = [], commands = [], documents = []] = byRank.map((records) =>
    records.filter((record) => heads.get(record.lane) === record),
  );
  return [...orders, ...commands, ...documents.slice(0, 1)].slice(0, query.limit);
}

function isDue(record: OutboxRecord, { now, retryFailedBefore = 0 }: ClaimQuery): boolean {
  const failedAt = record.state === 'queued' ? record.lastError?.at : undefined;
  return dueMs(record, now) <= 0 || (failedAt ?? retryFailedBefore) < retryFailedBefore;
}

/** What a claim writes. */
export function leased(record: OutboxRecord, query: ClaimQuery): OutboxRecord {
  const epoch = record.epoch + 1;
  return {
    ...record,
    state: 'sending',
    epoch,
    notified: false,
    lease: { owner: query.owner, epoch, until: query.now + query.leaseMs },
  };
}

/** Whether a record is asked for. */
export function matches(record: OutboxRecord, query: ListQuery): boolean {
  if (record.v !== 1 && !query.anyVersion) return false;
  if (query.scope !== undefined && record.scope !== query.scope) return false;
  if (query.lane !== undefined && record.lane !== query.lane) return false;
  return query.state === undefined || [query.state].flat().includes(record.state);
}
