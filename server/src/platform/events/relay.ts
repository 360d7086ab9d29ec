import type { Mongo } from '../db/mongo.ts';
import type { Logger } from '../observability/log.ts';
import type { EventRecord } from './event.ts';
import type { StoredEvent } from './event-log.ts';
import type { Leader } from './leader.ts';
import { createLoop, type Loop } from './loop.ts';

/** A document that carries events not announced yet. */
interface Carrier {
  readonly _id: string;
  readonly pending: readonly EventRecord[];
  readonly pendingAt: Date;
}

export interface RelayOptions {
  readonly mongo: Mongo;
  readonly log: Logger;
  readonly leader: Leader;
  readonly now: () => Date;
  /** Collections whose documents carry pending events. */
  readonly sources: readonly string[];
  /** Names of the consumers that each event is for. */
  readonly consumers: readonly string[];
  readonly onRelayed: () => void;
  readonly batch?: number;
}

/**
 * Moves pending events from their documents to the `events` collection: inserted by their id first, cleared
 * afterwards. Dying in between repeats the insert, which ignores what is there; so an event is never lost and stands
 * in the collection once. It touches neither version nor time of the document, and needs nothing but MongoDB.
 */
export function createRelay(options: RelayOptions): Loop {
  const { mongo, log, leader, now, sources, consumers, batch = 100 } = options;
  const events = mongo.db.collection<StoredEvent>('events');

  const relaySource = async (source: string): Promise<number> => {
    const collection = mongo.db.collection<Carrier>(source);
    const due = await collection
      .find(
        { pendingAt: { $lte: now() } },
        { sort: { pendingAt: 1 }, limit: batch, projection: { pending: 1, pendingAt: 1 }, maxTimeMS: 4_000 },
      )
      .toArray();
    if (due.length === 0) return 0;
    const recordedAt = now();
    const rows = due.flatMap((document) =>
      document.pending.map(
        (event): StoredEvent => ({ _id: `${event.tenantId}:${event.id}`, ...event, recordedAt, todo: consumers }),
      ),
    );
    if (rows.length > 0) await insertNew(rows);
    await collection.bulkWrite(
      due.map((document) => ({
        updateOne: { filter: { _id: document._id }, update: cleared(document.pending.map((event) => event.id)) },
      })),
      { ordered: false },
    );
    return rows.length;
  };

  const insertNew = async (rows: readonly StoredEvent[]): Promise<void> => {
    try {
      await events.insertMany([...rows], { ordered: false });
    } catch (error) {
      const failures = [(error as { writeErrors?: { code: number }[] }).writeErrors ?? []].flat();
      if (failures.length === 0 || failures.some((failure) => failure.code !== 11_000)) throw error;
    }
  };

  return createLoop({
    name: 'relay',
    log,
    idleMs: 200,
    async round() {
      if (!mongo.reached || !(await leader.lead())) return 'idle';
      let moved = 0;
      for (const source of sources) moved += await relaySource(source);
      if (moved > 0) options.onRelayed();
      return moved >= batch ? 'more' : 'idle';
    },
    onStop: () => leader.release(),
  });
}

/** Takes the events with these ids out; events that came meanwhile stay, and with them the date they are due. */
function cleared(ids: readonly string[]) {
  const rest = { $filter: { input: '$pending', cond: { $not: [{ $in: ['$$this.id', ids] }] } } };
  return [
    { $set: { pending: rest } },
    { $set: { pendingAt: { $cond: [{ $eq: [{ $size: '$pending' }, 0] }, '$$REMOVE', '$pendingAt'] } } },
  ];
}
