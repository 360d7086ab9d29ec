import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../src/features/auth/access-token.ts';
import type { User } from '../src/features/auth/index.ts';
import { ROLES } from '../src/platform/http/context.ts';
import { caller } from './caller.ts';
import { aWorld, documenting, OPERATION_IDS, prepared, rowOf, type World } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';

const app = await testApp();
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

const withBody = OPERATION_IDS.filter((id) => rowOf(id).bodyTypes.length > 0);
const signedIn = OPERATION_IDS.filter((id) => !rowOf(id).public);
/** The id in the path replaced by one of the same form that nobody has. */
const unknownId = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, v7());

describe.concurrent('what is asked as the contract says is done', () => {
  it.each(OPERATION_IDS)('%s', async (id) => {
    const answer = await (await prepared(world, id)).send();
    expect(answer.status, answer.text).toBe(
      Math.min(...rowOf(id).statuses.filter((status) => status < 300 && !(id === 'placeOrder' && status === 200))),
    );
    expect(answer.headers['api-version']).toBe('2026-11-01');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

// One after the other: a list changes while somebody else is being added.
describe('304 to who holds the newest', () => {
  it.each(documenting(304))('%s', async (id) => {
    const call = await prepared(world, id);
    const { etag } = (await call.send()).headers;
    const answer = await call.send({ headers: { 'If-None-Match': String(etag) } });
    expect([answer.status, answer.text]).toEqual([304, '']);
    expect(answer.headers.etag).toBe(etag);
  });
});

describe.concurrent('400: a field that does not exist', () => {
  it.each(documenting(400))('%s refuses it in the query', async (id) => {
    const call = await prepared(world, id);
    const answer = await call.send({ path: `${call.path}?unknwon=1` });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/query/unknwon', code: 'unknown_field' });
  });
  it.each(withBody)('%s refuses it in the body', async (id) => {
    const call = await prepared(world, id);
    const answer = await call.send({ body: { ...call.body, unknwon: 1 } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/unknwon', code: 'unknown_field' });
  });
});

describe.concurrent('400: not JSON, no body, a version that never was', () => {
  it.each(withBody)('%s', async (id) => {
    const call = await prepared(world, id);
    expectProblem(await call.send({ body: '{"name": ' }), 400, 'malformed_json');
    expectProblem(await call.send({ body: '"text"' }), 400, 'malformed_json');
    expectProblem(await call.send({ body: '[]' }), 400, 'invalid_request');
    expectProblem(await call.send({ body: '' }), 400, 'invalid_request');
    expectProblem(await call.send({ headers: { 'API-Version': '1999-01-01' } }), 400, 'unknown_api_version');
  });
});

/** A token of ours that ended a minute ago. */
async function expired(): Promise<string> {
  const { tenant } = world;
  const admin = { id: tenant.admin.userId, tenantId: tenant.id, role: 'admin' } as User; // what a token is made of
  return (
    await createAccessTokens(app.config.jwtKeys, () => new Date(Date.now() - 11 * 60_000)).sign(admin, `ses_${v7()}`)
  ).token;
}

describe.concurrent('401 without a token of ours that still stands', () => {
  it.each(signedIn)('%s', async (id) => {
    const { send } = await prepared(world, id);
    const as = (token?: string) =>
      send({ caller: caller(app.url, { address: anAddress(), ...(token === undefined ? {} : { token }) }) });
    const ended = await world.fresh('admin');
    await ended.post('/auth/logout');
    const [head, payload, signature] = (world.tenant.admin.token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object; // our own token
    const other = Buffer.from(JSON.stringify({ ...claims, role: 'admin', tid: `ten_${v7()}` })).toString('base64url');

    for (const token of [undefined, 'nonsense', `${head}.${other}.${signature}`, await expired(), ended.token]) {
      const answer = await as(token);
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });
});

describe.concurrent('403 to a role that the contract does not name', () => {
  const pairs = signedIn.flatMap((id) =>
    ROLES.filter((role) => !rowOf(id).roles.includes(role)).map((role) => [id, role] as const),
  );
  it.each(pairs)('%s is not for a %s', async (id, role) => {
    const { send } = await prepared(world, id);
    const answer = await send({ caller: await world.fresh(role) });
    expectProblem(answer, 403, 'action_not_allowed');
    expect(answer.body.allowedBy).toEqual(rowOf(id).roles);
  });
});

describe.concurrent('403 to a request that was prepared by somebody else', () => {
  it.each(signedIn)('%s', async (id) => {
    const { send } = await prepared(world, id);
    expectProblem(
      await send({ headers: { 'X-Symphonia-Client': 'web/1.0; own=0123456789abcdef' } }),
      403,
      'scope_mismatch',
    );
  });
});

describe.concurrent('404 for an id that nobody has', () => {
  it.each(documenting(404).filter((id) => id !== 'getErrorPage'))('%s', async (id) => {
    const call = await prepared(world, id);
    expectProblem(await call.send({ path: unknownId(call.path) }), 404, 'not_found');
  });
  it('getErrorPage', async () => {
    expectProblem(await world.tenant.anybody.get('/errors/no_such_code'), 404, 'not_found');
  });
});

describe.concurrent('412 to who saw another version, 428 to who does not say what he saw', () => {
  it.each(OPERATION_IDS.filter((id) => rowOf(id).ifMatch))('%s', async (id) => {
    const { send, headers: _, ...call } = await prepared(world, id);
    const stale = await send({ headers: { 'If-Match': 'W/"v99"' } });
    expectProblem(stale, 412, 'version_mismatch');
    expect([stale.body.currentVersion, stale.headers.etag]).toEqual([1, 'W/"v1"']);
    expectProblem(
      await call.caller.send(rowOf(id).method.toLowerCase() as 'post', call.path, call.body),
      428,
      'precondition_required',
    ); // as methodOf
  });
});

describe.concurrent('413 and 415', () => {
  it.each(withBody)('%s takes no more than its limit', async (id) => {
    const { send } = await prepared(world, id);
    const bytes = rowOf(id).bodyLimit === 'large' ? 5 * 1_024 * 1_024 : 100 * 1_024;
    expectProblem(await send({ body: `{"a":"${'a'.repeat(bytes)}"}` }), 413, 'body_too_large');
  });
  it.each(withBody)('%s takes no other type', async (id) => {
    const call = await prepared(world, id);
    expectProblem(
      await call.send({ body: '<a/>', headers: { 'Content-Type': 'text/xml' } }),
      415,
      'unsupported_media_type',
    );
  });
});
