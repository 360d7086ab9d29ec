import type { Collection, Document } from 'mongodb';
import { v7 } from 'uuid';
import { afterAll, afterEach, expect, it } from 'vitest';
import { eventually } from '../cache/redis.fixtures.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import type { Mongo } from '../db/mongo.ts';
import type { EventRecord } from './event.ts';
import type { StoredEvent } from './event-log.ts';
import { anEvent, eventsDatabase } from './events.fixtures.ts';
import type { Leader } from './leader.ts';
import { createRelay } from './relay.ts';

const { mongo, drop } = await eventsDatabase();
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});
afterAll(drop);

const always: Leader = { lead: async () => true, release: async () => {} };
const orders = mongo.db.collection<{ _id: string; version: number; pending: EventRecord[]; pendingAt?: Date }>(
  'orders',
);
const events = mongo.db.collection<StoredEvent>('events');

/** A relay at work on `over`, until the test is over. */
function aRelay(over: Mongo = mongo): void {
  const relay = createRelay({
    mongo: over,
    log: aCtx().log,
    leader: always,
    now: () => new Date(),
    sources: ['orders'],
    consumers: ['live', 'jobs'],
    onRelayed: () => {},
  });
  void relay.start?.();
  running.push({ stop: async () => relay.stop?.(AbortSignal.timeout(5_000)) });
}

/** An order with events that nobody was told of. */
async function anOrder(count: number) {
  const subject = `transport-order/${v7()}`;
  const pending = Array.from({ length: count }, (_, i) => anEvent(subject, i + 1));
  await orders.insertOne({ _id: subject, version: 4, pending, pendingAt: new Date() });
  return { subject, pending };
}
const announced = async (subject: string) =>
  (await events.find({ subject }).sort({ sequence: 1 }).toArray()).map(({ id }) => id);
const cleared = (subject: string) =>
  eventually(async () =>
    expect(await orders.findOne({ _id: subject })).toEqual({ _id: subject, version: 4, pending: [] }),
  );

/** The database as a process sees it that one of whose calls on a collection is tampered with. */
function tampered(
  name: string,
  method: 'insertMany' | 'bulkWrite',
  tamper: (real: () => Promise<unknown>) => Promise<unknown>,
): Mongo {
  const collection = (asked: string) => {
    const real = mongo.db.collection(asked);
    if (asked !== name) return real;
    return new Proxy(real, {
      get: (target, property) => {
        const value = Reflect.get(target, property) as unknown;
        if (property === method)
          return (...args: unknown[]) =>
            tamper(() => (value as (...args: unknown[]) => Promise<unknown>).apply(target, args));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) as Collection<Document>;
  };
  return { ...mongo, reached: true, db: { collection } as unknown as Mongo['db'] }; // all that a relay asks of it
}

it('every event is announced once to every consumer, and the document is as it was, but for what waited', async () => {
  const { subject, pending } = await anOrder(3);
  aRelay();
  await cleared(subject);
  expect(await announced(subject)).toEqual(pending.map(({ id }) => id));
  expect(await events.findOne({ id: pending[0]?.id ?? '' })).toMatchObject({
    _id: `${pending[0]?.tenantId}:${pending[0]?.id}`,
    todo: ['live', 'jobs'],
    sequence: 1,
  });
});

it('a process that dies after it announced and before it noted so leaves each event announced once', async () => {
  const { subject, pending } = await anOrder(3);
  let died = 0;
  aRelay(
    tampered('orders', 'bulkWrite', async () => {
      died++;
      throw new Error('the process is gone');
    }),
  );
  await eventually(() => expect(died).toBeGreaterThan(0));
  expect((await orders.findOne({ _id: subject }))?.pending).toHaveLength(3);
  // What a consumer did meanwhile is not undone by the repetition.
  await events.updateMany({ subject }, { $pull: { todo: 'live' } });

  aRelay();
  await cleared(subject);
  expect(await announced(subject)).toEqual(pending.map(({ id }) => id));
  expect(await events.countDocuments({ subject, todo: 'live' })).toBe(0);
});

it('an event that comes while others are announced waits for the next round and is not lost', async () => {
  const { subject, pending } = await anOrder(1);
  const late = anEvent(subject, 2, pending[0]?.tenantId);
  let came = false;
  aRelay(
    tampered('events', 'insertMany', async (real) => {
      const result = await real();
      if (!came)
        await orders.updateOne({ _id: subject }, { $push: { pending: late }, $min: { pendingAt: new Date() } });
      came = true;
      return result;
    }),
  );
  await cleared(subject);
  expect(await announced(subject)).toEqual([pending[0]?.id, late.id]);
});

it('two that relay at once, because one was frozen, announce each event once', async () => {
  const made = await Promise.all(Array.from({ length: 30 }, () => anOrder(2)));
  aRelay();
  aRelay();
  for (const { subject, pending } of made) {
    await cleared(subject);
    expect(await announced(subject)).toEqual(pending.map(({ id }) => id));
  }
});
