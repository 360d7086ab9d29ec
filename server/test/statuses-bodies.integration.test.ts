import { describe, expect, it } from 'vitest';
import { bodyLimitOf } from '../src/platform/http/body.ts';
import { bulks, documenting, prepared, rowOf, withFile, withJson } from './examples.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { ownWorld } from './world.ts';

const app = await testApp();

describe.concurrent('400: a field that does not exist', () => {
  const world = ownWorld(app);
  it.each(documenting(400).filter((id) => !rowOf(id).foreign))('%s refuses it in the query', async (id) => {
    const call = await prepared(world(), id);
    const answer = await call.send({ path: `${call.path}${call.path.includes('?') ? '&' : '?'}unknwon=1` });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/query/unknwon', code: 'unknown_field' });
  });
  it.each(withJson)('%s refuses it in the body', async (id) => {
    const call = await prepared(world(), id);
    const answer = await call.send({ body: { ...call.body, unknwon: 1 } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/unknwon', code: 'unknown_field' });
  });
});

describe.concurrent('400: not JSON, no body, a version that never was', () => {
  const world = ownWorld(app);
  it.each(withJson)('%s', async (id) => {
    const call = await prepared(world(), id);
    expectProblem(await call.send({ body: '{"name": ' }), 400, 'malformed_json');
    expectProblem(await call.send({ body: '"text"' }), 400, 'malformed_json');
    expectProblem(await call.send({ body: '[]' }), 400, 'invalid_request');
    expectProblem(await call.send({ body: '' }), 400, 'invalid_request');
    expectProblem(await call.send({ headers: { 'API-Version': '1999-01-01' } }), 400, 'unknown_api_version');
  });
});

describe.concurrent('400: a bulk that is none', () => {
  const world = ownWorld(app);
  it.each(bulks)('%s', async (id) => {
    const call = await prepared(world(), id);
    const { items } = call.body as { items: readonly object[] }; // of every bulk
    const many = Array.from({ length: 501 }, () => items[0] ?? {});
    for (const wrong of [[], many, [null], [items], ['create'], {}, null, 'all'])
      expectProblem(await call.send({ body: { items: wrong } }), 400, 'invalid_request');
  });

  it.each(bulks)('%s, but answers item by item where only an item is wrong', async (id) => {
    const call = await prepared(world(), id);
    const { items } = call.body as { items: readonly object[] }; // of every bulk
    const answer = await call.send({ body: { items: [{}, { create: { unknwon: 1 } }, items[0], { remove: 1 }] } });
    expect(answer.status).toBe(200);
    const rows = answer.body.items as { index: number; status: number; problem?: { code: string } }[];
    expect(rows.map(({ index, status, problem }) => [index, status, problem?.code])).toEqual([
      [0, 400, 'invalid_request'],
      [1, 400, 'invalid_request'],
      [2, 201, undefined],
      [3, 400, 'invalid_request'],
    ]);
  });
});

describe.concurrent('413 and 415', () => {
  const world = ownWorld(app);
  it.each(withJson)('%s takes no more than its limit', async (id) => {
    const { send } = await prepared(world(), id);
    expectProblem(await send({ body: `{"a":"${'a'.repeat(bodyLimitOf(rowOf(id)))}"}` }), 413, 'body_too_large');
  });
  it.each(withJson)('%s takes no other type', async (id) => {
    const call = await prepared(world(), id);
    const headers = { 'Content-Type': 'text/xml' };
    expectProblem(await call.send({ body: '<a/>', headers }), 415, 'unsupported_media_type');
  });
});

describe.concurrent('a file', () => {
  const world = ownWorld(app);

  it.each(withFile)('that is not there is 400: %s', async (id) => {
    const { send } = await prepared(world(), id);
    expectProblem(await send({ body: '' }), 400, 'invalid_request');
  });

  it.each(withFile.flatMap((id) => rowOf(id).bodyTypes.map((type) => [id, type] as const)))(
    'that ends before it has begun is 400: %s, %s',
    async (id, type) => {
      const call = await prepared(world(), id);
      const path = typed(id, call.path, type);
      const answer = await call.caller.stream(path, [], { 'Content-Type': boundaryFor(type) });
      expectProblem(answer, 400, 'malformed_upload');
    },
  );

  it.each(withFile)('of a type, in letters or packed as nobody reads it is 415: %s', async (id) => {
    const { send } = await prepared(world(), id);
    const [type = ''] = rowOf(id).bodyTypes;
    for (const headers of [
      { 'Content-Type': 'application/x-msdownload' },
      { 'Content-Type': `${type}; charset=utf-16` },
      { 'Content-Type': type, 'Content-Encoding': 'gzip' },
    ])
      expectProblem(await send({ headers }), 415, 'unsupported_media_type');
  });

  it.each(withFile)('that says it is too large is 413 at once: %s', async (id) => {
    const { send } = await prepared(world(), id);
    expectProblem(await send({ body: Buffer.alloc(bodyLimitOf(rowOf(id)) + 1) }), 413, 'body_too_large');
  });

  it.each(withFile.flatMap((id) => rowOf(id).bodyTypes.map((type) => [id, type] as const)))(
    'that turns out too large while it comes is 413: %s, %s',
    async (id, type) => {
      const call = await prepared(world(), id);
      const chunks = [beginningOf(type), ...Array.from({ length: 24 }, () => filling(type, 512 * 1_024))];
      const path = typed(id, call.path, type);
      const answer = await call.caller.stream(path, chunks, { 'Content-Type': boundaryFor(type) });
      expectProblem(answer, 413, 'body_too_large');
    },
  );
});

const BOUNDARY = 'border';
const boundaryFor = (type: string) => (type === 'multipart/form-data' ? `${type}; boundary=${BOUNDARY}` : type);
/** Bare bytes say in the query what they are. */
const typed = (id: string, path: string, type: string) =>
  id === 'uploadDocument' && type !== 'multipart/form-data' ? `${path}?kind=photo` : path;

/** How a file of the type begins, so that it is worth reading on. */
function beginningOf(type: string): Buffer {
  const bytes: Record<string, Buffer> = {
    'text/csv': Buffer.from('name,transportType,unit,description\n'),
    'image/jpeg': Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    'image/png': Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
    'image/webp': Buffer.from('RIFF\0\0\x10\0WEBPVP8 \0\0\x10\0\x10\x02\0\x9d\x01\x2a\x01\0\x01\0', 'latin1'),
    'application/pdf': Buffer.from('%PDF-1.7\n'),
    'multipart/form-data': Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto\r\n--${BOUNDARY}\r\n` +
        'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n',
    ),
  };
  return bytes[type] ?? Buffer.alloc(0);
}
/** Long lines of a table, so that it has too many bytes before it has too many lines. */
const filling = (type: string, bytes: number): Buffer =>
  Buffer.alloc(bytes, type === 'text/csv' ? `Euro pallet,ltl,pallet,${'x'.repeat(1_000)}\n` : 'x');

describe('416: a range behind the end', () => {
  const world = ownWorld(app);
  it.each(documenting(416))('%s', async (id) => {
    const { send } = await prepared(world(), id);
    const whole = await send();
    const bytes = Number(whole.headers['content-length']);
    const answer = await send({ headers: { Range: `bytes=${bytes}-` } });
    expectProblem(answer, 416, 'range_not_satisfiable');
    expect(answer.headers['content-range']).toBe(`bytes */${bytes}`);
  });

  it.each(documenting(206))('%s gives the part that is there', async (id) => {
    const { send } = await prepared(world(), id);
    const whole = (await send()).body as Buffer;
    const answer = await send({ headers: { Range: 'bytes=1-4', 'Accept-Encoding': 'br, gzip' } });
    expect([answer.status, answer.headers['content-range'], answer.headers['content-encoding']]).toEqual([
      206,
      `bytes 1-4/${whole.length}`,
      undefined,
    ]);
    expect(Buffer.compare(answer.body as Buffer, whole.subarray(1, 5))).toBe(0);
  });
});
