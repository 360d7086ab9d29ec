import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import type { Actor } from '../../platform/http/context.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { type Contract, newContract } from './contracts.model.ts';
import { type ContractsRepo, contractsIndexes, createContractsRepo } from './contracts.repo.ts';
import { listContracts } from './list-contracts.ts';
import { buildIndexes, type Profile, profiled } from './profiled.fixtures.ts';

/** Years of a large tenant: forty clients and twenty carriers, sixty contracts each, beside another tenant. */
const TENANTS = ['ten_a', 'ten_b'] as const;
const CLIENTS = Array.from({ length: 40 }, (_, i) => ({ clientId: `cli_${i}` }));
const CARRIERS = Array.from({ length: 20 }, (_, i) => ({ carrierId: `car_${i}` }));
const EACH = 60;
const PAGE = 20;
/** Keys beside those of the rows: where a range begins and ends. */
const BESIDE = 6;
const TYPES = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'] as const;
const NOW = new Date('2026-11-21T08:30:00.000Z');
const DAY = 86_400_000;
const ctx = aCtx({ tenantId: TENANTS[0] });

let database: ReturnType<typeof ownDatabase>;
let contracts: ContractsRepo;
const used = new Set<string>();

/** The five newest of a party are active, one of each type; the others ended or, every tenth, never came to be. */
function contractsOf(tenantId: string, party: { clientId: string } | { carrierId: string }, of: number): Contract[] {
  return Array.from({ length: EACH }, (_, n) => {
    const id = `ctr_${of}_${n}`;
    const at = new Date(NOW.getTime() - (EACH - n) * 20 * DAY + of * 60_000);
    const head = { _id: `${tenantId}:${id}`, tenantId, id, version: 1, createdAt: at, updatedAt: at };
    const status = n >= EACH - 5 ? 'active' : (n + of) % 10 === 0 ? 'draft' : 'ended';
    return {
      ...newContract(head, {
        ...party,
        transportType: TYPES[n % 5] ?? 'ltl',
        gridId: `grd_${n % 12}`,
        validFrom: at.toISOString(),
        // Every fourth of the active ones has run out.
        ...(status === 'ended' || (status === 'active' && of % 4 === 0)
          ? { validTo: new Date(at.getTime() + 10 * DAY).toISOString() }
          : {}),
      }),
      status,
      activated: status !== 'draft',
    };
  });
}

beforeAll(async () => {
  database = ownDatabase();
  const { db } = database.mongo;
  await buildIndexes(db, contractsIndexes);
  contracts = createContractsRepo(db, createPager('a secret of at least thirty-two characters'));
  const all = TENANTS.flatMap((tenantId) =>
    [...CLIENTS, ...CARRIERS].flatMap((party, of) => contractsOf(tenantId, party, of)),
  );
  await db.collection<Contract>('contracts').insertMany(all);
});
afterAll(() => database.drop());

const staff: Actor = { kind: 'user', id: 'usr_a', role: 'dispatcher' };
const client: Actor = { kind: 'user', id: 'usr_b', role: 'client', clientId: 'cli_3' };
const carrier: Actor = { kind: 'user', id: 'usr_c', role: 'carrier', carrierId: 'car_4' };

const plansOf = (work: () => Promise<unknown>) => profiled(database.mongo.db, 'contracts', work);

function expectServed(plan: Profile | undefined, index: string): void {
  expect(plan).toMatchObject({ indexes: [index], sorted: false });
  used.add(index);
}

describe('a list of contracts is served by its index, page by page, without a sort', () => {
  it.each<[string, Actor, object, string]>([
    ['of staff', staff, {}, 'newest'],
    ['of staff by status', staff, { status: 'draft' }, 'status_newest'],
    ['of staff by client', staff, { clientId: 'cli_5' }, 'client_newest'],
    ['of staff by carrier', staff, { carrierId: 'car_5' }, 'carrier_newest'],
    ['of a client', client, {}, 'client_newest'],
    ['of a client by status', client, { status: 'ended' }, 'client_newest'],
    ['of a carrier', carrier, {}, 'carrier_newest'],
    ['of a carrier by status', carrier, { status: 'ended' }, 'carrier_newest'],
  ])('%s', async (_whose, actor, asked, index) => {
    const pages: Profile[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page++) {
      const query = { ...asked, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const plans = await plansOf(async () => {
        const { next } = await listContracts({ contracts } as ContractsDeps, { ...ctx, actor }, query); // reads only
        cursor = next;
      });
      pages.push(...plans);
      if (cursor === undefined) break;
    }
    for (const plan of pages) {
      expectServed(plan, index);
      // Documents are read for what is shown alone; what is passed over are keys, of one party at most.
      expect(plan.docs).toBeLessThanOrEqual(plan.returned + BESIDE);
      const passedOver = actor === staff ? 0 : EACH;
      expect(plan.keys).toBeLessThanOrEqual(plan.returned + passedOver + BESIDE);
    }
    expect(pages.length).toBeGreaterThan(0);
  });

  it('but what is active of a client or carrier are five at most, whichever index finds them', async () => {
    for (const actor of [client, carrier]) {
      const query = { status: 'active', limit: PAGE } as const;
      const [plan] = await plansOf(() => listContracts({ contracts } as ContractsDeps, { ...ctx, actor }, query)); // reads only
      expect(plan?.indexes[0]).toMatch(/^one_active_per_|_newest$/);
      expect([plan?.returned, plan?.docs]).toEqual([5, 5]);
    }
  });
});

describe('what a price asks reads no more than its answer', () => {
  it.each([
    ['client', { clientId: 'cli_7' }, 'one_active_per_client'],
    ['carrier', { carrierId: 'car_7' }, 'one_active_per_carrier'],
  ] as const)('the active contract of a %s', async (_whose, party, index) => {
    const [plan] = await plansOf(() => contracts.active(ctx, party, 'ltl'));
    expectServed(plan, index);
    expect(plan).toMatchObject({ returned: 1, docs: 1 });
  });

  it('the grids of a client’s active contracts', async () => {
    let grids: string[] = [];
    const [plan] = await plansOf(async () => (grids = await contracts.gridsOf(ctx, 'cli_7', NOW)));
    expectServed(plan, 'one_active_per_client');
    expect([grids.length, plan?.docs]).toEqual([5, 5]);
    expect(await contracts.gridsOf(ctx, 'cli_8', NOW)).toEqual([]);
  });

  it('whether a client’s contract on a grid has ended', async () => {
    const of = { clientId: 'cli_7', transportType: 'ltl', gridId: 'grd_1' } as const;
    let ended: boolean | undefined;
    const [plan] = await plansOf(async () => (ended = await contracts.endedOn(ctx, of, NOW)));
    expectServed(plan, 'client_grid');
    expect([ended, plan && plan.docs <= 5]).toEqual([true, true]);
  });

  it('what has run out, over all tenants', async () => {
    let due: unknown[] = [];
    const [plan] = await plansOf(async () => (due = await contracts.runOut(NOW, 50)));
    expectServed(plan, 'running_out');
    expect([due.length, plan?.docs]).toEqual([50, 50]);
  });
});

it('a second active contract of one party and type cannot be stored, of another it can', async () => {
  const { db } = database.mongo;
  const all = db.collection<Contract>('contracts');
  for (const [party, index] of [
    [{ clientId: 'cli_9' }, 'one_active_per_client'],
    [{ carrierId: 'car_9' }, 'one_active_per_carrier'],
  ] as const) {
    const stored = await all.findOne({ tenantId: TENANTS[0], ...party, status: 'draft' });
    const draft = {
      tenantId: TENANTS[0],
      ...party,
      transportType: stored?.transportType ?? 'ltl',
      status: 'draft',
    } as const;
    const error = await all.updateOne(draft, { $set: { status: 'active' } }).catch((caught: unknown) => caught);
    expect(isDuplicateKey(error, index)).toBe(true);
    await all.deleteMany({ ...draft, status: 'active' });
    await all.updateOne(draft, { $set: { status: 'active' } });
  }
});

it('there is no index of contracts without a query that uses it', () => {
  expect(contractsIndexes.indexes.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});
