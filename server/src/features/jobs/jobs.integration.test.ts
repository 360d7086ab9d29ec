import { describe, expect, it } from 'vitest';
import { type GivenTenant, givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { givenJob } from './given-job.fixtures.ts';

const app = await testApp();
const REPORT = { lines: 2, created: 1, refused: 1, mistakes: [] };

/** A tenant with a client, and a job that one of that client's people caused. */
async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const job = await givenJob(app, tenant, { ...trade.client, role: 'client' });
  const get = (who: Person, id = job.id) => who.get(`/jobs/${id}`);
  return { tenant, ...trade, job, get };
}
const everybodyElse = async ({ tenant, ...of }: { tenant: GivenTenant; clientId: string; carrierId: string }) => ({
  'another of the same client': await tenant.person('client', of),
  'a carrier': await tenant.person('carrier', of),
  'a driver': await tenant.person('driver', of),
  'another tenant’s admin': (await givenTenant(app)).admin,
  'another tenant’s dispatcher': (await givenTenant(app)).dispatcher,
});

describe('getJob', () => {
  it('shows who caused it how far it is and, at its end, the result', async () => {
    const { client, job, get } = await given();
    const waiting = await get(client);
    expect(waiting.body).toEqual({
      id: job.id,
      kind: 'products.import',
      state: 'waiting',
      progress: 0,
      createdAt: job.record.createdAt.toISOString(),
      updatedAt: job.record.updatedAt.toISOString(),
    });

    let halfWay: unknown;
    await job.run(async (running) => {
      await running.progress(50);
      while ((await get(client)).body.progress !== 50) await new Promise((resolve) => setTimeout(resolve, 200));
      halfWay = (await get(client)).body;
      return REPORT;
    });

    expect(halfWay).toMatchObject({ state: 'running', progress: 50 });
    const done = (await get(client)).body;
    expect(done).toMatchObject({ state: 'done', progress: 100, result: REPORT });
    expect(done.finishedAt).toBe(done.updatedAt);
  });

  it('shows why it failed, once its last try has', async () => {
    const { client, job, get } = await given();
    const fail = () => job.run(() => Promise.reject(new Error('a secret of ours'))).catch(() => undefined);

    await fail();
    await fail();
    expect((await get(client)).body).toMatchObject({ state: 'waiting' });
    await fail();

    const failed = (await get(client)).body;
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'internal_error' } });
    expect(failed).not.toHaveProperty('result');
    expect(JSON.stringify(failed)).not.toContain('secret');
  });

  it('shows it to staff, and to nobody else: there is none', async () => {
    const all = await given();
    const { tenant, client, job, get } = all;

    for (const who of [client, tenant.admin, tenant.dispatcher]) expect((await get(who)).status).toBe(200);

    for (const [name, who] of Object.entries(await everybodyElse(all))) {
      const answer = await get(who);
      expect([name, answer.status, answer.body.code]).toEqual([name, 404, 'not_found']);
      expect(answer.body.detail).toBe((await get(who, job.id.replace(/.$/, 'f'))).body.detail);
    }
  });

  it('is answered with 304 while nothing changed', async () => {
    const { client, job, get } = await given();
    const { etag = '' } = (await get(client)).headers;

    expect((await client.get(`/jobs/${job.id}`, { 'If-None-Match': etag })).status).toBe(304);
    await job.run(async () => REPORT);

    expect((await client.get(`/jobs/${job.id}`, { 'If-None-Match': etag })).status).toBe(200);
  });
});
