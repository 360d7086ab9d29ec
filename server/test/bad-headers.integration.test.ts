import { beforeAll, describe, expect, it } from 'vitest';
import { caller } from './caller.ts';
import { prepared } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

const app = await testApp();
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

describe.concurrent('headers that are not what they should be', () => {
  it.each([
    'v1',
    'W/"v0"',
    'W/"v99999999999999999999"',
    'W/"v1", W/"v2"',
    '"abc"',
    `W/"v${'1'.repeat(6_000)}"`,
    'W/"v1.5"',
  ])('If-Match %s is refused', async (ifMatch) => {
    const { send } = await prepared(world, 'amendClient');
    expectProblem(await send({ headers: { 'If-Match': ifMatch } }), 400, 'invalid_request');
  });

  it('If-Match * is for cancelling only', async () => {
    for (const id of ['amendClient', 'amendProduct', 'amendCarrier', 'amendOrder', 'moveOrder'] as const) {
      expectProblem(
        await (await prepared(world, id)).send({ headers: { 'If-Match': '*' } }),
        428,
        'precondition_required',
      );
    }
    const { send } = await prepared(world, 'moveOrder');
    expect((await send({ body: { to: 'cancelled' }, headers: { 'If-Match': '*' } })).body).toMatchObject({
      status: 'cancelled',
    });
  });

  it.each(['2026-13-01', 'latest', '2026-11-01,2026-11-01', 'x'.repeat(5_000)])(
    'API-Version %s is refused, naming those that are known',
    async (version) => {
      const answer = await (await prepared(world, 'listClients')).send({ headers: { 'API-Version': version } });
      expectProblem(answer, 400, 'unknown_api_version');
      expect(answer.body.detail).toContain('2026-11-01');
      expect(answer.body.detail.length).toBeLessThan(200);
    },
  );

  it.each([
    'Basic YTpi',
    'Bearer',
    'Bearer  ',
    'Bearer a b',
    `Bearer ${'a'.repeat(5_000)}`,
    'bearer',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ])('Authorization %s is refused', async (authorization) => {
    const anybody = caller(app.url, { address: anAddress() });
    expectProblem(await anybody.get('/users', { Authorization: authorization }), 401, 'unauthenticated');
  });

  it('a request id of the caller is kept where it is harmless, else replaced', async () => {
    const who = await world.fresh('admin');
    const id = async (sent: string) => (await who.get('/users', { 'X-Request-Id': sent })).headers['x-request-id'];
    expect(await id('my-request_1')).toBe('my-request_1');
    for (const bad of ['short', 'x'.repeat(65), '{"a":1}', 'a b c d e f'])
      expect(await id(bad)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe.concurrent('paths that are not there', () => {
  it('answer 404, and 405 where only the method is wrong', async () => {
    const who = await world.fresh('admin');
    expectProblem(await who.get('/no-such-thing'), 404, 'not_found');
    const answer = await who.post('/health/live', {});
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe('GET');
  });

  it.each([
    '/clients/%E0%A4%A',
    '/clients/%00',
    '/clients/..%2f..%2fetc',
    '/clients/%ff',
    `/clients/${'a'.repeat(3_000)}`,
    '/transport-orders/$ne',
    '/clients?cursor=%E0%A4%A',
    '/clients?limit=%00',
  ])('%s is refused', async (path) => {
    const { status, body } = await (await world.fresh('admin')).get(path);
    expect([status, body.status]).toEqual([status, status]);
    expect([400, 404]).toContain(status);
  });
});
