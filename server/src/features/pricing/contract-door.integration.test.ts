import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import {
  aFlatVersion,
  type GivenContracting,
  givenContracting,
  SPECIAL,
  STANDARD,
} from '../contracts/contracts.fixtures.ts';
import { type ContractsApi, contractsFeature } from '../contracts/index.ts';
import { type PricingApi, pricingFeature } from './index.ts';
import { aNewGrid, aQuoteRequest, inDays } from './pricing.fixtures.ts';

let app: TestApp;
let door: PricingApi;
beforeAll(async () => {
  app = await testApp();
  const platform = readingPlatform(app.mongo);
  const contracts: ContractsApi = contractsFeature(platform, {
    clientExists: async () => true,
    carrierExists: async () => true,
    grid: (ctx, id) => door.grid(ctx, id),
  }).api;
  door = pricingFeature(platform, {
    clientExists: async () => true,
    priceHoldDays: async () => 14,
    activeContract: contracts.active,
    contractEnded: contracts.endedOn,
    contractedGrids: contracts.gridsOf,
  }).api;
});

const ctxOf = ({ tenant }: GivenContracting) => aCtx({ tenantId: tenant.id });
const quoted = async (given: GivenContracting, fields: { clientId?: string; at?: Date } = {}) => {
  const { clientId } = given;
  const found = await door.quote(ctxOf(given), { ...aQuoteRequest(), clientId, ...fields });
  return found.ok ? found.price.total : found.reason;
};
const again = (given: GivenContracting, gridVersion = 1, fields: { clientId?: string; at?: Date } = {}) => {
  const { clientId, specialId: gridId } = given;
  return door.requote(ctxOf(given), { gridId, gridVersion }, { ...aQuoteRequest(), clientId, ...fields });
};
const addVersion = ({ made, specialId }: GivenContracting, flat: number, validFrom = new Date()) =>
  made(`/pricing-grids/${specialId}/versions`, aFlatVersion(flat, { validFrom: validFrom.toISOString() }));
const amend = async ({ tenant }: GivenContracting, id: string, patch: object, version = 2) =>
  expect((await tenant.admin.patch(`/contracts/${id}`, patch, { 'If-Match': `W/"v${version}"` })).status).toBe(200);

describe('a price is asked for', () => {
  it('and a client with a contract pays by its grid, everybody else by the standard grid', async () => {
    const given = await givenContracting(app);
    const other = await given.made('/clients', { name: 'Nordkran' });
    expect(await quoted(given)).toBe(STANDARD);

    await given.active();

    expect([await quoted(given), await quoted(given, { clientId: other })]).toEqual([SPECIAL, STANDARD]);
    const nobodys = await door.quote(ctxOf(given), aQuoteRequest());
    expect(nobodys.ok && nobodys.price.total).toBe(STANDARD);
  });

  it('and the newest version of the contract’s grid that is valid then counts', async () => {
    const given = await givenContracting(app);
    await given.active();
    await addVersion(given, 3_300, inDays(10));

    expect([await quoted(given), await quoted(given, { at: inDays(11) })]).toEqual([SPECIAL, 3_300]);
  });

  it('and a contract for one transport type says nothing about another', async () => {
    const given = await givenContracting(app);
    const ftl = await given.made('/pricing-grids', aNewGrid({ transportType: 'ftl', standard: false }));
    await given.active({ transportType: 'ftl', gridId: ftl });
    expect(await quoted(given)).toBe(STANDARD);
  });

  it('and where the contract’s grid has no price there is none: the standard grid does not step in', async () => {
    const given = await givenContracting(app);
    const zones = [{ code: 'D1', postcodePrefixes: [{ country: 'DE', prefix: '1' }] }];
    const cells = [{ from: 'D1', to: 'D1', bracket: 0, flat: 1 }];
    const berlin = await given.made(
      '/pricing-grids',
      aNewGrid({ standard: false, first: aFlatVersion(1, { zones, cells }) }),
    );
    const first = await given.active({ gridId: berlin });
    expect(await quoted(given)).toBe('city_not_covered');
    await given.end(first);

    const over = aFlatVersion(1, { validTo: '2026-02-01T00:00:00.000Z' });
    const gridId = await given.made('/pricing-grids', aNewGrid({ standard: false, first: over }));
    await given.active({ gridId });

    expect(await quoted(given)).toBe('no_grid');
  });

  it('and the price holds until its version has given way for the tenant’s days, but not longer than the contract', async () => {
    const given = await givenContracting(app);
    const end = inDays(20);
    const until = async () => {
      const found = await door.quote(ctxOf(given), { ...aQuoteRequest(), clientId: given.clientId });
      return found.ok && found.holdsUntil;
    };
    const id = await given.active();
    expect(await until()).toBeUndefined();

    await amend(given, id, { validTo: end.toISOString() });
    expect(await until()).toEqual(end);

    const [soon, later] = [inDays(2), inDays(10)];
    await addVersion(given, 3_300, later);
    expect(await until()).toEqual(end);
    await addVersion(given, 3_300, soon);
    expect(await until()).toEqual(inDays(14, soon));
  });

  it('and the standard grid promises no more than the tenant’s days beyond the beginning of a contract to come', async () => {
    const given = await givenContracting(app);
    const begin = inDays(5);
    await given.active({ validFrom: begin.toISOString() });

    const found = await door.quote(ctxOf(given), { ...aQuoteRequest(), clientId: given.clientId });

    expect(found).toMatchObject({ ok: true, price: { total: STANDARD }, holdsUntil: inDays(14, begin) });
  });
});

describe('a price comes with an order', () => {
  it('and counts by the grid of the client’s contract, also by a version that gave way some days ago', async () => {
    const given = await givenContracting(app);
    await given.active();
    expect(await again(given)).toMatchObject({ holds: true, quote: { ok: true, price: { total: SPECIAL } } });

    await addVersion(given, 3_300);

    const day = (days: number) => ({ at: inDays(days) });
    expect(await again(given)).toMatchObject({ holds: true, quote: { price: { total: SPECIAL, gridVersion: 1 } } });
    expect(await again(given, 1, day(13.9))).toMatchObject({ holds: true });
    expect(await again(given, 1, day(14.1))).toMatchObject({ holds: false });
    expect(await again(given, 2)).toMatchObject({ holds: true, quote: { price: { total: 3_300, gridVersion: 2 } } });
    expect(await again(given, 1)).not.toHaveProperty('contractEnded');
  });

  it('and counts by the standard grid for the tenant’s days after the contract came into force, as if a version had come', async () => {
    const given = await givenContracting(app);
    const begin = inDays(5);
    const id = await given.active({ validFrom: begin.toISOString(), validTo: inDays(30).toISOString() });
    const standard = (days: number, gridVersion = 1) =>
      door.requote(
        ctxOf(given),
        { gridId: given.standardId, gridVersion },
        { ...aQuoteRequest(), clientId: given.clientId, at: inDays(days) },
      );

    const counting = { quote: { ok: true, price: { total: STANDARD }, holdsUntil: inDays(14, begin) } };
    expect(await standard(1)).toMatchObject({ ...counting, holds: true });
    expect(await standard(18.9)).toMatchObject({ ...counting, holds: true, validTo: begin });
    expect(await standard(19.1)).toMatchObject({ ...counting, holds: false });
    expect(await standard(19.1)).not.toHaveProperty('contractEnded');
    // After the contract's end it is the standard grid that prices again.
    expect(await standard(31)).toMatchObject({ holds: true });

    // Published under the contract, so this client has never been quoted by it.
    const validFrom = inDays(10).toISOString();
    await given.made(`/pricing-grids/${given.standardId}/versions`, aFlatVersion(1, { validFrom }));
    expect(await standard(12, 2)).toMatchObject({ holds: false });
    expect(await standard(31, 2)).toMatchObject({ holds: true });
    await given.end(id);
    expect(await standard(12, 2)).toMatchObject({ holds: true });
  });

  it.each<[string, (given: GivenContracting, id: string) => Promise<unknown>]>([
    ['was ended', (given, id) => given.end(id)],
    ['has run out', (given, id) => amend(given, id, { validTo: new Date().toISOString() })],
    [
      'has given way to one on another grid',
      async (given, id) => {
        await given.end(id);
        await given.active({ gridId: await given.made('/pricing-grids', aNewGrid({ standard: false })) });
      },
    ],
  ])('and does not hold any more when the contract %s, which it says', async (_how, end) => {
    const given = await givenContracting(app);
    const id = await given.active();
    await end(given, id);

    expect(await again(given)).toMatchObject({
      holds: false,
      contractEnded: true,
      quote: { ok: true, price: { total: SPECIAL } },
    });
    expect(await quoted(given)).not.toBe(SPECIAL);
  });

  it('and holds again when a new contract names the same grid', async () => {
    const given = await givenContracting(app);
    await given.end(await given.active());
    await given.active();
    expect(await again(given)).toMatchObject({ holds: true });
    expect(await again(given)).not.toHaveProperty('contractEnded');
  });

  it.each<[string, (given: GivenContracting) => Promise<unknown>]>([
    ['nobody has a contract for', async () => undefined],
    ['only a draft names', (given) => given.drafted()],
    ['a draft named that was given up', async (given) => given.end(await given.drafted(), 1)],
    [
      'another client has a contract for',
      async (given) => given.active({ clientId: await given.made('/clients', { name: 'B' }) }),
    ],
    [
      'another client had a contract for',
      async (given) => given.end(await given.active({ clientId: await given.made('/clients', { name: 'B' }) })),
    ],
    ['a carrier is paid by', (given) => given.active({ carrierId: given.carrierId })],
    ['a contract names that has not begun', (given) => given.active({ validFrom: inDays(1).toISOString() })],
    [
      'a contract named that was ended before it began',
      async (given) => given.end(await given.active({ validFrom: inDays(1).toISOString() })),
    ],
  ])('and does not count by a grid that %s', async (_which, arrange) => {
    const given = await givenContracting(app);
    await arrange(given);
    expect(await again(given)).toBeUndefined();
  });

  it('and does not count by a contract’s grid for nobody in particular, nor in another tenant', async () => {
    const given = await givenContracting(app);
    await given.active();
    const { specialId: gridId, clientId } = given;
    expect(await door.requote(ctxOf(given), { gridId, gridVersion: 1 }, aQuoteRequest())).toBeUndefined();
    expect(await door.requote(aCtx(), { gridId, gridVersion: 1 }, { ...aQuoteRequest(), clientId })).toBeUndefined();
  });
});

describe('the cost of a transport', () => {
  const cost = (given: GivenContracting, fields: object = {}) =>
    door.cost(ctxOf(given), { ...aQuoteRequest(), carrierId: given.carrierId, ...fields });

  it('is the price by the grid of the carrier’s contract', async () => {
    const given = await givenContracting(app);
    await given.active({ carrierId: given.carrierId });
    const at = new Date();
    expect(await cost(given, { at })).toEqual({
      total: SPECIAL,
      currency: 'EUR',
      gridId: given.specialId,
      gridVersion: 1,
      quotedAt: at.toISOString(),
    });
  });

  it('is unknown without a contract in force, or where its grid has no price', async () => {
    const given = await givenContracting(app);
    expect(await cost(given)).toBeUndefined();
    const id = await given.active({ carrierId: given.carrierId });
    expect(await cost(given, { at: inDays(-400) })).toBeUndefined();
    expect(await cost(given, { lines: [{ weightGrams: 2_500_001 }] })).toBeUndefined();
    expect(await door.cost(aCtx(), { ...aQuoteRequest(), carrierId: given.carrierId })).toBeUndefined();
    await given.end(id);
    expect(await cost(given)).toBeUndefined();
  });
});

it('the door knows what a grid prices, whoever may see it', async () => {
  const given = await givenContracting(app);
  expect(await door.grid(ctxOf(given), given.specialId)).toMatchObject({ transportType: 'ltl' });
  expect(await door.grid(aCtx(), given.specialId)).toBeUndefined();
});
