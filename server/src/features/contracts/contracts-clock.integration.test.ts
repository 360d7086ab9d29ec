import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { aQuoteRequest, inDays } from '../pricing/pricing.fixtures.ts';
import { type GivenContracting, givenContracting, SPECIAL, STANDARD } from './contracts.fixtures.ts';
import { createContractsRepo } from './contracts.repo.ts';
import { endRunOut } from './end-run-out.ts';

/** The application's clock, which a test moves; the people's tokens stay valid for ten minutes of it. */
let clock = new Date();
let app: TestApp;
beforeAll(async () => {
  app = await testApp({}, { now: () => clock });
});

const SECOND = 1_000;
const plus = (ms: number, from = clock) => new Date(from.getTime() + ms);
const quoted = async ({ tenant, clientId }: GivenContracting) =>
  (await tenant.admin.post('/quotes', { ...aQuoteRequest(), clientId })).body.price.total as number;
const activate = ({ tenant }: GivenContracting, id: string) =>
  tenant.admin.post(`/contracts/${id}/transitions`, { to: 'active' }, { 'If-Match': 'W/"v1"' });

/** The task as the worker runs it; it tells of whom it invalidated what. */
function theTask() {
  const told: string[] = [];
  const contracts = createContractsRepo(app.mongo.db, createPager('a secret of at least thirty-two characters'));
  const invalidate = async (ctx: { tenantId: string }, tags: readonly string[]) =>
    void told.push(`${ctx.tenantId} ${tags}`);
  return { told, task: endRunOut({ contracts, invalidate, log: aCtx().log }) };
}

describe('a contract that runs out', () => {
  it('prices until its end, and from then on the standard grid does', async () => {
    const given = await givenContracting(app);
    const end = plus(60 * SECOND);
    await given.active({ validTo: end.toISOString() });
    expect(await quoted(given)).toBe(SPECIAL);

    clock = plus(-1, end);
    expect(await quoted(given)).toBe(SPECIAL);
    clock = end;
    expect(await quoted(given)).toBe(STANDARD);
  });

  it('prices nothing before it begins, although it is active', async () => {
    const given = await givenContracting(app);
    const begin = plus(60 * SECOND);
    await given.active({ validFrom: begin.toISOString() });
    expect(await quoted(given)).toBe(STANDARD);

    clock = begin;

    expect(await quoted(given)).toBe(SPECIAL);
  });

  it('cannot be amended any more, only ended, and keeps its end', async () => {
    const given = await givenContracting(app);
    const validTo = plus(SECOND).toISOString();
    const id = await given.active({ validTo });
    clock = plus(2 * SECOND);

    const answer = await given.tenant.admin.patch(`/contracts/${id}`, { validTo: null }, { 'If-Match': 'W/"v2"' });
    expectProblem(answer, 409, 'contract_cannot_be_amended');
    expect(answer.body.allowed).toEqual([]);

    await given.end(id);
    expect((await given.tenant.admin.get(`/contracts/${id}`)).body).toMatchObject({ status: 'ended', validTo });
  });

  it('makes room for the next one, which prices from the very next quote on', async () => {
    const given = await givenContracting(app);
    const old = await given.active({ validTo: plus(SECOND).toISOString(), gridId: given.standardId });
    const next = await given.drafted();
    expectProblem(await activate(given, next), 409, 'contract_already_active');
    clock = plus(2 * SECOND);

    expect((await activate(given, next)).status).toBe(200);

    expect(await quoted(given)).toBe(SPECIAL);
    expect((await given.tenant.admin.get(`/contracts/${old}`)).body).toMatchObject({ status: 'ended', version: 3 });
  });
});

describe('a draft', () => {
  it('is activated until its end, and then only given up or given a later end', async () => {
    const given = await givenContracting(app);
    const end = plus(2 * SECOND);
    const validTo = end.toISOString();
    const [early, late] = [await given.drafted({ validTo }), await given.drafted({ validTo })];
    clock = plus(-1, end);
    expect((await activate(given, early)).status).toBe(200);

    clock = end;

    const answer = await activate(given, late);
    expectProblem(answer, 409, 'contract_cannot_move');
    expect(answer.body).toMatchObject({
      allowed: ['ended'],
      detail: `Contract ${late} is draft and its validTo, ${validTo}, has passed, so it would price nothing; give it a later validTo, or end it.`,
    });
    const read = async (id: string) => (await given.tenant.admin.get(`/contracts/${id}`)).body;
    expect(await read(late)).toMatchObject({ status: 'draft', version: 1 });
    // Nor has it taken the place of the one that has run out in the meantime.
    expect(await read(early)).toMatchObject({ status: 'active', version: 2 });

    await given.tenant.admin.patch(`/contracts/${late}`, { validTo: null }, { 'If-Match': 'W/"v1"' });
    const again = await given.tenant.admin.post(
      `/contracts/${late}/transitions`,
      { to: 'active' },
      { 'If-Match': 'W/"v2"' },
    );
    expect(again.body.status).toBe('active');
  });

  it('whose end has passed is given up, and keeps that end', async () => {
    const given = await givenContracting(app);
    const validTo = '2026-02-01T00:00:00.000Z';
    const id = await given.drafted({ validTo });
    await given.end(id, 1);
    expect((await given.tenant.admin.get(`/contracts/${id}`)).body).toMatchObject({ status: 'ended', validTo });
  });
});

describe('the daily task', () => {
  it('ends what has run out, in every tenant, once, and nothing else', async () => {
    const [one, two] = [await givenContracting(app), await givenContracting(app)];
    const validTo = plus(SECOND).toISOString();
    const due = [await one.active({ validTo }), await two.active({ carrierId: two.carrierId, validTo })];
    const [later, draft] = [
      await two.active({ validTo: inDays(1, clock).toISOString() }),
      await one.drafted({ validTo }),
    ];
    const { task, told } = theTask();
    await task.run(clock);
    told.length = 0;
    clock = plus(2 * SECOND);

    const runs = await Promise.all([task.run(clock), task.run(clock)]);

    expect(runs[0] + runs[1]).toBe(2);
    expect(told.sort()).toEqual([`${one.tenant.id} contracts`, `${two.tenant.id} contracts`].sort());
    expect(await task.run(clock)).toBe(0);
    const status = async ({ tenant }: GivenContracting, id: string) =>
      (await tenant.admin.get(`/contracts/${id}`)).body as { status: string; version: number; validTo: string };
    for (const [given, id] of [
      [one, due[0]],
      [two, due[1]],
    ] as const)
      expect(await status(given, id ?? '')).toMatchObject({ status: 'ended', version: 3, validTo });
    expect([(await status(two, later)).status, (await status(one, draft)).status]).toEqual(['active', 'draft']);
  });
});
