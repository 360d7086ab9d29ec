import { describe, expect, it } from 'vitest';
import { aCtx } from '../db/mongo.fixtures.ts';
import { type AnonCtx, deadlineIn } from './context.ts';
import { NotFound, ServiceUnavailable } from './errors.ts';
import type { Reply } from './operation.ts';
import { rateLimited } from './rate-limit.errors.ts';
import { createRun, type RawInput, type RunDeps } from './run.ts';

const CLIENT_ID = 'cli_01920000-0000-7000-8000-000000000000';
const raw = (fields: Partial<RawInput> = {}): RawInput => ({
  instance: '/api/v1/clients',
  params: {},
  query: {},
  headers: {},
  body: undefined,
  ...fields,
});

/** `run` with handlers of the test's own; only what these tests reach is there. */
function aRun(routes: Record<string, (...args: never[]) => Promise<Reply>>, deps: Partial<RunDeps> = {}) {
  return createRun({
    routes: routes as unknown as RunDeps['routes'],
    requests: {
      run: async (ctx, _request, work) => ({ reply: await work(ctx), replayed: false }),
      forget: async () => 0,
    },
    charge: async () => ({ RateLimit: '"user"; r=59; t=60' }),
    chargeBulk: async () => ({ RateLimit: '"bulk"; r=599; t=60' }),
    cache: {} as RunDeps['cache'],
    reads: {},
    ...deps,
  });
}
const ok = async (): Promise<Reply> => ({ status: 200, body: { data: [] } });
const codeOf = (reply: Reply) => [reply.status, (reply.body as { code?: string }).code];

describe('before an operation runs', () => {
  it('whoever is not signed in is refused, and nobody is charged', async () => {
    let charged = 0;
    const run = aRun({ listClients: ok }, { charge: async () => ({ n: String(charged++) }) });
    const { actor: _, tenantId: __, ...anon } = aCtx();
    expect(codeOf(await run('listClients', anon as AnonCtx, raw()))).toEqual([401, 'unauthenticated']);
    expect(charged).toBe(0);
  });

  it('a role that the contract does not name is charged and refused, whatever it sent', async () => {
    let ran = false;
    const run = aRun({
      createClient: async () => {
        ran = true;
        return ok();
      },
    });
    const reply = await run(
      'createClient',
      aCtx({ actor: { kind: 'user', id: 'usr_1', role: 'driver' } }),
      raw({ body: { wrong: true } }),
    );
    expect([codeOf(reply), reply.headers?.RateLimit, ran]).toEqual([
      [403, 'action_not_allowed'],
      '"user"; r=59; t=60',
      false,
    ]);
  });

  it('a caller who asked too often is refused before his role is looked at', async () => {
    const run = aRun(
      { createClient: ok },
      {
        charge: async () =>
          Promise.reject(rateLimited({ bucket: 'user', limit: 60, windowSeconds: 60, retryAfterSeconds: 7 })),
      },
    );
    const reply = await run('createClient', aCtx({ actor: { kind: 'user', id: 'usr_1', role: 'driver' } }), raw());
    expect([codeOf(reply), reply.headers?.['Retry-After']]).toEqual([[429, 'rate_limited'], '7']);
  });

  it('numbers and booleans of the query are read, defaults are filled in, and nothing else is changed', async () => {
    const seen: unknown[] = [];
    const listClients = async (_ctx: unknown, { query }: { query: unknown }) => {
      seen.push(query);
      return ok();
    };
    const run = aRun({ listClients: listClients as never }); // handlers are typed by their operation
    await run('listClients', aCtx(), raw({ query: { limit: '5', count: 'true' } }));
    await run('listClients', aCtx(), raw());
    expect(seen).toEqual([
      { limit: 5, count: true },
      { limit: 20, count: false },
    ]);
    for (const limit of ['5.5', '1e2', '0x5', ' 5', '', '99999999999999999999']) {
      expect(codeOf(await run('listClients', aCtx(), raw({ query: { limit } })))).toEqual([400, 'invalid_request']);
    }
  });
});

describe('an operation that', () => {
  const get = (handler: () => Promise<Reply>, ctx = aCtx(), headers = {}) =>
    aRun({ getClient: handler as never })('getClient', ctx, raw({ params: { clientId: CLIENT_ID }, headers }));

  it('takes longer than its deadline is answered 504, and its late failure disturbs nobody', async () => {
    let fail = (_: Error) => {};
    const never = new Promise<Reply>((_, reject) => {
      fail = reject;
    });
    const reply = await get(() => never, aCtx({ deadline: deadlineIn(5) }));
    expect(codeOf(reply)).toEqual([504, 'deadline_exceeded']);
    fail(new Error('too late to matter'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('refuses is answered with its problem, and is not logged as a failure', async () => {
    const logged: string[] = [];
    const log = { ...aCtx().log, error: (_: object, message: string) => void logged.push(message) };
    expect(codeOf(await get(async () => Promise.reject(NotFound({ what: 'client' })), aCtx({ log })))).toEqual([
      404,
      'not_found',
    ]);
    expect(logged).toEqual([]);
  });

  it('fails in a way nobody foresaw is answered without a word about the cause, which is logged', async () => {
    const logged: object[] = [];
    const ctx = aCtx();
    const log = { ...ctx.log, error: (fields: object) => void logged.push(fields) };
    const reply = await get(async () => Promise.reject(new Error('E11000 secret detail')), { ...ctx, log });
    expect(codeOf(reply)).toEqual([500, 'internal_error']);
    expect(JSON.stringify(reply)).not.toContain('secret detail');
    expect(logged).toMatchObject([
      { operationId: 'getClient', requestId: ctx.requestId, err: { message: 'E11000 secret detail' } },
    ]);
  });

  it('cannot reach a server says when to try again', async () => {
    const reply = await get(async () =>
      Promise.reject(ServiceUnavailable({ reason: 'The database does not answer.' })),
    );
    expect([codeOf(reply), reply.headers?.['retry-after'], (reply.body as { retryable: boolean }).retryable]).toEqual([
      [503, 'service_unavailable'],
      '1',
      true,
    ]);
  });

  it('answers the same as before is answered 304 to who holds it, and 200 to everybody else', async () => {
    const first = await get(async () => ({ status: 200, body: { id: CLIENT_ID }, headers: { etag: 'W/"v3"' } }));
    expect([first.status, first.headers?.etag, first.headers?.['cache-control']]).toEqual([
      200,
      'W/"v3"',
      'private, no-cache',
    ]);
    const same = await get(
      async () => ({ status: 200, body: { id: CLIENT_ID }, headers: { etag: 'W/"v3"' } }),
      aCtx(),
      { 'if-none-match': '"v3"' },
    );
    expect([same.status, same.body]).toEqual([304, undefined]);
  });
});

it('a probe answers whatever stands behind its path', async () => {
  const { actor: _, tenantId: __, ...anon } = aCtx();
  const reply = await aRun({ getLive: ok })(
    'getLive',
    anon as AnonCtx,
    raw({ query: { t: '123' }, headers: { 'idempotency-key': 'x' } }),
  );
  expect(reply.status).toBe(200);
});
