import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createPager, type KeysetQuery } from '../../platform/db/page.ts';
import type { Actor } from '../../platform/http/context.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import { FilterNotServed } from '../../platform/http/errors.ts';
import { filterOf } from './list-orders.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { createOrdersRepo } from './orders.repo.ts';
import { rowProjection } from './orders.row.ts';
import { storeCopies } from './orders.seed.fixtures.ts';
import type { OrderDocument, OrderStatus } from './orders.types.ts';

/** A tenant with a year of orders, and a smaller neighbour among them. */
const ORDERS = 20_000;
const NEIGHBOURS = 4_000;
const PAGE = 20;
/** Keys beside those of the rows: the ends of a range, and neighbours with the same time. */
const BESIDE = 8;
const MINUTE = 60_000;
const FIRST = Date.parse('2026-01-01T00:00:00.000Z');

const ids = (prefix: string, count: number) => Array.from({ length: count }, () => `${prefix}_${v7()}`);
const CLIENTS = ids('cli', 40);
const CARRIERS = ids('car', 15);
const DRIVERS = ids('usr', 60);
const CITIES = ['darmstadt', 'frankfurt am main', 'mainz', 'köln', 'hamburg', 'wien', 'lyon', 'praha'];
const TYPES = ['ltl', 'ltl', 'ltl', 'ftl', 'ftl', 'express', 'refrigerated', 'bulk'] as const;
/** Most orders of a year are delivered; of the others there are few. */
const STATUSES: readonly (readonly [OrderStatus, number])[] = [
  ['delivered', 0.8],
  ['cancelled', 0.88],
  ['returned', 0.9],
  ['failed', 0.92],
  ['in_transit', 0.94],
  ['picked_up', 0.95],
  ['assigned', 0.97],
  ['accepted', 0.98],
  ['review', 0.985],
  ['placed', 1],
];
const BEFORE_ASSIGNMENT: readonly OrderStatus[] = ['placed', 'review', 'accepted'];

const app = await testApp();
const repo = createOrdersRepo(app.mongo);
const pager = createPager('a secret of more than thirty-two characters');
let tenantId = '';
let aReference = '';

beforeAll(async () => {
  const [large, small] = await Promise.all([aPlacedOrder(), aPlacedOrder()]);
  tenantId = large.tenantId;
  const random = seeded(11);
  await storeCopies(app.mongo.db, large.id, ORDERS, (index, order) => distributed(random, index, order));
  await storeCopies(app.mongo.db, small.id, NEIGHBOURS, (index, order) => distributed(random, index * 5, order));
  aReference = large.reference;
});

async function aPlacedOrder(): Promise<OrderDocument> {
  const trade = await givenTrade(await givenTenant(app));
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  return (await app.mongo.db.collection<OrderDocument>('orders').findOne({ id: order.id })) as OrderDocument; // just placed
}

function distributed(random: () => number, index: number, order: OrderDocument): Partial<OrderDocument> {
  // The first of a list is the largest, as with real clients and carriers.
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T; // below the length
  const dice = random();
  const status = STATUSES.find(([, upto]) => dice < upto)?.[0] ?? 'placed';
  const carried = BEFORE_ASSIGNMENT.includes(status) ? {} : { carrierId: pick(CARRIERS), driverId: pick(DRIVERS) };
  // Two a quarter of an hour, both at the same time: an import gives many orders one time.
  const createdAt = new Date(FIRST + Math.floor(index / 2) * 15 * MINUTE);
  return {
    status,
    clientId: pick(CLIENTS),
    transportType: pick(TYPES),
    pickup: { ...order.pickup, cityKey: pick(CITIES) },
    delivery: { ...order.delivery, cityKey: pick(CITIES) },
    createdAt,
    ...carried,
  };
}

type Query = Parameters<typeof filterOf>[2];
const at = (days: number) => new Date(FIRST + days * 24 * 60 * MINUTE).toISOString();
const RANGES: readonly Query[] = [
  {} as Query,
  { createdFrom: at(20) } as Query,
  { createdTo: at(80) } as Query,
  { createdFrom: at(10), createdTo: at(95) } as Query,
];

const ACTORS: Readonly<Record<string, Actor>> = {
  staff: { kind: 'user', id: 'usr_staff', role: 'dispatcher' },
  client: { kind: 'user', id: 'usr_client', role: 'client', clientId: CLIENTS[2] ?? '' },
  carrier: { kind: 'user', id: 'usr_carrier', role: 'carrier', carrierId: CARRIERS[1] ?? '' },
  driver: { kind: 'user', id: DRIVERS[3] ?? '', role: 'driver', carrierId: CARRIERS[1] ?? '' },
};
const valueFor = (name: string): string =>
  ({
    status: 'delivered',
    clientId: CLIENTS[2],
    carrierId: CARRIERS[1],
    transportType: 'ltl',
    pickupCity: 'Darmstadt',
    deliveryCity: 'Köln',
    reference: aReference,
  })[name] ?? '';

const COMBINATIONS = OPERATIONS.listOrders.filters
  .map((names) => names.filter((name) => !name.startsWith('created')))
  .filter((names) => !names.includes('near'))
  .map((names) => names.toSorted().join('+'));

/** What a role may ask beside what it is bound to; everything else is refused for it. */
const SERVED: Readonly<Record<string, readonly string[]>> = {
  staff: COMBINATIONS,
  client: ['', 'status', 'clientId', 'clientId+status', 'reference'],
  carrier: ['', 'status', 'carrierId', 'carrierId+status', 'reference'],
  driver: ['', 'status', 'reference'],
};

describe.each(Object.keys(ACTORS))('every list a %s may ask for', (who) => {
  const actor = ACTORS[who] as Actor; // a key of it
  const ctx = () => aCtx({ tenantId, actor });
  const filterFor = (combination: string, range: Query) => {
    const names = combination.split('+').filter(Boolean);
    const asked = Object.fromEntries(names.map((name) => [name, valueFor(name)]));
    return filterOf({ cityKey: (city) => city.toLowerCase() }, ctx(), { ...asked, ...range });
  };

  it.each(SERVED[who] ?? [])(
    'by [%s] is read from an index in its order, on every page in both directions',
    async (by) => {
      for (const range of by === 'reference' ? [RANGES[0] as Query] : RANGES) {
        const filter = filterFor(by, range);
        const pages = await everyDirection(filter);
        for (const [page, at] of pages) {
          const { stages, keys } = planOf(await repo.explainList(ctx(), filter, at, rowProjection('reference,pickup')));
          const what = `${page} page, ${JSON.stringify(range)}`;
          expect(stages, what).toContain('IXSCAN');
          expect(keys, what).toBeLessThanOrEqual(at.limit + BESIDE);
          // What the unique reference finds is one row, which needs no order.
          if (by !== 'reference') expect(stages, what).not.toContain('SORT');
        }
        if (by !== 'reference') expect(pages.map(([page]) => page)).toEqual(['first', 'second', 'third', 'back']);
      }
    },
  );

  it('is none of the others', () => {
    const refused = COMBINATIONS.filter((by) => {
      try {
        filterFor(by, {} as Query);
        return false;
      } catch (error) {
        return FilterNotServed.is(error);
      }
    });
    expect(refused.toSorted()).toEqual(COMBINATIONS.filter((by) => !SERVED[who]?.includes(by)).toSorted());
  });

  /** The first page, the two after it, and the way back from there. */
  async function everyDirection(filter: Record<string, unknown>) {
    const seen: (readonly [page: string, at: KeysetQuery])[] = [];
    const page = (name: string, cursor?: string) =>
      pager.page({ limit: PAGE, cursor }, filter, (at) => {
        seen.push([name, at]);
        return repo.list(ctx(), filter, at);
      });
    const first = await page('first');
    if (first.next === undefined) return seen;
    const second = await page('second', first.next);
    const third = await page('third', second.next);
    const back = await page('back', third.prev);
    expect(back.data.map(({ id }) => id)).toEqual(second.data.map(({ id }) => id));
    return seen;
  }
});

it('orders near a place are found by the index of their places, and one’s own without those of others', async () => {
  const circle = { longitude: 8.6512, latitude: 49.8728, metres: 1_000 };
  const range = { createdAt: { $gte: new Date(FIRST) } };
  const own = { client_: { clientId: CLIENTS[38] ?? '' }, carrier_: { carrierId: CARRIERS[14] ?? '' } };
  for (const end of ['pickup', 'delivery'] as const) {
    for (const [prefix, bound] of [['', { status: 'review' }], ...Object.entries(own)] as const) {
      const index = `${prefix}${end}_place`;
      const ctx = aCtx({ tenantId });
      const explained = await repo.explainWithin(ctx, { index, ends: [end] }, { ...range, ...bound }, circle, 1_001);
      const plan = planOf(explained);
      expect(plan.indexes).toEqual([index]);
      expect(plan.stages).not.toContain('SORT');
      // All orders are at this place.
      if (prefix) expect(explained.executionStats.totalDocsExamined).toBeLessThan(ORDERS / 20);
    }
  }
});

interface Stage {
  readonly stage: string;
  readonly indexName?: string;
  readonly queryPlan?: Stage;
  readonly inputStage?: Stage;
  readonly inputStages?: readonly Stage[];
}

function planOf(explained: Record<string, unknown>) {
  const { winningPlan } = explained.queryPlanner as { winningPlan: Stage };
  const { totalKeysExamined } = explained.executionStats as { totalKeysExamined: number };
  const stages = flat(winningPlan.queryPlan ?? winningPlan);
  return {
    stages: stages.map(({ stage }) => stage),
    indexes: stages.flatMap(({ indexName }) => indexName ?? []),
    keys: totalKeysExamined,
  };
}

const flat = (stage: Stage): Stage[] => [
  stage,
  ...[stage.inputStage ?? [], stage.inputStages ?? []].flat().flatMap(flat),
];

/** Park and Miller's generator: the orders must not change from run to run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
