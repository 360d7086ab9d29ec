import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Answer } from './caller.ts';
import { OPERATION_IDS, prepared, rowOf, withFile } from './examples.ts';
import { type KeyedId, keyFor, OTHER_BODY } from './other-bodies.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { testApp } from './test-app.ts';
import { ownWorld } from './world.ts';

const app = await testApp();

const keyed = OPERATION_IDS.filter((id) => rowOf(id).idempotent === 'key') as KeyedId[]; // by the same table
/** Those whose replays are recognised by the log of requests. */
const logged = keyed.filter((id) => rowOf(id).replay === 'request');
/** Those whose replays are recognised by what they have made; proven in idempotency-itself. */
const itself = keyed.filter((id) => rowOf(id).replay !== 'request' && id !== 'bulkOrders');
const replayed = (answer: Answer) => answer.headers['idempotent-replayed'];

const claims = app.mongo.db.collection<{ _id: string }>('idempotency');
/** The log's entry of a request, by its key. */
const claimOf = ({ 'Idempotency-Key': key }: { 'Idempotency-Key': string }) => ({ _id: { $regex: `:${key}$` } });

it('every operation that changes something says how it may be repeated', () => {
  const writes = OPERATION_IDS.filter((id) => rowOf(id).method !== 'GET');
  const unsafe = writes.filter((id) => rowOf(id).idempotent === 'none');
  // Signing in makes a session each time; a second registration is told that its name is taken; a device's key is shown once.
  expect(unsafe.sort()).toEqual(['createDevice', 'login', 'registerTenant', 'rotateDeviceKey']);
  expect(keyed.sort()).toEqual(Object.keys(OTHER_BODY).sort());
});

describe.concurrent('the same key with the same body', () => {
  const world = ownWorld(app);
  it.each(logged)('%s gives the first answer again, however the key is written, and does nothing', async (id) => {
    const { send, body } = await prepared(world(), id);
    const { 'Idempotency-Key': key } = keyFor(id, body);
    const first = await send({ headers: { 'Idempotency-Key': key } });
    expect([first.status < 300, replayed(first)]).toEqual([true, undefined]);

    for (const form of [key, `"${key}"`, key.toUpperCase(), `  "${key.toUpperCase()}" `]) {
      const again = await send({ headers: { 'Idempotency-Key': form } });
      expect([again.status, again.body, again.headers.etag, again.headers.location]).toEqual([
        first.status,
        first.body,
        first.headers.etag,
        first.headers.location,
      ]);
      expect(replayed(again)).toBe('true');
    }
  });

  it.each(itself)('%s gives what it has made, however the key is written', async (id) => {
    const { send, body } = await prepared(world(), id);
    const { 'Idempotency-Key': key } = keyFor(id, body);
    const first = await send({ headers: { 'Idempotency-Key': key } });
    expect([first.status < 300, replayed(first)]).toEqual([true, undefined]);
    for (const form of [key, `"${key}"`, key.toUpperCase()]) {
      const again = await send({ headers: { 'Idempotency-Key': form } });
      expect([again.status, again.body.id, replayed(again)]).toEqual([
        first.status === 201 ? 200 : first.status,
        first.body.id,
        'true',
      ]);
    }
  });
});

describe.concurrent('the same key with another body', () => {
  const world = ownWorld(app);
  it.each(keyed.filter((id) => id !== 'bulkOrders'))('%s refuses it', async (id) => {
    const { send, body } = await prepared(world(), id);
    const key = keyFor(id, body);
    const first = await send({ headers: key });
    const other = await send({ headers: key, body: OTHER_BODY[id](body) });
    expectProblem(other, 422, 'idempotency_key_reuse');
    expect(other.body.detail).toContain(key['Idempotency-Key']);
    // The first answer stands.
    const again = await send({ headers: key });
    expect([again.body.id, replayed(again)]).toEqual([first.body.id, 'true']);
  });

  it.each(logged.filter((id) => rowOf(id).ifMatch))('%s refuses it with another If-Match as well', async (id) => {
    const { send, body } = await prepared(world(), id);
    const key = keyFor(id, body);
    await send({ headers: key });
    expectProblem(await send({ headers: { ...key, 'If-Match': 'W/"v2"' } }), 422, 'idempotency_key_reuse');
  });

  it('is refused for another operation and another thing, too', async () => {
    const [one, two] = [await prepared(world(), 'createClient'), await prepared(world(), 'createPlan')];
    const [first, second] = [await prepared(world(), 'amendClient'), await prepared(world(), 'amendClient')];
    const [key, own] = [keyFor('createClient', {}), keyFor('amendClient', {})];
    await one.send({ headers: key });
    expectProblem(await two.send({ caller: one.caller, headers: key }), 422, 'idempotency_key_reuse');
    await first.send({ headers: own });
    expectProblem(await second.send({ caller: first.caller, headers: own }), 422, 'idempotency_key_reuse');
  });
});

describe.concurrent('a request that is still running', () => {
  const world = ownWorld(app);
  it.each(logged)('%s asks to try again in a moment', async (id) => {
    const { send, body } = await prepared(world(), id);
    const key = keyFor(id, body);
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

describe.concurrent('a key', () => {
  const world = ownWorld(app);
  it.each(logged)('of somebody else is a request of its own: %s', async (id) => {
    const { send, body, by } = await prepared(world(), id);
    const key = keyFor(id, body);
    await send({ headers: key });
    // What the first one made may stand in the way of the second; its answer never does.
    const other = await send({ headers: key, caller: await world().fresh(by ?? 'admin') });
    expect([replayed(other), other.body.code]).not.toContain('true');
    expect(other.body.code).not.toBe('idempotency_key_reuse');
    expect(await claims.countDocuments(claimOf(key))).toBe(other.status < 300 ? 2 : 1);
  });

  it.each(keyed)('comes back as it was sent, done or refused: %s', async (id) => {
    const { send, body } = await prepared(world(), id);
    const { 'Idempotency-Key': key } = keyFor(id, body);
    const quoted = { 'Idempotency-Key': `"${key}"` };
    const refused = await send({ headers: { ...quoted, 'X-Symphonia-Client': 'web/1.0; own=0123456789abcdef' } });
    const done = await send({ headers: quoted });
    expect([refused.status, refused.headers['idempotency-key']]).toEqual([403, quoted['Idempotency-Key']]);
    expect([done.status < 300, done.headers['idempotency-key']]).toEqual([true, quoted['Idempotency-Key']]);
  });

  it.each(keyed)('that is no UUID is refused: %s', async (id) => {
    const { send } = await prepared(world(), id);
    for (const bad of ['1', '{"$gt":""}', v7().replace('-', '')])
      expectProblem(await send({ headers: { 'Idempotency-Key': bad } }), 400, 'invalid_request');
  });

  it.each(withFile)('that is no UUID is refused before the file is read: %s', async (id) => {
    const { send } = await prepared(world(), id);
    const answer = await send({ headers: { 'Idempotency-Key': 'x'.repeat(130) } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.headers['idempotency-key']).toBe('x'.repeat(130));
  });
});
