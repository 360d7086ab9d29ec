import type { IndexDescription } from 'mongodb';
import { v7 } from 'uuid';
import { eventually } from '../cache/redis.fixtures.ts';
import { ownDatabase } from '../db/mongo.fixtures.ts';
import type { Mongo } from '../db/mongo.ts';
import { type EventRecord, newEvent } from './event.ts';
import { eventsIndexes } from './event-log.ts';

/** A database of the test's own that answers, with the indexes of events. */
export async function eventsDatabase(): Promise<{ mongo: Mongo; drop(): Promise<void> }> {
  const own = ownDatabase();
  await own.mongo.start?.();
  await eventually(() => {
    if (!own.mongo.reached) throw new Error('MongoDB was not reached.');
  });
  const { collection, indexes } = eventsIndexes;
  await own.mongo.db.collection(collection).createIndexes(
    indexes.map(({ serves: _, key, ...options }) => ({
      ...(options as Omit<IndexDescription, 'key'>),
      key: { ...key },
    })),
  ); // absent options stay absent
  return own;
}

/** The event of a subject with this number. */
export const anEvent = (subject: string, sequence: number, tenantId = `ten_${v7()}`): EventRecord =>
  newEvent({
    type: 'order.amended',
    time: new Date(),
    tenantId,
    subject,
    sequence,
    version: sequence,
    requestId: 'test',
    data: {},
  });
