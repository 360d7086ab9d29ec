import type { Document } from 'mongodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CollectionIndexes } from '../../server/src/platform/db/index-spec.ts';
import { OPERATIONS } from '../../server/src/platform/http/contract.gen.ts';
import type { Caller } from '../../server/test/caller.ts';
import { type GivenTenant, givenTenant } from '../../server/test/given-tenant.ts';
import { type TestApp, testApp } from '../../server/test/test-app.ts';
import { type Plan, planOfProfile } from './plans.ts';

/** With fewer rows than a page several indexes would be equally good, and any might win. */
const ROWS = 3_000;
/** Keys beside those of the rows: where a range begins and ends, and a neighbour with the same time. */
const BESIDE = 6;
const FIRST = Date.parse('2026-11-01T00:00:00.000Z');
const idOf = (prefix: string, row: number) => `${prefix}_0192f0c1-5a7e-7c3b-9a51-${String(row).padStart(12, '0')}`;
const TYPES = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'];
const CARRIER = idOf('car', 7);

let app: TestApp;
let tenant: GivenTenant;
const used = new Set<string>();

beforeAll(async () => {
  app = await testApp();
  tenant = await givenTenant(app);
  const other = await givenTenant(app);
  for (const { id } of [tenant, other]) {
    await fill(id, 'products', 'prd', (row) => ({
      transportType: TYPES[row % TYPES.length],
      status: row % 4 === 0 ? 'withdrawn' : 'active',
      unit: 'piece',
      limits: {},
      proofRequired: 'name',
    }));
    await fill(id, 'clients', 'cli', () => ({}));
    await fill(id, 'carriers', 'car', () => ({ citiesCovered: ['Bonn'], transportTypes: ['ltl'], active: true }));
    await fill(id, 'vehicles', 'veh', (row) => ({
      carrierId: idOf('car', row % 20),
      plate: `BN ${row}`,
      transportTypes: ['ltl'],
    }));
  }
});

/** Somebody new for each list, so that nobody asks too often. */
const somebody = {
  staff: () => tenant.person('dispatcher'),
  client: () => tenant.person('client', { clientId: idOf('cli', 3) }),
  carrier: () => tenant.person('carrier', { carrierId: CARRIER }),
};

/** Rows of a tenant; two of them share each moment. */
async function fill(tenantId: string, collection: string, prefix: string, fields: (row: number) => object) {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const id = idOf(prefix, row);
    const at = new Date(FIRST + Math.floor(row / 2) * 60_000);
    const head = { _id: `${tenantId}:${id}`, tenantId, id, version: 1, createdAt: at, updatedAt: at };
    return { ...head, name: `${prefix} ${row}`, ...fields(row) };
  });
  await app.mongo.db.collection<{ _id: string }>(collection).insertMany(rows);
}

const VALUES: Readonly<Record<string, string>> = { status: 'active', transportType: 'ltl', carrierId: CARRIER };

type List = 'listProducts' | 'listClients' | 'listCarriers' | 'listVehicles';
const COLLECTION = {
  listProducts: 'products',
  listClients: 'clients',
  listCarriers: 'carriers',
  listVehicles: 'vehicles',
};
/** Which index serves which combination; one that the contract adds and nobody gave an index has no row and fails. */
const INDEX: Readonly<Record<string, string>> = {
  'listProducts staff': 'newest',
  'listProducts staff transportType': 'type_newest',
  'listProducts staff status': 'status_newest',
  'listProducts staff status+transportType': 'status_type_newest',
  'listProducts client': 'status_newest',
  'listProducts client transportType': 'status_type_newest',
  'listProducts client status': 'status_newest',
  'listProducts client status+transportType': 'status_type_newest',
  'listClients staff': 'newest',
  'listCarriers staff': 'newest',
  'listCarriers client': 'newest',
  'listVehicles staff': 'newest',
  'listVehicles staff carrierId': 'carrier_newest',
  'listVehicles carrier': 'carrier_newest',
  'listVehicles carrier carrierId': 'carrier_newest',
};

/** Every combination the contract offers, for everybody whose list is a query of its own. */
const LISTS = (
  [
    ['listProducts', 'staff'],
    ['listProducts', 'client'],
    ['listClients', 'staff'],
    ['listCarriers', 'staff'],
    ['listCarriers', 'client'],
    ['listVehicles', 'staff'],
    ['listVehicles', 'carrier'],
  ] as const
).flatMap(([list, who]) => {
  const served: readonly (readonly string[])[] = OPERATIONS[list].filters ?? [[]];
  return served.map((names) => [list, who, [...names].sort()] as const);
});

describe.each(LISTS)('%s of %s by %j', (list, who, names) => {
  it('reads no more than it answers, on every page in both directions', async () => {
    const index = INDEX[[list, who, names.join('+')].filter(Boolean).join(' ')];
    const query = names.map((name) => `&${name}=${VALUES[name]}`).join('');

    const person = await somebody[who]();

    const plans = await profiled(COLLECTION[list], () => everyDirection(person, list, query));

    expect(plans.map(({ returned }) => returned)).toEqual([21, 21, 21, 21]);
    for (const plan of plans) expectServed(plan, index);
    used.add(`${COLLECTION[list]}.${index}`);
  });
});

it('a client’s list of what was withdrawn is empty without a question to the database', async () => {
  const client = await somebody.client();
  const plans = await profiled('products', async () => {
    expect((await client.get('/products?status=withdrawn&count=true')).body).toEqual({ data: [], total: 0 });
  });
  expect(plans).toEqual([]);
});

it('no index of these lists is without a query that uses it', () => {
  const all = app.indexes
    .filter(({ collection }: CollectionIndexes) => Object.values(COLLECTION).includes(collection))
    .flatMap(({ collection, indexes }) => indexes.map(({ name }) => `${collection}.${name}`));
  expect(all.filter((name) => !used.has(name))).toEqual([]);
});

/** The first page, the next two, and the way back from there; what comes back was there before. */
async function everyDirection(person: Caller, list: List, query: string): Promise<void> {
  const { path } = OPERATIONS[list];
  const page = async (cursor: string) => (await person.get(`${path}?limit=20${query}${cursor}`)).body;
  const first = await page('');
  const second = await page(`&cursor=${first.next}`);
  const third = await page(`&cursor=${second.next}`);
  expect((await page(`&cursor=${third.prev}`)).data).toEqual(second.data);
}

function expectServed(plan: Plan, index: string | undefined): void {
  expect(index, 'this test has no index for it').toBeDefined();
  expect(plan.indexes).toEqual([index]);
  expect(plan.stages, 'reads the whole collection').not.toContain('COLLSCAN');
  expect(plan.stages, 'sorts in memory').not.toContain('SORT');
  expect(plan.keys, `keys examined for ${plan.returned} rows`).toBeLessThanOrEqual(1.1 * plan.returned + BESIDE);
}

/** The plans of all finds on a collection while `work` runs, by the database's own profiler. */
async function profiled(collection: string, work: () => Promise<unknown>): Promise<Plan[]> {
  const { db } = app.mongo;
  await db.command({ profile: 2, filter: { ns: `${db.databaseName}.${collection}` } });
  try {
    await work();
  } finally {
    await db.command({ profile: 0, filter: 'unset' });
  }
  const profile = db.collection<Document>('system.profile');
  const entries = await profile.find({ 'command.find': collection }).sort({ ts: 1 }).toArray();
  await profile.drop().catch(() => undefined); // nothing was asked
  return entries.map(planOfProfile);
}
