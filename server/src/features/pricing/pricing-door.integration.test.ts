import { beforeAll, expect, it } from 'vitest';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { type PricingApi, pricingFeature } from './index.ts';
import { aNewGrid, aNewVersion, aQuoteRequest, inDays } from './pricing.fixtures.ts';

let app: TestApp;
let door: PricingApi;
beforeAll(async () => {
  app = await testApp();
  door = pricingFeature(readingPlatform(app.mongo), {
    clientExists: async () => true,
    priceHoldDays: async () => 14,
    activeContract: async () => undefined,
    contractEnded: async () => false,
    contractedGrids: async () => [],
  }).api;
});

const TODAY = new Date();
const add = (tenant: GivenTenant, gridId: string, from: number, to?: number) =>
  tenant.admin.post(
    `/pricing-grids/${gridId}/versions`,
    aNewVersion({
      validFrom: inDays(from, TODAY).toISOString(),
      ...(to === undefined ? {} : { validTo: inDays(to, TODAY).toISOString() }),
    }),
  );
const givenGrid = async (from = -30) => {
  const tenant = await givenTenant(app);
  const { body } = await tenant.admin.post(
    '/pricing-grids',
    aNewGrid({ first: aNewVersion({ validFrom: inDays(from, TODAY).toISOString() }) }),
  );
  return { tenant, gridId: body.id as string, ctx: aCtx({ tenantId: tenant.id }) };
};
const asOf = (day: number) => ({ ...aQuoteRequest(), at: inDays(day, TODAY) });

it('a transport is priced by the highest version that is valid at the time', async () => {
  const { tenant, gridId, ctx } = await givenGrid(-2);
  await add(tenant, gridId, 10, 20);
  await add(tenant, gridId, 40, 50);

  const found = [];
  for (const day of [-3, 5, 15, 30, 45, 60]) {
    const quoted = await door.quote(ctx, asOf(day));
    found.push(quoted.ok ? quoted.price.gridVersion : quoted.reason);
  }

  expect(found).toEqual(['no_grid', 1, 2, 1, 3, 1]);
});

it('a quote says until when it holds: the tenant’s days after its version gave way', async () => {
  const { tenant, gridId, ctx } = await givenGrid();
  expect(await door.quote(ctx, asOf(1))).toMatchObject({
    ok: true,
    price: { quotedAt: asOf(1).at.toISOString() },
    holdsUntil: undefined,
  });

  await add(tenant, gridId, 10);

  expect(await door.quote(ctx, asOf(1))).toMatchObject({ price: { gridVersion: 1 }, holdsUntil: inDays(24, TODAY) });
});

it('an earlier quote is priced again by its very version, which holds for the tenant’s days after it gave way', async () => {
  const { tenant, gridId, ctx } = await givenGrid();
  await add(tenant, gridId, 10);
  const again = (day: number) => door.requote(ctx, { gridId, gridVersion: 1 }, asOf(day));

  expect(await again(5)).toMatchObject({
    quote: { ok: true, price: { total: 4_950, gridVersion: 1 } },
    holds: true,
    validFrom: inDays(-30, TODAY),
    validTo: inDays(10, TODAY),
  });
  expect((await again(23.9))?.holds).toBe(true);
  expect(await again(24)).toMatchObject({ quote: { ok: true, price: { total: 4_950 } }, holds: false });
});

it('a version that has not begun prices, but holds for nothing', async () => {
  const { tenant, gridId, ctx } = await givenGrid();
  await add(tenant, gridId, 10);
  expect(await door.requote(ctx, { gridId, gridVersion: 2 }, asOf(5))).toMatchObject({
    holds: false,
    quote: { ok: true, holdsUntil: new Date(0) },
  });
});

it('a version does not count that is unknown, of another type, another tenant’s, or not everybody’s', async () => {
  const { tenant, gridId, ctx } = await givenGrid();
  const special = (await tenant.admin.post('/pricing-grids', aNewGrid({ standard: false }))).body.id as string;
  const other = (await tenant.admin.post('/pricing-grids', aNewGrid({ transportType: 'ftl' }))).body.id as string;

  expect(await door.requote(ctx, { gridId, gridVersion: 1 }, asOf(1))).toBeDefined();
  for (const by of [
    { gridId, gridVersion: 2 },
    { gridId: special, gridVersion: 1 },
    { gridId: other, gridVersion: 1 },
  ]) {
    expect(await door.requote(ctx, by, asOf(1))).toBeUndefined();
  }
  expect(await door.requote(aCtx(), { gridId, gridVersion: 1 }, asOf(1))).toBeUndefined();
});
