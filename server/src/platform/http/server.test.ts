import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import type { AnonCtx } from './context.ts';
import { OPERATIONS, type OperationId } from './contract.gen.ts';
import { aServer, head, type OwnServer, wireTo } from './http.fixtures.ts';
import type { OperationRow } from './operation.ts';
import { rateLimited } from './rate-limit.errors.ts';
import type { RunDeps } from './run.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const JSON_AS = (role: string) => ({ authorization: `Bearer ${role}`, 'content-type': 'application/json' });
const AN_ITEM = { create: { name: 'Elbwerk' } };
const aBucket = (id: string, left: number) => ({
  RateLimit: `"${id}"; r=${left}; t=60`,
  'RateLimit-Policy': `"${id}"; q=600; w=60`,
});

/** A server that notes what it charges for and what it does, in that order. */
async function given(chargeBulk: RunDeps['chargeBulk'] = async () => aBucket('bulk', 598)) {
  const done: string[] = [];
  const server = await aServer(
    {
      bulkClients: async () => {
        done.push('done');
        return { status: 200, body: { items: [] } };
      },
      createClient: async () => ({ status: 201, body: {} }),
    },
    {
      charge: async (_ctx, op) => {
        done.push(`charged for ${op.path}`);
        return aBucket('user', 59);
      },
      chargeBulk: (ctx, op, items) => {
        done.push(`charged for ${items.creates} + ${items.changes}`);
        return chargeBulk(ctx, op, items);
      },
    },
  );
  endings.push(server.stop);
  const bulk = (items: unknown, role = 'admin') => post(server, '/clients/bulk', { items }, role);
  return { server, done, bulk };
}
const post = (server: OwnServer, path: string, body: unknown, role = 'admin') =>
  fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: JSON_AS(role),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const CALL = 'charged for /api/v1/clients/bulk';

describe('a bulk', () => {
  it('is charged for its call before its body is read', async () => {
    const { server, done } = await given();
    const wire = await wireTo(server);
    wire.socket.write(head('POST', '/clients/bulk', { ...JSON_AS('admin'), 'content-length': 1_000 }));
    while (done.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual([CALL]);
  });

  it('is charged for its items once they are counted, once, and says what both have left', async () => {
    const { bulk, done } = await given();
    const answer = await bulk([AN_ITEM, AN_ITEM, { amend: {} }]);
    expect(done).toEqual([CALL, 'charged for 2 + 1', 'done']);
    expect([answer.headers.get('ratelimit'), answer.headers.get('ratelimit-policy')]).toEqual([
      '"user"; r=59; t=60, "bulk"; r=598; t=60',
      '"user"; q=600; w=60, "bulk"; q=600; w=60',
    ]);
  });

  it('of which a bucket cannot hold the whole is refused as a whole, and nothing of it is done', async () => {
    const refusal = rateLimited({ bucket: 'bulk', limit: 600, windowSeconds: 60, retryAfterSeconds: 7 });
    const headers = { ...refusal.extras.headers, ...aBucket('bulk', 0) };
    const { bulk, done } = await given(async () => {
      throw Object.assign(refusal, { extras: { headers } });
    });
    const answer = await bulk([AN_ITEM]);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('ratelimit')]).toEqual([
      429,
      '7',
      '"user"; r=59; t=60, "bulk"; r=0; t=60',
    ]);
    expect(done).toEqual([CALL, 'charged for 1 + 0']);
  });

  it.each([
    ['no items', []],
    ['501 items', Array.from({ length: 501 }, () => AN_ITEM)],
    ['nothing as an item', [AN_ITEM, null]],
    ['a list as an item', [[AN_ITEM]]],
    ['text as an item', ['create']],
    ['an object of items', { 0: AN_ITEM }],
    ['nothing', null],
  ])('whose envelope holds %s is refused, and its items are not charged', async (_what, items) => {
    const { bulk, done } = await given();
    const answer = await bulk(items);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'invalid_request']);
    expect(done).toEqual([CALL]);
  });

  it.each([
    '{"items":[{}],"__proto__":{"polluted":1}}',
    '{"items":[{}],"constructor":1}',
    '{"items":[{}],"more":[]}',
    '{}',
    '[]',
  ])('of %s is refused as well', async (text) => {
    const { server, done } = await given();
    const answer = await post(server, '/clients/bulk', text);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'invalid_request']);
    expect([done, ({} as { polluted?: number }).polluted]).toEqual([[CALL], undefined]);
  });

  it('whose item has the name of a prototype counts it as an item like others', async () => {
    const { server, done } = await given();
    await post(server, '/clients/bulk', '{"items":[{"__proto__":{"create":{}}},{"constructor":{}}]}');
    expect(done).toEqual([CALL, 'charged for 0 + 2', 'done']);
  });

  it('made of nothing but names is refused before it is parsed, and one item of them before it is judged', async () => {
    const { bulk } = await given();
    const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [i.toString(36), 1]));
    const whole = await bulk(Array.from({ length: 400 }, () => ({ create: names(600) })));
    const one = await bulk([AN_ITEM, { create: names(4_000) }]);
    const errors = async (answer: Response) => ((await answer.json()) as { errors: object[] }).errors;
    expect([whole.status, await errors(whole)]).toMatchObject([400, [{ pointer: '', code: 'too_many' }]]);
    expect([one.status, await errors(one)]).toMatchObject([400, [{ pointer: '/items/1', code: 'too_many' }]]);
  });

  it('of lists within lists is refused, and is no failure of ours', async () => {
    const { server } = await given();
    const deep = `{"items":[{"create":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
    expect((await post(server, '/clients/bulk', deep)).status).toBe(400);
    expect(server.failures).toEqual([]);
  });
});

describe('before a body is read', () => {
  it.each([
    ['without a token', {}, 401],
    ['of a role that may not', { authorization: 'Bearer driver' }, 403],
  ])('a call %s is refused', async (_who, headers, status) => {
    const { server } = await given();
    const wire = await wireTo(server);
    const type = { 'content-type': 'application/json', 'content-length': 5_000_000 };
    wire.socket.write(head('POST', '/clients/bulk', { ...headers, ...type }));
    expect(await wire.heard('requestId')).toContain(`HTTP/1.1 ${status}`);
  });

  it('whoever was charged and then refused for his body is told what he has left', async () => {
    const { server } = await given();
    for (const [body, status] of [
      ['{', 400],
      ['a'.repeat(200_000), 413],
    ] as const) {
      const answer = await post(server, '/clients', body);
      expect([answer.status, answer.headers.get('ratelimit')]).toEqual([status, '"user"; r=59; t=60']);
    }
  });
});

describe('the deadline', () => {
  const ids = Object.keys(OPERATIONS) as OperationId[];
  it('is longer for operations that are slow, and for no others', async () => {
    const given: Record<string, number> = {};
    const note = (id: OperationId) => async (ctx: AnonCtx) => {
      given[id] = ctx.deadline.remainingMs();
      return { status: 204 };
    };
    const slow = ids.filter((id) => (OPERATIONS[id] as OperationRow).slow);
    const server = await aServer({ downloadDocument: note('downloadDocument'), listClients: note('listClients') });
    endings.push(server.stop);
    await fetch(`${server.url}/api/v1/documents/doc_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c/content`, {
      headers: { authorization: 'Bearer admin' },
    });
    await fetch(`${server.url}/api/v1/clients`, { headers: { authorization: 'Bearer admin' } });

    expect(given.downloadDocument).toBeGreaterThan(limits.deadline.requestMs);
    expect(given.downloadDocument).toBeLessThanOrEqual(limits.deadline.slowRequestMs);
    expect(given.listClients).toBeLessThanOrEqual(limits.deadline.requestMs);
    // What reads large bodies or many items, and nothing that a person waits for at every click.
    expect(slow.filter((id) => OPERATIONS[id].method === 'GET')).toEqual(['downloadDocument', 'pollTracking']);
  });
});
