import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { OPERATION_IDS, prepared, rowOf, withJson } from './examples.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

const app = await testApp();
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

const lists = OPERATION_IDS.filter((id) => rowOf(id).cost === 'list');

describe.concurrent('operators of the database in place of values', () => {
  it.each(withJson)('%s refuses them in every field', async (id) => {
    const { send, body } = await prepared(world, id);
    for (const name of Object.keys(body ?? {})) {
      const answer = await send({ body: { ...body, [name]: { $gt: '' } } });
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors[0].pointer).toMatch(new RegExp(`^/${name}`));
    }
  });

  it.each(lists)('%s refuses them in the query', async (id) => {
    const { send, path } = await prepared(world, id);
    const tries = [
      'cursor[$gt]=',
      'limit[$gt]=1',
      'status[$ne]=placed',
      '$where=sleep(1)',
      'clientId[]=a&clientId[]=b',
      'cursor=a&cursor=b',
      'limit=1&limit=2',
      '__proto__[x]=1',
      'constructor=1',
    ];
    for (const query of tries) expectProblem(await send({ path: `${path}?${query}` }), 400, 'invalid_request');
  });

  it('sign nobody in', async () => {
    const { send, body } = await prepared(world, 'login');
    for (const operator of [{ $ne: null }, { $regex: '.*' }, { $gt: '' }]) {
      for (const field of ['tenant', 'email', 'password'])
        expectProblem(await send({ body: { ...body, [field]: operator } }), 400, 'invalid_request');
    }
  });
});

describe.concurrent('values that no form would send', () => {
  it('a list where text belongs says what was expected and what came', async () => {
    const answer = await (await prepared(world, 'createClient')).send({ body: { name: ['a'], email: null } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toEqual([
      { pointer: '/name', code: 'type', message: 'must be a string, not an array.' },
      { pointer: '/email', code: 'type', message: 'must be a string, not null.' },
    ]);
  });

  it('a megabyte of text is too large, and just below the limit of the body it is refused by its length', async () => {
    const { send } = await prepared(world, 'createClient');
    expectProblem(await send({ body: { name: 'a'.repeat(1_048_576) } }), 413, 'body_too_large');
    const answer = await send({ body: { name: 'a'.repeat(100_000) } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.text.length).toBeLessThan(2_000);
  });

  it('a hundred kilobytes that unpack to a hundred megabytes are too large', async () => {
    const { send } = await prepared(world, 'createClient');
    const { caller: who } = await prepared(world, 'createClient');
    const bomb = gzipSync(Buffer.alloc(100 * 1_024 * 1_024, 'a'));
    expect(
      (await rawPost('/clients', bomb, { 'content-encoding': 'gzip', authorization: `Bearer ${who.token}` })).status,
    ).toBe(413);
    expect((await send()).status).toBe(201);
  });

  it.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
  ])('ten thousand %s in one another are refused', async (_what, open, close) => {
    const { send } = await prepared(world, 'createClient');
    const deep = `{"name":${open.repeat(10_000)}1${close.repeat(10_000)}}`;
    expectProblem(await send({ body: deep }), 400, 'invalid_request');
  });

  it('__proto__ and constructor are unknown fields and change nobody', async () => {
    const { send, caller: who } = await prepared(world, 'createClient');
    for (const body of [
      '{"name":"a","__proto__":{"polluted":true}}',
      '{"name":"a","constructor":{"prototype":{"polluted":true}}}',
    ]) {
      expectProblem(await send({ body }), 400, 'invalid_request');
    }
    const order = `/transport-orders/${world.orderId}`;
    await who.patch(order, '{"metadata":{"__proto__":"x","constructor":"y"}}', { 'If-Match': 'W/"v2"' });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect((await who.get(order)).status).toBe(200);
  });

  it('a NUL, a lone surrogate and a right-to-left mark are kept as they are or refused, never a failure', async () => {
    const { send, caller: who } = await prepared(world, 'createClient');
    for (const name of ['a\u0000b', '\u202eabc', '\ud800', '💚'.repeat(100)]) {
      const answer = await send({ body: { name } });
      expect([201, 400]).toContain(answer.status);
      if (answer.status === 201) expect((await who.get(`/clients/${answer.body.id}`)).status).toBe(200);
    }
    const order = aNewOrder(world.productId, { clientId: world.clientId, metadata: { 'a\u0000b': 'x' } });
    expectProblem(await who.post('/transport-orders', order), 400, 'invalid_request');
  });
});

describe.concurrent('bytes that are not what they say', () => {
  const bearer = async () => ({ authorization: `Bearer ${(await world.fresh('admin')).token}` });

  it('text that is not UTF-8 is refused, never stored with other letters', async () => {
    const answer = await rawPost(
      '/clients',
      Buffer.from([...Buffer.from('{"name":"M'), 0xfc, ...Buffer.from('ller"}')]),
      await bearer(),
    );
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed_json']);
  });

  it('a body that is not gzip although it says so is refused', async () => {
    const answer = await rawPost('/clients', Buffer.from('{"name":"a"}'), {
      ...(await bearer()),
      'content-encoding': 'gzip',
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed_json']);
  });

  it.each([
    ['content-encoding', 'zstd9'],
    ['content-type', 'application/json; charset=utf-7'],
    ['content-type', 'application/json; charset=latin1'],
  ])('%s %s is refused', async (name, value) => {
    const answer = await rawPost('/clients', Buffer.from('{"name":"a"}'), { ...(await bearer()), [name]: value });
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});

/** A POST of bytes, past every client that would mend them. */
function rawPost(
  path: string,
  bytes: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; body: { code: string } }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${app.url}/api/v1${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as { code: string } }));
      },
    );
    sent.on('error', reject).end(bytes);
  });
}
