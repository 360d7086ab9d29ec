import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../src/features/auth/access-token.ts';
import type { User } from '../src/features/auth/index.ts';
import { ROLES } from '../src/platform/http/context.ts';
import { caller } from './caller.ts';
import { documenting, methodOf, OPERATION_IDS, prepared, rowOf } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { ownWorld, type World } from './world.ts';

const app = await testApp();

const signedIn = OPERATION_IDS.filter((id) => !rowOf(id).public && !rowOf(id).device);
/** The id in the path replaced by one of the same form that nobody has. */
const unknownId = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, v7());

describe.concurrent('what is asked as the contract says is done', () => {
  const world = ownWorld(app);
  it.each(OPERATION_IDS)('%s', async (id) => {
    const { statuses } = rowOf(id);
    const answer = await (await prepared(world(), id)).send();
    // Where both are documented, 200 is for what was there before.
    const done = statuses.includes(201) ? 201 : Math.min(...statuses.filter((status) => status < 300));
    expect(answer.status, answer.text).toBe(done);
    expect(answer.headers['api-version']).toBe('2026-11-01');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

// One after the other: a list changes while somebody else is being added.
describe('304 to who holds the newest', () => {
  const world = ownWorld(app);
  it.each(documenting(304))('%s', async (id) => {
    const call = await prepared(world(), id);
    const { etag } = (await settled(call)).headers;
    const answer = await call.send({ headers: { 'If-None-Match': String(etag) } });
    expect([answer.status, answer.text ?? '']).toEqual([304, '']);
    expect(answer.headers.etag).toBe(etag);
  });

  /** A job goes on behind its answer; what it has come to stays. */
  const settled = async (call: Awaited<ReturnType<typeof prepared>>) => {
    let answer = await call.send();
    for (let i = 0; i < 40 && ['waiting', 'running'].includes(String(answer.body?.state)); i++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      answer = await call.send({ caller: await world().fresh('admin') });
    }
    return answer;
  };
});

describe.concurrent('HEAD answers as GET does, without the body', () => {
  const world = ownWorld(app);
  it.each(OPERATION_IDS.filter((id) => rowOf(id).method === 'GET' && !rowOf(id).foreign))('%s', async (id) => {
    const { path, caller: who } = await prepared(world(), id);
    const url = `${app.url}${rowOf(id).path.startsWith('/api/v1') ? '/api/v1' : ''}${path}`;
    const answer = await fetch(url, {
      method: 'HEAD',
      headers: { 'X-Forwarded-For': anAddress(), ...(who.token ? { Authorization: `Bearer ${who.token}` } : {}) },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect([answer.headers.get('x-request-id'), answer.headers.get('content-type')]).not.toContain(null);
    if (rowOf(id).statuses.includes(304)) expect(answer.headers.get('etag')).toMatch(/^W?\/?"/);
  });
});

/** A token of ours that ended a minute ago. */
async function expired({ tenant }: World): Promise<string> {
  const admin = { id: tenant.admin.userId, tenantId: tenant.id, role: 'admin' } as User; // what a token is made of
  return (
    await createAccessTokens(app.config.jwtKeys, () => new Date(Date.now() - 11 * 60_000)).sign(admin, `ses_${v7()}`)
  ).token;
}

describe.concurrent('401 without a token of ours that still stands', () => {
  const world = ownWorld(app);
  it.each(signedIn)('%s', async (id) => {
    const { send } = await prepared(world(), id);
    const as = (token?: string) =>
      send({ caller: caller(app.url, { address: anAddress(), ...(token === undefined ? {} : { token }) }) });
    const ended = await world().fresh('admin');
    await ended.post('/auth/logout');
    const [head, payload, signature] = (world().tenant.admin.token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object; // our own token
    const other = Buffer.from(JSON.stringify({ ...claims, role: 'admin', tid: `ten_${v7()}` })).toString('base64url');

    for (const token of [undefined, 'nonsense', `${head}.${other}.${signature}`, await expired(world()), ended.token]) {
      const answer = await as(token);
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });
});

describe.concurrent('403 to a role that the contract does not name', () => {
  const world = ownWorld(app);
  it.each(signedIn.filter((id) => ROLES.some((role) => !rowOf(id).roles.includes(role))))('%s', async (id) => {
    const { send } = await prepared(world(), id);
    for (const role of ROLES.filter((one) => !rowOf(id).roles.includes(one))) {
      const answer = await send({ caller: await world().fresh(role) });
      expectProblem(answer, 403, 'action_not_allowed');
      expect(answer.body.allowedBy).toEqual(rowOf(id).roles);
    }
  });
});

describe.concurrent('403 to a request that was prepared by somebody else', () => {
  const world = ownWorld(app);
  it.each(signedIn)('%s', async (id) => {
    const { send } = await prepared(world(), id);
    expectProblem(
      await send({ headers: { 'X-Symphonia-Client': 'web/1.0; own=0123456789abcdef' } }),
      403,
      'scope_mismatch',
    );
  });
});

describe.concurrent('404 for an id that nobody has', () => {
  const world = ownWorld(app);
  it.each(documenting(404).filter((id) => id !== 'getErrorPage' && id !== 'getPublicTracking'))('%s', async (id) => {
    const call = await prepared(world(), id);
    expectProblem(await call.send({ path: unknownId(call.path) }), 404, 'not_found');
  });
  it('getErrorPage', async () => {
    expectProblem(await world().tenant.anybody.get('/errors/no_such_code'), 404, 'not_found');
  });
  it('getPublicTracking', async () => {
    const { send, path } = await prepared(world(), 'getPublicTracking');
    // A secret is signed: one that was changed anywhere is nobody’s.
    expectProblem(await send({ path: path.replace('tl_', 'tl_0') }), 404, 'not_found');
  });
});

describe.concurrent('412 to who saw another version, 428 to who does not say what he saw', () => {
  const world = ownWorld(app);
  it.each(OPERATION_IDS.filter((id) => rowOf(id).ifMatch))('%s', async (id) => {
    const { send, headers: _, ...call } = await prepared(world(), id);
    const stale = await send({ headers: { 'If-Match': 'W/"v99"' } });
    expectProblem(stale, 412, 'version_mismatch');
    expect([stale.body.currentVersion, stale.headers.etag]).toEqual([1, 'W/"v1"']);
    expectProblem(await call.caller.send(methodOf(id), call.path, call.body), 428, 'precondition_required');
  });
});
