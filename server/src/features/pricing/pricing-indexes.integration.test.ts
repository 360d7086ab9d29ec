import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { buildIndexes, type Profile, profiled } from '../contracts/profiled.fixtures.ts';
import { aNewVersion, inDays } from './pricing.fixtures.ts';
import { type GridVersion, newGridVersion } from './pricing.model.ts';
import { createGridsRepo, type GridsRepo, gridsIndexes } from './pricing.repo.ts';

/** A tenant that prices many clients apart, for years: two hundred grids of forty versions, beside another tenant's. */
const TENANTS = ['ten_a', 'ten_b'] as const;
const GRIDS = 200;
const VERSIONS = 40;
const TYPES = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'] as const;
const NOW = new Date('2026-11-21T08:30:00.000Z');
const PAGE = 20;
/** Keys and documents beside those of the rows: where a range begins and ends. */
const BESIDE = 6;
const ctx = aCtx({ tenantId: TENANTS[0] });

let database: ReturnType<typeof ownDatabase>;
let grids: GridsRepo;
const used = new Set<string>();

/** The first grid of each type is its standard; a version is valid for thirty days, the last ones in the future. */
function versionsOf(tenantId: string, grid: number): GridVersion[] {
  const head = {
    id: `grd_${grid}`,
    name: `Grid ${grid}`,
    transportType: TYPES[grid % 5] ?? 'ltl',
    currency: 'EUR',
    standard: grid < 5,
    createdAt: inDays(grid - GRIDS, NOW),
  };
  return Array.from({ length: VERSIONS }, (_, n) => {
    const from = inDays((n - VERSIONS + 4) * 30, NOW);
    const input = aNewVersion({ validFrom: from.toISOString(), validTo: inDays(30, from).toISOString() });
    const { newest, ...version } = newGridVersion(tenantId, head, n + 1, input, inDays(-1, from));
    return n === VERSIONS - 1 && newest ? { ...version, newest } : version;
  });
}

beforeAll(async () => {
  database = ownDatabase();
  const { db } = database.mongo;
  await buildIndexes(db, gridsIndexes);
  grids = createGridsRepo(db, createPager('a secret of at least thirty-two characters'));
  const all = TENANTS.flatMap((tenantId) =>
    Array.from({ length: GRIDS }, (_, grid) => versionsOf(tenantId, grid)).flat(),
  );
  await db.collection<GridVersion>('pricing_grids').insertMany(all);
});
afterAll(() => database.drop());

const plansOf = (work: () => Promise<unknown>) => profiled(database.mongo.db, 'pricing_grids', work);

function expectServed(plan: Profile | undefined, index: string): void {
  expect(plan).toMatchObject({ indexes: [index], sorted: false });
  used.add(index);
}

describe('one version is found without reading another', () => {
  it.each<[string, () => Promise<{ version: number } | null>, string, number]>([
    ['of a grid, in force', () => grids.inForce(ctx, 'grd_77', NOW), 'versions', VERSIONS - 3],
    ['of a grid, in force two years ago', () => grids.inForce(ctx, 'grd_77', inDays(-720, NOW)), 'versions', 13],
    ['of a grid, the newest', () => grids.newest(ctx, 'grd_77'), 'versions', VERSIONS],
    ['of the standard grid, in force', () => grids.standardInForce(ctx, 'ltl', NOW), 'standard_in_force', VERSIONS - 3],
  ])('%s', async (_which, find, index, version) => {
    let found: { version: number } | null = null;
    const [plan] = await plansOf(async () => (found = await find()));
    expectServed(plan, index);
    expect(found).toMatchObject({ version });
    expect(plan?.docs).toBe(1);
  });

  it('and none, where none is in force', async () => {
    let found: unknown;
    const [plan] = await plansOf(async () => (found = await grids.inForce(ctx, 'grd_77', inDays(-9_000, NOW))));
    expectServed(plan, 'versions');
    expect([found, plan?.docs]).toEqual([null, 0]);
  });

  it('what later versions take away is read from the index alone', async () => {
    let later: unknown[] = [];
    const [plan] = await plansOf(async () => (later = await grids.validityAbove(ctx, 'grd_77', 30)));
    expectServed(plan, 'versions');
    expect([later.length, plan?.docs]).toEqual([10, 0]);
  });

  it('and what a grid prices', async () => {
    const [plan] = await plansOf(() => grids.head(ctx, 'grd_77'));
    expectServed(plan, 'versions');
    expect(plan?.docs).toBe(1);
  });
});

describe('the standard grids', () => {
  it('are found by their mark, all and of one type', async () => {
    let found: string[] = [];
    const [all] = await plansOf(async () => (found = await grids.standards(ctx, {})));
    expectServed(all, 'one_standard_per_type');
    expect([found.length, all?.docs]).toEqual([5, 5]);
    const [one] = await plansOf(() => grids.standards(ctx, { transportType: 'ltl' }));
    expectServed(one, 'one_standard_per_type');
    expect(one?.docs).toBe(1);
  });
});

describe('a list of grids is served by its index, page by page, without a sort', () => {
  /** The most a client can see: a standard grid and one of a contract for each of five types. */
  const ten = { of: 'cli_a', ids: [0, 1, 2, 3, 4, 40, 81, 122, 163, 199].map((n) => `grd_${n}`) };
  let cursor: string | undefined;
  it.each<[string, (query: object) => Promise<{ next?: string }>, string]>([
    ['of staff', (query) => grids.page(ctx, query, {}), 'newest'],
    ['of staff by type', (query) => grids.page(ctx, query, { transportType: 'ltl' }), 'newest_type'],
  ])('%s', async (_whose, page, index) => {
    cursor = undefined;
    for (let n = 0; n < 2; n++) {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const [plan] = await plansOf(async () => (cursor = (await page(query)).next));
      expectServed(plan, index);
      expect(plan && plan.docs <= plan.returned + BESIDE).toBe(true);
    }
  });

  it('of a client, whose ten grids are read and no other, on every page', async () => {
    const [first] = await plansOf(async () => (cursor = (await grids.pageOf(ctx, { limit: 4 }, {}, ten)).next));
    expectServed(first, 'newest_of');
    expect(first?.docs).toBe(5);
    while (cursor !== undefined) {
      const query = { limit: 4, cursor };
      const [next] = await plansOf(async () => (cursor = (await grids.pageOf(ctx, query, {}, ten)).next));
      expect(next && next.docs <= ten.ids.length).toBe(true);
    }
  });

  it('of a client by type: of its ten grids the two of that type are shown', async () => {
    const [plan] = await plansOf(() => grids.pageOf(ctx, { limit: PAGE }, { transportType: 'ltl' }, ten));
    expectServed(plan, 'newest_of');
    expect([plan?.returned, plan && plan.docs <= ten.ids.length]).toEqual([2, true]);
  });
});

it('there is no index of grids without a query that uses it', () => {
  expect(gridsIndexes.indexes.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});
