import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDocument } from '../../server/src/features/orders/index.ts';
import { filterOf } from '../../server/src/features/orders/list-orders.ts';
import { createOrdersRepo, type OrdersRepo, ordersIndexes } from '../../server/src/features/orders/orders.repo.ts';
import { cityKey } from '../../server/src/features/pricing/quote.ts';
import { aCtx, ownDatabase } from '../../server/src/platform/db/mongo.fixtures.ts';
import { createPager, type KeysetQuery } from '../../server/src/platform/db/page.ts';
import { createRelay } from '../../server/src/platform/events/relay.ts';
import { type Actor, type Ctx, deadlineIn } from '../../server/src/platform/http/context.ts';
import { OPERATIONS } from '../../server/src/platform/http/contract.gen.ts';
import { applySteps } from '../src/commands/indexes/apply.ts';
import { planIndexes } from '../src/commands/indexes/compare.ts';
import { CARRIERS, CITIES, CLIENTS, DRIVERS, FIRST, manyOrders, TENANTS, VEHICLES } from './many-orders.ts';
import { type Plan, planOf, planOfProfile } from './plans.ts';

/** Two a minute make four days; with fewer rows than a page two indexes would be equally good, and either might win. */
const ORDERS = 12_000;
const PAGE = 20;
/** Keys beside those of the rows: where a range begins and ends, and a neighbour with the same time. */
const BESIDE = 6;
// One context for all of them: the ten seconds of a request are not meant for the whole file.
const ctx: Ctx = { ...aCtx({ tenantId: TENANTS[0] }), deadline: deadlineIn(600_000) };
const pager = createPager('a secret of more than thirty-two characters');

type Query = Parameters<typeof filterOf>[2];
type Range = Pick<Query, 'createdFrom' | 'createdTo'>;

/** A value for every filter; a full name of a city as people type it. */
const VALUES: Readonly<Record<string, string>> = {
  status: 'in_transit',
  clientId: CLIENTS[3] ?? '',
  carrierId: CARRIERS[4] ?? '',
  transportType: 'ltl',
  pickupCity: CITIES[2] ?? '',
  deliveryCity: CITIES[5] ?? '',
};
const DAY = 24 * 3_600_000;
const at = (days: number) => new Date(FIRST + days * DAY).toISOString();
const RANGES: readonly (readonly [name: string, range: Range])[] = [
  ['of all times', {}],
  ['from a day', { createdFrom: at(1) }],
  ['until a day', { createdTo: at(3) }],
  ['of three days', { createdFrom: at(0.5), createdTo: at(3.5) }],
];

const staff: Actor = { kind: 'user', id: 'usr_staff', role: 'dispatcher' };
const client: Actor = { kind: 'user', id: 'usr_client', role: 'client', clientId: CLIENTS[1] ?? '' };
const carrier: Actor = { kind: 'user', id: 'usr_carrier', role: 'carrier', carrierId: CARRIERS[2] ?? '' };
const driver: Actor = { kind: 'user', id: DRIVERS[5] ?? '', role: 'driver', carrierId: CARRIERS[2] ?? '' };

/** Which index serves which combination; one that the contract adds and nobody gave an index has no row and fails. */
const INDEX: Readonly<Record<string, string>> = {
  '': 'newest',
  status: 'status_newest',
  clientId: 'client_newest',
  carrierId: 'carrier_newest',
  'clientId+status': 'client_status_newest',
  'carrierId+status': 'carrier_status_newest',
  driverId: 'driver_newest',
  'driverId+status': 'driver_status_newest',
  transportType: 'type_newest',
  pickupCity: 'pickup_city_newest',
  deliveryCity: 'delivery_city_newest',
  reference: 'reference',
};

/** Every combination the contract offers, and what it becomes for those who only see their own. */
const LISTS: readonly (readonly [who: string, actor: Actor, filters: readonly string[], serves: string])[] = [
  ...OPERATIONS.listOrders.filters
    // Two circles are no order of time: its own test.
    .filter((names) => !(names as readonly string[]).includes('near'))
    .map((names) => names.filter((name) => !name.startsWith('created')))
    .map((names) => ['staff', staff, names, [...names].sort().join('+')] as const),
  ['a client', client, [], 'clientId'],
  ['a client', client, ['status'], 'clientId+status'],
  ['a carrier', carrier, [], 'carrierId'],
  ['a carrier', carrier, ['status'], 'carrierId+status'],
  ['a driver', driver, [], 'driverId'],
  ['a driver', driver, ['status'], 'driverId+status'],
];

let database: ReturnType<typeof ownDatabase>;
let repo: OrdersRepo;
const used = new Set<string>();
let aReference = '';

beforeAll(async () => {
  database = ownDatabase();
  const quiet = { done() {}, progress() {} };
  await applySteps(database.mongo.db, planIndexes([ordersIndexes], new Map()).steps, quiet);
  repo = createOrdersRepo(database.mongo);
  const documents = manyOrders(ORDERS);
  await database.mongo.db.collection<OrderDocument>('orders').insertMany([...documents]);
  aReference = documents.find(({ tenantId }) => tenantId === TENANTS[0])?.reference ?? '';
});
afterAll(() => database.drop());

describe.each(LISTS)('the list of %s by its filters', (who, actor, filters, serves) => {
  it.each(RANGES)(`${who} by [${filters.join(', ')}] %s, on every page in both directions`, async (_name, range) => {
    const asked = Object.fromEntries(filters.map((name) => [name, name === 'reference' ? aReference : VALUES[name]]));
    const filter = filterOf({ cityKey }, { ...ctx, actor }, { ...asked, ...range } as Query); // the names are the contract's
    const pages = await everyDirection(filter);

    for (const [page, at] of pages) {
      const plan = planOf(await repo.explainList(ctx, filter, at));
      expectServed(plan, INDEX[serves], `${serves || 'all'}, ${page}`);
    }
    if (serves !== 'reference') expect(pages.map(([page]) => page)).toEqual(['first', 'second', 'third', 'back']);
  });
});

describe('the other queries of orders', () => {
  it('finds what a vehicle carries or is to carry by its index', async () => {
    const plans = await profiled('orders', () => repo.ofVehicle(ctx, VEHICLES[3] ?? ''));
    expect(plans).toHaveLength(1);
    for (const plan of plans) expectServed(plan, 'vehicle_under_way', 'ofVehicle');
  });

  it.each([
    ['a tenant', {}, 'status_newest'],
    ['a client', { clientId: CLIENTS[3] ?? '' }, 'client_status_newest'],
    ['a carrier', { carrierId: CARRIERS[3] ?? '' }, 'carrier_status_newest'],
    ['a vehicle', { vehicleId: VEHICLES[3] ?? '' }, 'vehicle_under_way'],
  ])('finds the orders under way of %s by its index', async (whose, of, index) => {
    const statuses = ['assigned', 'picked_up', 'in_transit', 'failed'] as const;
    const plan = planOf(await repo.explainTracked(ctx, of, statuses, 100));
    // One range for each status, merged without sorting.
    expectServed({ ...plan, indexes: [...new Set(plan.indexes)] }, index, whose);
  });

  it('finds pending events in the order they are due, without looking at orders that have none', async () => {
    const leader = { lead: async () => true, release: async () => {} };
    const { mongo } = database;
    const stopped = Promise.withResolvers<void>();
    const relay = createRelay({
      mongo: { ...mongo, reached: true },
      log: ctx.log,
      leader,
      now: () => new Date(FIRST + 300 * DAY),
      sources: ['orders'],
      consumers: ['live'],
      onRelayed: stopped.resolve,
      batch: 30,
    });
    const plans = await profiled('orders', async () => {
      await database.mongo.db
        .collection('orders')
        .updateMany({ pendingAt: { $exists: true } }, [{ $set: { pending: [{ id: '$id', tenantId: '$tenantId' }] } }]);
      await relay.start?.();
      await stopped.promise;
      await relay.stop?.(AbortSignal.timeout(2_000));
    });
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expectServed(plan, 'pending', 'relay');
  });

  it('leaves no index of orders without a query that uses it', () => {
    // Places are looked for by `near`, which its own test explains.
    const ofTime = ordersIndexes.indexes.filter(({ key }) => !Object.values(key).includes('2dsphere'));
    expect(ofTime.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });
});

/** The first page, the one after it, one further on, and the way back from there. */
async function everyDirection(filter: Document): Promise<(readonly [page: string, at: KeysetQuery])[]> {
  const seen: (readonly [string, KeysetQuery])[] = [];
  const page = (name: string, cursor: string | undefined) =>
    pager.page({ limit: PAGE, cursor }, filter, (at) => {
      seen.push([name, at]);
      return repo.list(ctx, filter, at);
    });
  const first = await page('first', undefined);
  if (first.next === undefined) return seen;
  const second = await page('second', first.next);
  const third = await page('third', second.next);
  const back = await page('back', third.prev);
  // What came back is a page that was there before: the same cursor works both ways.
  expect(back.data.map(({ id }) => id)).toEqual(second.data.map(({ id }) => id));
  return seen;
}

function expectServed(plan: Plan, index: string | undefined, what: string): void {
  expect(index, `${what}: this test has no index for it`).toBeDefined();
  expect(plan.indexes, `${what}: the index`).toEqual([index]);
  expect(plan.stages, `${what}: reads the whole collection`).not.toContain('COLLSCAN');
  // What a unique index finds is one row, which needs no order.
  if (index !== 'reference') expect(plan.stages, `${what}: sorts in memory`).not.toContain('SORT');
  expect(plan.keys, `${what}: keys examined for ${plan.returned} rows`).toBeLessThanOrEqual(
    1.1 * plan.returned + BESIDE,
  );
  used.add(index ?? '');
}

/** The plans of all finds on a collection while `work` runs, by the database's own profiler. */
async function profiled(collection: string, work: () => Promise<unknown>): Promise<Plan[]> {
  const { db } = database.mongo;
  await db.command({ profile: 2 });
  try {
    await work();
  } finally {
    await db.command({ profile: 0 });
  }
  const entries = await db
    .collection('system.profile')
    .find({ ns: `${db.databaseName}.${collection}`, 'command.find': collection })
    .toArray();
  await db.collection('system.profile').drop();
  return entries.map(planOfProfile);
}
