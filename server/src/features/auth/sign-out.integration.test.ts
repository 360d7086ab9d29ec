import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, givenTenant, PASSWORD, type Person } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { eventually, freePort } from '../../platform/cache/redis.fixtures.ts';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createRevocations } from './revocations.ts';

const app = await testApp();
/** Other processes on the same database; one of them without Redis. */
let second: TestApp;
let withoutRedis: TestApp;
beforeAll(async () => {
  const DATABASE = app.mongo.db.databaseName;
  [second, withoutRedis] = await Promise.all([
    startTestApp({ DATABASE }),
    startTestApp({ DATABASE, REDIS_URL: `redis://127.0.0.1:${await freePort()}` }),
  ]);
});
afterAll(() => Promise.all([second.stop(), withoutRedis.stop()]));

const at = (process: TestApp, person: Person) =>
  caller(process.url, { address: anAddress(), token: person.token ?? '' });
/** Milliseconds until this process refuses the person; fails after `withinMs`. */
async function refusedAfter(process: TestApp, person: Person, withinMs: number): Promise<number> {
  const from = performance.now();
  await eventually(async () => expect((await at(process, person).get('/users')).status).toBe(401), withinMs);
  return performance.now() - from;
}

describe('signing out', () => {
  it('is heard at once by the process that was told', async () => {
    const { admin } = await givenTenant(app);
    expect((await admin.post('/auth/logout')).status).toBe(204);
    expectProblem(await admin.get('/users'), 401, 'unauthenticated');
    const answer = await caller(app.url, { address: anAddress() }).post('/auth/refresh', {
      refreshToken: admin.refreshToken,
    });
    expectProblem(answer, 401, 'refresh_token_invalid');
  });

  it('is heard by every other process within a second', async () => {
    // The best of three: a machine may stop for a moment, a rule of the code does not.
    const times: number[] = [];
    for (let i = 0; i < 3 && !times.some((ms) => ms < 1_000); i++) {
      const { admin } = await givenTenant(app);
      expect((await at(second, admin).get('/users')).status).toBe(200);
      await admin.post('/auth/logout');
      times.push(await refusedAfter(second, admin, 5_000));
    }
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  it('is heard by a process without Redis within five seconds, and by all when that one was told', async () => {
    const [{ admin: one }, { admin: two }] = [await givenTenant(app), await givenTenant(app)];
    expect((await at(withoutRedis, one).get('/users')).status).toBe(200);
    await one.post('/auth/logout');
    expect((await at(withoutRedis, two).post('/auth/logout')).status).toBe(204);
    expect(await refusedAfter(withoutRedis, one, 5_000)).toBeLessThan(5_000);
    expect(await refusedAfter(app, two, 5_000)).toBeLessThan(5_000);
  });

  it('ends this session only: the same person stays signed in elsewhere', async () => {
    const { admin, slug } = await givenTenant(app);
    const other = await caller(app.url, { address: anAddress() }).post('/auth/login', {
      tenant: slug,
      email: admin.email,
      password: PASSWORD,
    });
    const elsewhere = caller(app.url, { address: anAddress(), token: other.body.accessToken as string });
    await admin.post('/auth/logout');
    expect([(await admin.get('/users')).status, (await elsewhere.get('/users')).status]).toEqual([401, 200]);
  });
});

describe('a process that has not heard of revocations for a while', () => {
  it('asks the database about each token instead of believing itself', async () => {
    const { mongo, drop } = ownDatabase();
    try {
      const log = aCtx().log;
      const [told, deaf] = [
        createRevocations(mongo, log, () => new Date()),
        createRevocations(mongo, log, () => new Date()),
      ];
      const ctx = aCtx();
      expect(await deaf.isRevoked(ctx.tenantId, 'ses_1')).toBe(false);
      await told.revoke(ctx, 'ses_1');
      expect(await deaf.isRevoked(ctx.tenantId, 'ses_1')).toBe(true);
      expect(await deaf.isRevoked('ten_other', 'ses_1')).toBe(false);
    } finally {
      await drop();
    }
  });

  it('tells those who close sockets of each session once, wherever it was ended', async () => {
    const { mongo, drop } = ownDatabase();
    const listening = createRevocations(mongo, aCtx().log, () => new Date());
    try {
      const ended: string[] = [];
      listening.onRevoked((tenantId, sessionId) => ended.push(`${tenantId} ${sessionId}`));
      await listening.start?.();
      const ctx = aCtx();
      await createRevocations(mongo, aCtx().log, () => new Date()).revoke(ctx, 'ses_2');
      await listening.revoke(ctx, 'ses_3');
      await eventually(() => expect(ended).toHaveLength(2));
      expect(ended.sort()).toEqual([`${ctx.tenantId} ses_2`, `${ctx.tenantId} ses_3`]);
    } finally {
      await listening.stop?.(AbortSignal.timeout(1_000));
      await drop();
    }
  });
});
