import { beforeAll, expect, it } from 'vitest';
import type { Answer } from '../../../test/caller.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aFlatVersion, SPECIAL } from '../contracts/contracts.fixtures.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { aNewGrid, aQuoteRequest } from './pricing.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const V1 = 4_000;
const V2 = 4_444;
/** Nobody orders faster than his own limit: twenty people send ten orders each. */
const PEOPLE = 20;
const EACH = 10;

/** A client with many people and a grid that prices it, the standard one or that of its contract. */
async function given(by: 'standard' | 'contract', settings: Parameters<typeof givenTenant>[1] = {}) {
  const tenant = await givenTenant(app, settings);
  const made = async (path: string, body: object) => (await tenant.admin.post(path, body)).body.id as string;
  const clientId = await made('/clients', { name: 'Elbwerk AG' });
  const productId = await made('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
  const first = aFlatVersion(V1);
  const gridId = await made('/pricing-grids', aNewGrid({ standard: by === 'standard', first }));
  if (by === 'contract') {
    await made('/pricing-grids', aNewGrid({ first: aFlatVersion(SPECIAL) }));
    const terms = { clientId, transportType: 'ltl', gridId, validFrom: '2026-01-01T00:00:00.000Z' };
    const id = await made('/contracts', terms);
    await tenant.admin.post(`/contracts/${id}/transitions`, { to: 'active' }, { 'If-Match': 'W/"v1"' });
  }
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => tenant.person('client', { clientId })));
  return { tenant, clientId, productId, gridId, people };
}
type Given = Awaited<ReturnType<typeof given>>;

const publish = ({ tenant, gridId }: Given) =>
  tenant.admin.post(`/pricing-grids/${gridId}/versions`, aFlatVersion(V2, { validFrom: new Date().toISOString() }));
const quote = async ({ tenant }: { tenant: GivenTenant }, clientId: string) =>
  (await tenant.dispatcher.post('/quotes', { ...aQuoteRequest(), clientId })).body.price as {
    total: number;
    gridVersion: number;
  };
const priceOf = (gridId: string, gridVersion: number, total: number) => ({
  price: { total, currency: 'EUR', gridId, gridVersion, quotedAt: new Date().toISOString() },
});

/**
 * Sends orders with the price of the first version, all at once but for everybody's last, and does something when some
 * of them are answered; the last ones go out after that, from people who did not hear of it.
 */
async function whileOrdersArrive({ people, productId, gridId }: Given, answered: number, then: () => Promise<void>) {
  const enough = Promise.withResolvers<void>();
  let count = 0;
  const order = async (person: (typeof people)[number]) => {
    const answer = await person.post('/transport-orders', aNewOrder(productId, priceOf(gridId, 1, V1)));
    count += 1;
    if (count === answered) enough.resolve();
    return answer;
  };
  const arriving = people.flatMap((person) => Array.from({ length: EACH - 1 }, () => order(person)));
  await enough.promise;
  await then();
  return { during: await Promise.all(arriving), after: await Promise.all(people.map(order)) };
}

const somewhere = () => 1 + Math.floor(Math.random() * PEOPLE * EACH * 0.5);

it.each(['standard', 'contract'] as const)(
  'a new version of the %s grid while two hundred orders of the old one arrive: each is placed at its price',
  async (by) => {
    const world = await given(by);
    const { gridId, clientId } = world;
    let published: Answer | undefined;
    const before = await quote(world, clientId);
    let after: typeof before | undefined;

    const arrived = await whileOrdersArrive(world, somewhere(), async () => {
      published = await publish(world);
      after = await quote(world, clientId);
    });

    expect(published?.status).toBe(201);
    const orders = [...arrived.during, ...arrived.after];
    expect(orders).toHaveLength(PEOPLE * EACH);
    expect(
      orders.map(({ body }) => [body.status, body.price.total, body.price.gridVersion, body.price.gridId]),
    ).toEqual(orders.map(() => ['placed', V1, 1, gridId]));
    expect([before, after]).toMatchObject([
      { total: V1, gridVersion: 1 },
      { total: V2, gridVersion: 2 },
    ]);
  },
);

it('a quote is by one version or by the other, never by something in between, and never goes back', async () => {
  const world = await given('standard');
  const { people, clientId } = world;
  const seen: { total: number; gridVersion: number }[][] = [];
  let over = false;
  const asking = people.slice(0, 5).map(async (person) => {
    const mine: { total: number; gridVersion: number }[] = [];
    seen.push(mine);
    // Twelve in all, so that nobody meets his limit; the last one surely after the change.
    while (mine.length < 12 && !over) mine.push((await person.post('/quotes', aQuoteRequest())).body.price);
    while (!over) await new Promise((resolve) => setTimeout(resolve, 5));
    mine.push((await person.post('/quotes', aQuoteRequest())).body.price);
  });

  await publish(world);
  over = true;
  await Promise.all(asking);

  for (const mine of seen) {
    for (const { total, gridVersion } of mine) expect([`1 ${V1}`, `2 ${V2}`]).toContain(`${gridVersion} ${total}`);
    const versions = mine.map(({ gridVersion }) => gridVersion);
    expect(versions).toEqual([...versions].sort());
    expect(versions.at(-1)).toBe(2);
  }
  expect((await quote(world, clientId)).gridVersion).toBe(2);
});

it.each(['standard', 'contract'] as const)(
  'where prices of the %s grid hold no day longer, an order of the old one goes to review with the new price, and none is lost',
  async (by) => {
    const world = await given(by, { priceHoldDays: 0 });

    const { during, after } = await whileOrdersArrive(world, somewhere(), async () => void (await publish(world)));

    const kept = {
      status: 'review',
      issues: [{ code: 'price_changed' }],
      alternative: { price: { total: V2, gridVersion: 2, gridId: world.gridId } },
    };
    expect([...during, ...after].filter(({ status }) => status === 201)).toHaveLength(PEOPLE * EACH);
    for (const { body } of during)
      expect(body).toMatchObject(body.status === 'placed' ? { price: { total: V1, gridVersion: 1 } } : kept);
    for (const { body } of after) expect(body).toMatchObject(kept);
  },
);
