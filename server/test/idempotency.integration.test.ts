import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './caller.ts';
import { aWorld, OPERATION_IDS, prepared, rowOf, type World } from './examples.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { testApp } from './test-app.ts';

const app = await testApp();
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

const keyed = OPERATION_IDS.filter((id) => rowOf(id).idempotent === 'key');
/** Those whose replays are recognised by the log of requests; an order recognises its own. */
const logged = keyed.filter((id) => rowOf(id).replay === 'request');
const aKey = () => ({ 'Idempotency-Key': v7() });

const claims = app.mongo.db.collection<{ _id: string }>('idempotency');
/** The log's entry of a request, by its key. */
const claimOf = ({ 'Idempotency-Key': key }: { 'Idempotency-Key': string }) => ({ _id: { $regex: `:${key}$` } });

describe.concurrent('the same key with the same body', () => {
  it.each(logged)('%s gives the first answer again and does nothing', async (id) => {
    const { send } = await prepared(world, id);
    const key = aKey();
    const first = await send({ headers: key });
    const again = await send({ headers: { 'Idempotency-Key': `"${key['Idempotency-Key'].toUpperCase()}"` } });

    expect([again.status, again.body, again.headers.etag]).toEqual([first.status, first.body, first.headers.etag]);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
  });

  it.each(keyed.filter((id) => !logged.includes(id)))('%s gives the order as it is now', async (id) => {
    const call = await prepared(world, id);
    const key = id === 'placeOrder' ? { 'Idempotency-Key': (call.body as { id: string }).id } : aKey(); // the example's
    const first = await call.send({ headers: key });
    const again = await call.send({ headers: key });
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
  });
});

describe.concurrent('the same key with another body', () => {
  it.each(keyed)('%s refuses it', async (id) => {
    const call = await prepared(world, id);
    const key = id === 'placeOrder' ? { 'Idempotency-Key': (call.body as { id: string }).id } : aKey(); // the example's
    await call.send({ headers: key });
    const field =
      {
        moveOrder: 'reason',
        amendOrder: 'instructions',
        placeOrder: 'instructions',
        createVehicle: 'plate',
        addPricingGridVersion: 'validTo',
      }[id as string] ?? 'name';
    const value = field === 'validTo' ? '2028-01-01T00:00:00.000Z' : 'Other';
    expectProblem(
      await call.send({ headers: key, body: { ...call.body, [field]: value } }),
      422,
      'idempotency_key_reuse',
    );
  });
});

describe.concurrent('a request that is still running', () => {
  it.each(logged)('%s asks to try again in a moment', async (id) => {
    const { send } = await prepared(world, id);
    const key = aKey();
    await send({ headers: key });
    await claims.updateOne(claimOf(key), {
      $set: { state: 'running', lockedUntil: new Date(Date.now() + 60_000) },
      $unset: { response: '' },
    });
    const answer = await send({ headers: key });
    expectProblem(answer, 409, 'idempotency_in_progress');
    expectRetryAfter(answer);
  });
});

describe.concurrent('createClient', () => {
  const NAME = () => ({ name: `Client ${v7()}` });
  const stored = (body: { name: string }) => app.mongo.db.collection('clients').countDocuments({ name: body.name });
  const by = (who: Caller, body: object, key: Record<string, string>) => who.post('/clients', body, key);

  it('adds one client when ten attempts with one key arrive at the same moment', async () => {
    const [admin, body, key] = [await world.fresh('admin'), NAME(), aKey()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => by(admin, body, key)));

    expect(await stored(body)).toBe(1);
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map((answer) => answer.body.id as string)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectProblem(answer, 409, 'idempotency_in_progress');
  });

  it('stores nothing of a refused attempt, so that the corrected one may use its key', async () => {
    const [{ send, body }, key] = [await prepared(world, 'createUser'), aKey()];
    const refused = await send({ headers: key, body: { ...body, role: 'client', clientId: `cli_${v7()}` } });
    expect([refused.status, await claims.countDocuments(claimOf(key))]).toEqual([422, 0]);
    expect((await send({ headers: key })).status).toBe(201);
  });

  it('is done by the next attempt when the process died before its commit', async () => {
    const [admin, body, key] = [await world.fresh('admin'), NAME(), aKey()];
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

  it('keeps the keys of different people apart', async () => {
    const [one, two, body, key] = [await world.fresh('admin'), await world.fresh('admin'), NAME(), aKey()];
    const answers = [await by(one, body, key), await by(two, body, key)];
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, undefined]);
    expect(await stored(body)).toBe(2);
  });

  it('refuses a key that is no UUID', async () => {
    const admin = await world.fresh('admin');
    for (const bad of ['1', 'x'.repeat(130), '{"$gt":""}', v7().replace('-', '')])
      expectProblem(await by(admin, NAME(), { 'Idempotency-Key': bad }), 400, 'invalid_request');
  });
});
