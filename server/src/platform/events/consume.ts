import type { Mongo } from '../db/mongo.ts';
import type { Logger } from '../observability/log.ts';
import type { EventRecord } from './event.ts';
import type { StoredEvent } from './event-log.ts';
import { LEASE_MS, type Leader } from './leader.ts';
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

const HALF_LEASE_MS = LEASE_MS / 2;

/** How often a round looks past subjects that cannot be handled now; their events may fill whole batches. */
const LOOKS = 5;

/**
 * Gives one consumer every event, per subject in order of sequence, at least once: an event leaves the `todo` after
 * its handling. One process leads; when it dies another goes on where the `todo` stands.
 */
export function createConsumer({ name, mongo, log, leader, handle, batch = 200 }: ConsumerOptions): Loop {
  const events = mongo.db.collection<StoredEvent>('events');

  /** The oldest events of this consumer that belong to none of these subjects. */
  const dueBeside = (stuck: readonly Pick<StoredEvent, 'tenantId' | 'subject'>[]) =>
    events
      .find(
        { todo: name, 'todo.0': { $exists: true }, ...(stuck.length > 0 ? { $nor: [...stuck] } : {}) },
        { sort: { recordedAt: 1, subject: 1, sequence: 1 }, limit: batch, maxTimeMS: 4_000 },
      )
      .toArray();

  return createLoop({
    name: `consumer ${name}`,
    log,
    idleMs: 250,
    async round() {
      if (!mongo.reached) return 'idle';
      const stuck = new Map<string, Pick<StoredEvent, 'tenantId' | 'subject'>>();
      for (let look = 0; look < LOOKS && (await leader.lead()); look++) {
        const due = await dueBeside([...stuck.values()]);
        const done: string[] = [];
        let ledAt = performance.now();
        for (const event of bySubject(due)) {
          // A slow handler must not outlive the lease: somebody else would tell newer events meanwhile.
          if (performance.now() - ledAt > HALF_LEASE_MS) {
            if (!(await leader.lead())) break;
            ledAt = performance.now();
          }
          if (stuck.has(subjectOf(event))) continue;
          try {
            await handle(event);
            done.push(event._id);
          } catch (error) {
            stuck.set(subjectOf(event), { tenantId: event.tenantId, subject: event.subject });
            log.warn(
              { err: error, consumer: name, eventId: event.id, requestId: event.requestId },
              'an event waits for its consumer',
            );
          }
        }
        if (done.length > 0) await events.updateMany({ _id: { $in: done } }, { $pull: { todo: name } });
        if (due.length < batch) return 'idle';
        if (done.length === batch) return 'more';
      }
      return 'idle';
    },
    onStop: () => leader.release(),
  });
}

const subjectOf = (event: Pick<StoredEvent, 'tenantId' | 'subject'>) => `${event.tenantId}:${event.subject}`;

/** Subject by subject, each in its own order: the times of two instances cannot be compared, its sequence can. */
function bySubject(due: readonly StoredEvent[]): StoredEvent[] {
  const subjects = Map.groupBy(due, subjectOf);
  return [...subjects.values()].flatMap((own) => own.toSorted((a, b) => a.sequence - b.sequence));
}
