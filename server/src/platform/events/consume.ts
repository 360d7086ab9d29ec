import type { Mongo } from '../db/mongo.ts';
import type { Logger } from '../observability/log.ts';
import type { EventRecord } from './event.ts';
import type { StoredEvent } from './event-log.ts';
import type { Leader } from './leader.ts';
import { createLoop, type Loop } from './loop.ts';

export interface ConsumerOptions {
  /** Stands in the events' `todo`. */
  readonly name: string;
  readonly mongo: Mongo;
  readonly log: Logger;
  readonly leader: Leader;
  /** Handles one event; must bear the same event twice. Throwing keeps this and later events of its subject waiting. */
  readonly handle: (event: EventRecord) => Promise<void>;
  readonly batch?: number;
}

/**
 * Gives one consumer every event, per subject in order of sequence, at least once: an event leaves the `todo` after
 * its handling. One process leads; when it dies another goes on where the `todo` stands.
 */
export function createConsumer({ name, mongo, log, leader, handle, batch = 200 }: ConsumerOptions): Loop {
  const events = mongo.db.collection<StoredEvent>('events');

  return createLoop({
    name: `consumer ${name}`,
    log,
    idleMs: 250,
    async round() {
      if (!mongo.reached || !(await leader.lead())) return 'idle';
      const due = await events
        .find(
          { todo: name, 'todo.0': { $exists: true } },
          { sort: { recordedAt: 1, subject: 1, sequence: 1 }, limit: batch, maxTimeMS: 4_000 },
        )
        .toArray();
      const done: string[] = [];
      const stuck = new Set<string>();
      for (const event of due) {
        const subject = `${event.tenantId}:${event.subject}`;
        if (stuck.has(subject)) continue;
        try {
          await handle(event);
          done.push(event._id);
        } catch (error) {
          stuck.add(subject);
          log.warn(
            { err: error, consumer: name, eventId: event.id, requestId: event.requestId },
            'an event waits for its consumer',
          );
        }
      }
      if (done.length > 0) await events.updateMany({ _id: { $in: done } }, { $pull: { todo: name } });
      return done.length === batch ? 'more' : 'idle';
    },
    onStop: () => leader.release(),
  });
}
