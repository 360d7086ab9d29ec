import { v7 } from 'uuid';
import { afterAll, afterEach, expect, it } from 'vitest';
import { eventually } from '../cache/redis.fixtures.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import { createConsumer } from './consume.ts';
import type { EventRecord } from './event.ts';
import type { StoredEvent } from './event-log.ts';
import { anEvent, eventsDatabase } from './events.fixtures.ts';
import { createLeader } from './leader.ts';

const { mongo, drop } = await eventsDatabase();
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const consumer of running.splice(0)) await consumer.stop();
});
afterAll(drop);

const events = mongo.db.collection<StoredEvent>('events');
const tenantId = `ten_${v7()}`;
const START = Date.now();

/** Events of subjects, recorded in this order; each test has a consumer of its own name. */
async function recorded(
  name: string,
  rows: readonly (readonly [subject: string, sequence: number, recordedAfterMs?: number])[],
): Promise<void> {
  await events.insertMany(
    rows.map(([subject, sequence, after = 0]) => {
      const event = anEvent(`${name}/${subject}`, sequence, tenantId);
      return { _id: `${tenantId}:${event.id}`, ...event, recordedAt: new Date(START + after), todo: [name, 'another'] };
    }),
  );
}

function aConsumer(
  name: string,
  handle: (event: EventRecord) => Promise<void>,
  options: { batch?: number; owner?: string } = {},
) {
  const { owner = 'this process', ...rest } = options;
  const consumer = createConsumer({
    name,
    mongo,
    log: aCtx().log,
    leader: createLeader(mongo, name, owner, () => new Date()),
    handle,
    ...rest,
  });
  void consumer.start?.();
  const stop = async () => consumer.stop?.(AbortSignal.timeout(5_000));
  running.push({ stop });
  return { stop, nudge: consumer.nudge };
}
const told = (event: EventRecord) => `${event.subject.split('/')[1]}${event.sequence}`;
const nothingLeft = (name: string) =>
  eventually(async () => expect(await events.countDocuments({ todo: name })).toBe(0));

it('every event is handled, those of a subject in their order, also when clocks of instances differ', async () => {
  await recorded('order', [
    ['a', 2, 5],
    ['b', 1, 7],
    ['a', 1, 9],
    ['b', 2, 1],
    ['a', 3, 9],
    ['c', 1, 3],
  ]);
  const handled: string[] = [];
  aConsumer('order', async (event) => void handled.push(told(event)));
  await nothingLeft('order');
  expect(handled).toHaveLength(6);
  for (const subject of ['a', 'b', 'c']) {
    const own = handled.filter((one) => one.startsWith(subject));
    expect(own).toEqual([...own].sort());
  }
  expect(await events.countDocuments({ subject: /^order/, todo: 'another' })).toBe(6);
});

it('a subject that cannot be handled waits in its order and holds up nobody else, however much of it there is', async () => {
  await recorded('stuck', [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['a', 4],
    ['b', 1, 10],
    ['b', 2, 10],
  ]);
  const handled: string[] = [];
  let well = false;
  const { nudge } = aConsumer(
    'stuck',
    async (event) => {
      if (!well && event.subject.endsWith('/a')) throw new Error('not now');
      handled.push(told(event));
    },
    { batch: 2 },
  );
  await eventually(() => expect(handled).toEqual(['b1', 'b2']));
  well = true;
  nudge();
  await nothingLeft('stuck');
  expect(handled).toEqual(['b1', 'b2', 'a1', 'a2', 'a3', 'a4']);
});

it('an event that was handled by a process that died before it noted so is handled again', async () => {
  await recorded('died', [
    ['a', 1],
    ['a', 2],
  ]);
  const handled: string[] = [];
  let release = () => {};
  const dying = aConsumer(
    'died',
    async (event) => {
      handled.push(told(event));
      if (event.sequence === 2)
        await new Promise<void>((resolve) => {
          release = resolve;
        });
    },
    { owner: 'the dying' },
  );
  await eventually(() => expect(handled).toEqual(['a1', 'a2']));
  // It holds its lease, does not answer, and has noted nothing.
  expect(await events.countDocuments({ todo: 'died' })).toBe(2);
  await mongo.db.collection<{ _id: string }>('leases').deleteOne({ _id: 'died' }); // as when it runs out

  const again: string[] = [];
  aConsumer('died', async (event) => void again.push(told(event)), { owner: 'its successor' });
  await nothingLeft('died');
  expect(again).toEqual(['a1', 'a2']);
  release();
  await dying.stop();
});

it('one process leads; another one waits until the lease is given back', async () => {
  const first: string[] = [];
  const second: string[] = [];
  await recorded('lease', [['a', 1]]);
  const leading = aConsumer('lease', async (event) => void first.push(told(event)), { owner: 'one' });
  await nothingLeft('lease');
  aConsumer('lease', async (event) => void second.push(told(event)), { owner: 'two' });
  await recorded('lease', [['a', 2]]);
  await nothingLeft('lease');
  await leading.stop();
  await recorded('lease', [['a', 3]]);
  await nothingLeft('lease');
  expect([first, second]).toEqual([['a1', 'a2'], ['a3']]);
});
