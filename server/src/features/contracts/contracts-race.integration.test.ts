import { beforeAll, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { ContractAlreadyActive } from './contracts.errors.ts';
import { type GivenContracting, givenContracting } from './contracts.fixtures.ts';
import { type ContractsRepo, createContractsRepo } from './contracts.repo.ts';
import { moveContract } from './move-contract.ts';

/** Two processes on one database, as two instances behind a load balancer. */
let here: TestApp;
let there: TestApp;
beforeAll(async () => {
  here = await testApp();
  there = await startTestApp({ DATABASE: new URL(here.config.mongoUrl).pathname.slice(1) });
  return () => there.stop();
});

const RACES = 50;
/** Races that one pair of people may run before they would meet their own limits. */
const PER_PAIR = 4;

/** Somebody fresh in both processes; sends one contract's activation to each of them at the same moment. */
async function aPair({ tenant }: GivenContracting) {
  const tokens = [(await tenant.person('admin')).token ?? '', (await tenant.person('admin')).token ?? ''] as const;
  const one = caller(here.url, { address: anAddress(), token: tokens[0] });
  const two = caller(there.url, { address: anAddress(), token: tokens[1] });
  const activate = (by: typeof one, id: string) =>
    by.post(`/contracts/${id}/transitions`, { to: 'active' }, { 'If-Match': 'W/"v1"' });
  return {
    draft: async (body: object) => (await one.post('/contracts', body)).body.id as string,
    both: (a: string, b: string) => Promise.all([activate(one, a), activate(two, b)]),
    end: (id: string) => two.post(`/contracts/${id}/transitions`, { to: 'ended' }, { 'If-Match': 'W/"v2"' }),
    activeOf: async (id: string) => (await two.get(`/contracts/${id}`)).body.status as string,
  };
}

it.each(['client', 'carrier'] as const)(
  `of two contracts of one %s that race to become active exactly one wins, ${RACES} times, and the loser is told whose place it is`,
  async (party) => {
    const given = await givenContracting(here);
    const { clientId, carrierId, specialId: gridId } = given;
    const body = {
      ...(party === 'client' ? { clientId } : { carrierId }),
      gridId,
      transportType: 'ltl',
      validFrom: '2026-01-01T00:00:00.000Z',
    };
    const wins = { here: 0, there: 0 };
    for (let race = 0; race < RACES; race += PER_PAIR) {
      const pair = await aPair(given);
      for (let n = race; n < Math.min(race + PER_PAIR, RACES); n++) {
        const ids = [await pair.draft(body), await pair.draft(body)] as const;

        const answers = await pair.both(...ids);

        const won = answers.findIndex(({ status }) => status === 200);
        const [winner, loser] = won === 0 ? ids : [ids[1], ids[0]];
        const refused = answers[won === 0 ? 1 : 0];
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        if (refused) expectProblem(refused, 409, 'contract_already_active');
        expect(refused?.body.detail).toContain(winner);
        expect([await pair.activeOf(winner), await pair.activeOf(loser)]).toEqual(['active', 'draft']);
        wins[won === 0 ? 'here' : 'there'] += 1;
        await pair.end(winner);
      }
    }
    expect(wins.here + wins.there).toBe(RACES);
  },
  120_000,
);

it('of two that race for the place of one that has run out one wins, and that one is ended in the same step', async () => {
  const given = await givenContracting(here);
  const { tenant, clientId, specialId: gridId } = given;
  const body = { clientId, gridId, transportType: 'ltl', validFrom: '2026-01-01T00:00:00.000Z' };
  const old = await given.active();
  const patch = { validTo: new Date(Date.now() - 1_000).toISOString() };
  await tenant.admin.patch(`/contracts/${old}`, patch, { 'If-Match': 'W/"v2"' });
  const pair = await aPair(given);
  const ids = [await pair.draft(body), await pair.draft(body)] as const;

  const answers = await pair.both(...ids);

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await tenant.admin.get(`/contracts/${old}`)).body).toMatchObject({ status: 'ended', version: 4, ...patch });
});

it('who looked a moment too early, so that the index alone stops him, is told the same', async () => {
  const given = await givenContracting(here);
  const [first, second] = [await given.active(), await given.drafted()];
  const contracts = createContractsRepo(here.mongo.db, createPager('a secret of at least thirty-two characters'));
  let looked = 0;
  const early: ContractsRepo = {
    ...contracts,
    active: async (...asked) => (looked++ === 0 ? null : contracts.active(...asked)),
  };
  const deps = { contracts: early, now: () => new Date() } as ContractsDeps; // an activation that fails needs no more

  const refused = await moveContract(deps, aCtx({ tenantId: given.tenant.id }), second, {
    ifMatch: 1,
    to: 'active',
  }).catch((error: unknown) => error);

  expect(ContractAlreadyActive.is(refused) && refused.message).toContain(first);
});

it('a refused activation leaves the contract that has run out as it was', async () => {
  const given = await givenContracting(here);
  const old = await given.active();
  const patch = { validTo: new Date(Date.now() - 1_000).toISOString() };
  await given.tenant.admin.patch(`/contracts/${old}`, patch, { 'If-Match': 'W/"v2"' });
  const id = await given.drafted();

  const answer = await given.tenant.admin.post(
    `/contracts/${id}/transitions`,
    { to: 'active' },
    { 'If-Match': 'W/"v9"' },
  );

  expect(answer.status).toBe(412);
  expect((await given.tenant.admin.get(`/contracts/${old}`)).body).toMatchObject({ status: 'active', version: 3 });
});
