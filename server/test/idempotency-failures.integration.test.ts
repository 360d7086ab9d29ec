import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { eventually } from '../src/platform/cache/redis.fixtures.ts';
import type { Caller } from './caller.ts';
import { OPERATION_IDS, prepared, rowOf } from './examples.ts';
import { DATA_COMMANDS, whileFailing } from './fail-point.ts';
import { type KeyedId, keyFor } from './other-bodies.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { ownWorld } from './world.ts';

/** Failures hit the application by its name, and everybody else's application has another one. */
const VERSION = `repeat-${process.pid}`;
const app = await testApp({ VERSION });

const keyed = OPERATION_IDS.filter((id) => rowOf(id).idempotent === 'key') as KeyedId[]; // by the same table
const aKey = () => ({ 'Idempotency-Key': v7() });
const claims = app.mongo.db.collection<{ _id: string }>('idempotency');
/** The log's entry of a request, by its key. */
const claimOf = ({ 'Idempotency-Key': key }: { 'Idempotency-Key': string }) => ({ _id: { $regex: `:${key}$` } });

describe('an attempt that failed', () => {
  const world = ownWorld(app);
  it('stores nothing, so that the same request with the same key is done by the next one: every operation', async () => {
    const calls = await Promise.all(
      keyed.map(async (id) => {
        const call = await prepared(world(), id);
        return { id, call, key: keyFor(id, call.body) };
      }),
    );
    const failure = {
      failCommands: DATA_COMMANDS,
      appName: `symphonia/api+realtime+worker/${VERSION}`,
      errorCode: 8_000,
    };
    const failed = await whileFailing(failure, () =>
      Promise.all(calls.map(({ call, key }) => call.send({ headers: key }))),
    );
    for (const [i, { id, call, key }] of calls.entries()) {
      const status = failed[i]?.status === 200 ? failed[i]?.body.items[0].status : failed[i]?.status;
      expect([id, status]).toEqual([id, 500]);
      const done = await call.send({ headers: key });
      expect([id, done.status < 300, done.headers['idempotent-replayed']]).toEqual([id, true, undefined]);
      if (id === 'bulkOrders') expect(done.body.items[0]).toMatchObject({ status: 201 });
    }
  });
});

describe('an attempt whose claim no majority confirmed in time', () => {
  const world = ownWorld(app);
  it('does not hold its key, because nobody is at work on it', async () => {
    const [admin, body, key] = [await world().fresh('admin'), { name: `Client ${v7()}` }, aKey()];
    const failure = {
      failCommands: ['insert'],
      appName: `symphonia/api+realtime+worker/${VERSION}`,
      writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
    };
    expectProblem(await whileFailing(failure, () => admin.post('/clients', body, key)), 503, 'service_unavailable');

    await eventually(async () => expect(await claims.countDocuments(claimOf(key))).toBe(0));
    const next = await admin.post('/clients', body, key);

    expect([next.status, next.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });
});

describe.concurrent('an attempt that was refused', () => {
  const world = ownWorld(app);
  it.each(keyed.filter((id) => rowOf(id).ifMatch))('for its version leaves its key to the next one: %s', async (id) => {
    const { send } = await prepared(world(), id);
    const key = aKey();
    expectProblem(await send({ headers: { ...key, 'If-Match': 'W/"v9"' } }), 412, 'version_mismatch');
    expect(await claims.countDocuments(claimOf(key))).toBe(0);
    const done = await send({ headers: key });
    expect([done.status < 300, done.headers['idempotent-replayed']]).toEqual([true, undefined]);
  });

  const NOBODY = {
    createUser: (body: object) => ({ ...body, role: 'client', clientId: `cli_${v7()}` }),
    createVehicle: (body: object) => ({ ...body, carrierId: `car_${v7()}` }),
    createSubscription: (body: object) => ({ ...body, planId: `pln_${v7()}` }),
    createContract: (body: object) => ({ ...body, gridId: `grd_${v7()}` }),
  };
  it.each(Object.keys(NOBODY) as (keyof typeof NOBODY)[])('for what it names leaves its key, too: %s', async (id) => {
    const { send, body } = await prepared(world(), id);
    const key = aKey();
    expectProblem(await send({ headers: key, body: NOBODY[id](body ?? {}) }), 422, 'unknown_reference');
    expect(await claims.countDocuments(claimOf(key))).toBe(0);
    expect((await send({ headers: key })).status).toBe(201);
  });
});

describe.concurrent('createClient', () => {
  const world = ownWorld(app);
  const aName = () => ({ name: `Client ${v7()}` });
  const stored = (body: { name: string }) => app.mongo.db.collection('clients').countDocuments({ name: body.name });
  const by = (who: Caller, body: object, key: Record<string, string>) => who.post('/clients', body, key);

  it('adds one client when ten attempts with one key arrive at the same moment', async () => {
    const [admin, body, key] = [await world().fresh('admin'), aName(), aKey()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => by(admin, body, key)));

    expect(await stored(body)).toBe(1);
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map((answer) => answer.body.id as string)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectProblem(answer, 409, 'idempotency_in_progress');
  });

  it('is done by the next attempt when the process died before its commit', async () => {
    const [admin, body, key] = [await world().fresh('admin'), aName(), aKey()];
    await by(admin, body, key);
    // What a process leaves that was killed in between: its claim, whose lock has run out by now, and no client.
    await app.mongo.db.collection('clients').deleteOne({ name: body.name });
    await claims.updateOne(claimOf(key), {
      $set: { state: 'running', lockedUntil: new Date(Date.now() - 1) },
      $unset: { response: '' },
    });

    const answer = await by(admin, body, key);

    expect([answer.status, answer.headers['idempotent-replayed'], await stored(body)]).toEqual([201, undefined, 1]);
    expect((await by(admin, body, key)).headers['idempotent-replayed']).toBe('true');
  });
});
