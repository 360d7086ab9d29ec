import type { CollectionIndexes } from '../db/index-spec.ts';
import type { Mongo } from '../db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../db/tenant-collection.ts';
import type { EventRecord } from './event.ts';

/** An event as it stands in the collection; `todo` names the consumers that have not had it yet. */
export interface StoredEvent extends Omit<EventRecord, 'id'> {
  /** `<tenantId>:<event id>` */
  readonly _id: string;
  readonly id: string;
  readonly recordedAt: Date;
  readonly todo: readonly string[];
}

const KEPT_SECONDS = 30 * 24 * 3_600;

export const eventsIndexes: CollectionIndexes = {
  collection: 'events',
  indexes: [
    { name: 'subject_sequence', key: { tenantId: 1, subject: 1, sequence: 1 }, serves: ['ofSubject'] },
    { name: 'recorded', key: { tenantId: 1, recordedAt: 1, _id: 1 }, serves: ['feed'] },
    // The sequence stands before the key: instances' clocks differ, and a subject's events must stay in order.
    {
      name: 'todo',
      key: { todo: 1, recordedAt: 1, subject: 1, sequence: 1 },
      partialFilterExpression: { 'todo.0': { $exists: true } },
      serves: ['consume'],
    },
    { name: 'expiry', key: { recordedAt: 1 }, expireAfterSeconds: KEPT_SECONDS, serves: ['ttl'] },
  ],
};

/** Events that have been announced; kept for thirty days. */
export interface EventLog {
  /** The events of a subject after a sequence, oldest first. */
  ofSubject(ctx: TenantCtx, subject: string, after: number, limit: number): Promise<EventRecord[]>;
  /** Takes out what somebody typed as the reason of what happened to a subject. */
  eraseReasons(ctx: TenantCtx, subject: string): Promise<void>;
}

export function createEventLog(mongo: Mongo): EventLog {
  const events = tenantCollection<StoredEvent>(mongo.db, 'events');
  return {
    ofSubject: (ctx, subject, after, limit) =>
      events.find<EventRecord>(ctx, { subject, sequence: { $gt: after } }, { sort: { sequence: 1 }, limit }),
    async eraseReasons(ctx, subject) {
      const told = { tenantId: ctx.tenantId, subject, 'data.reason': { $exists: true } };
      await mongo.db.collection('events').updateMany(told, { $unset: { 'data.reason': '' } });
    },
  };
}
