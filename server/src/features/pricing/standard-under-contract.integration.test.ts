import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aFlatVersion, type GivenContracting, givenContracting, STANDARD } from '../contracts/contracts.fixtures.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { aNewGrid, inDays } from './pricing.fixtures.ts';

/** The application's clock, which a test moves by days; whoever acts after that signs in anew. */
let clock = new Date();
let app: TestApp;
beforeAll(async () => {
  app = await testApp({}, { now: () => clock });
});

const CHEAPER = 3_000;
const DEARER = 9_000;
const HELD = 14;

/** A client that had no contract until now, a product for it, and a grid to agree on. */
async function given(agreed: number, priceHoldDays: number) {
  const world = await givenContracting(app, { priceHoldDays });
  const gridId = await world.made('/pricing-grids', aNewGrid({ standard: false, first: aFlatVersion(agreed) }));
  const productId = await world.made('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
  return { ...world, gridId, productId };
}
type Given = Awaited<ReturnType<typeof given>>;

const moveTo = (at: Date, ms = 0) => {
  clock = new Date(at.getTime() + ms);
};
/** The client itself, or a dispatcher who orders for it. */
const WHO = {
  client: async ({ tenant, clientId }: Given) => ({ by: await tenant.person('client', { clientId }), for: {} }),
  dispatcher: async ({ tenant, clientId }: Given) => ({ by: await tenant.person('dispatcher'), for: { clientId } }),
};
/** The standard price as somebody would send it, with a `quotedAt` from before every contract: nobody believes it. */
const standardPrice = ({ standardId: gridId }: GivenContracting) => ({
  price: { total: STANDARD, currency: 'EUR', gridId, gridVersion: 1, quotedAt: '2026-02-01T00:00:00.000Z' },
});
const order = ({ productId }: Given, fields: object = {}) => {
  const { pickup, delivery, ...rest } = aNewOrder(productId);
  const at = (hours: number) => new Date(clock.getTime() + hours * 3_600_000).toISOString();
  return {
    ...rest,
    pickup: { ...pickup, window: { from: at(1), to: at(4), zone: 'Europe/Berlin' } },
    delivery: { ...delivery, window: { from: at(4), to: at(10), zone: 'Europe/Berlin' } },
    ...fields,
  };
};
const placing = async (world: Given, who: keyof typeof WHO) => {
  const { by, for: whom } = await WHO[who](world);
  return (await by.post('/transport-orders', order(world, { ...standardPrice(world), ...whom }))).body;
};
/** The client places an order at the price of now and then says that it was the standard one. */
const amending = async (world: Given) => {
  const { by } = await WHO.client(world);
  const placed = (await by.post('/transport-orders', order(world))).body;
  expect(placed.status).toBe('placed');
  return (await amend(by, placed, standardPrice(world))).body;
};
const amend = (by: Caller, { id, version }: { id: string; version: number }, patch: object) =>
  by.patch(`/transport-orders/${id}`, patch, { 'If-Match': `W/"v${version}"` });

const placed = { status: 'placed', issues: [], price: { total: STANDARD } };
const keptFor = (total: number, gridId: string) => ({
  status: 'review',
  issues: [{ code: 'price_changed', pointer: '/price/total' }],
  alternative: { price: { total, gridId } },
});

describe.each([
  ['dearer', DEARER],
  ['cheaper', CHEAPER],
])('the standard price of a client that gets a %s contract', (_which, agreed) => {
  it(`is honoured for the tenant’s ${HELD} days after the activation and not a moment longer, whoever sends it`, async () => {
    const world = await given(agreed, HELD);
    await world.active({ gridId: world.gridId });
    const end = inDays(HELD, clock);

    moveTo(end, -1);
    expect(await placing(world, 'client')).toMatchObject(placed);
    expect(await placing(world, 'dispatcher')).toMatchObject(placed);
    expect(await amending(world)).toMatchObject(placed);

    moveTo(end);
    const kept = keptFor(agreed, world.gridId);
    expect(await placing(world, 'client')).toMatchObject(kept);
    expect(await placing(world, 'dispatcher')).toMatchObject(kept);
    expect(await amending(world)).toMatchObject(kept);
  });

  it('is over with the activation where the tenant holds prices no day longer', async () => {
    const world = await given(agreed, 0);
    expect(await placing(world, 'client')).toMatchObject(placed);

    await world.active({ gridId: world.gridId });

    const kept = keptFor(agreed, world.gridId);
    expect(await placing(world, 'client')).toMatchObject(kept);
    expect(await placing(world, 'dispatcher')).toMatchObject(kept);
    expect(await amending(world)).toMatchObject(kept);
  });

  it.each([HELD, 0])('ends with the beginning of a contract activated before that, and %i days', async (days) => {
    const world = await given(agreed, days);
    const begin = inDays(3, clock);
    await world.active({ gridId: world.gridId, validFrom: begin.toISOString() });
    const end = inDays(days, begin);

    moveTo(end, -1);
    expect(await placing(world, 'client')).toMatchObject(placed);
    moveTo(end);
    expect(await placing(world, 'client')).toMatchObject(keptFor(agreed, world.gridId));
  });
});

it('who accepts the price of the contract instead has his order placed at it', async () => {
  const world = await given(DEARER, 0);
  await world.active({ gridId: world.gridId });
  const kept = await placing(world, 'client');

  const answer = await world.client.post(
    `/transport-orders/${kept.id}/transitions`,
    { to: 'placed', alternativeId: kept.alternative.id },
    { 'If-Match': 'W/"v1"' },
  );

  expect(answer.body).toMatchObject({ status: 'placed', price: { total: DEARER, gridId: world.gridId } });
});

describe('long after a contract came into force the standard price counts', () => {
  const later = (days: number) => moveTo(inDays(days, clock));

  it('for clients without one, and for transport types that it is not for', async () => {
    const world = await given(DEARER, 0);
    const stranger = { ...world, clientId: await world.made('/clients', { name: 'Nordkran' }) };
    await world.active({ clientId: stranger.clientId, gridId: world.gridId });
    const ftl = await world.made('/pricing-grids', aNewGrid({ standard: false, transportType: 'ftl' }));
    await world.active({ transportType: 'ftl', gridId: ftl });

    later(20);

    expect(await placing(world, 'client')).toMatchObject(placed);
    expect(await placing(stranger, 'client')).toMatchObject(keptFor(DEARER, world.gridId));
  });

  it('where the contract is on the standard grid itself', async () => {
    const world = await given(DEARER, HELD);
    await world.active({ gridId: world.standardId });
    // Its version gives way long after the contract came, and holds for the days after that.
    const next = aFlatVersion(DEARER, { validFrom: inDays(10, clock).toISOString() });
    await world.made(`/pricing-grids/${world.standardId}/versions`, next);

    later(20);

    expect(await placing(world, 'client')).toMatchObject(placed);
  });

  it('again from the contract’s end on', async () => {
    const world = await given(DEARER, 0);
    const end = inDays(10, clock);
    await world.active({ gridId: world.gridId, validTo: end.toISOString() });

    moveTo(end, -1);
    expect(await placing(world, 'client')).toMatchObject(keptFor(DEARER, world.gridId));
    moveTo(end);
    expect(await placing(world, 'client')).toMatchObject(placed);
  });
});
