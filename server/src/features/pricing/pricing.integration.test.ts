import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aNewGrid, aNewVersion, aQuoteRequest, inDays } from './pricing.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const create = (tenant: GivenTenant, fields = {}) => tenant.admin.post('/pricing-grids', aNewGrid(fields));
const add = (tenant: GivenTenant, gridId: string, fields = {}) =>
  tenant.admin.post(`/pricing-grids/${gridId}/versions`, aNewVersion(fields));
const givenGrid = async (fields = {}) => {
  const tenant = await givenTenant(app);
  return { tenant, grid: (await create(tenant, fields)).body };
};
const aClient = async (tenant: GivenTenant) => {
  const clientId = (await tenant.admin.post('/clients', { name: 'Elbwerk AG' })).body.id as string;
  return { clientId, client: await tenant.person('client', { clientId }) };
};
const versions = async (person: Caller, path = '/pricing-grids') =>
  (await person.get(path)).body.data.map(({ id, version }: { id: string; version: number }) => [id, version]);
const dearer = { surcharges: [], cells: [{ from: 'D64', to: 'D60', bracket: 0, flat: 9_900 }] };

describe('createPricingGrid', () => {
  it('adds a grid with its first version, the standard one of its type unless it says otherwise', async () => {
    const tenant = await givenTenant(app);

    const answer = await create(tenant);

    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    const { first, ...head } = aNewGrid();
    expect(answer.body).toEqual({
      ...head,
      ...first,
      id: answer.body.id,
      version: 1,
      standard: true,
      volumetricFactor: 250,
      createdAt: answer.body.createdAt,
    });
    expect((await create(tenant, { standard: false })).body.standard).toBe(false);
  });

  it('refuses a second standard grid of a type and says whose place it would take', async () => {
    const { tenant, grid } = await givenGrid();

    const answer = await create(tenant);

    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
      422,
      'invalid_grid',
      '/standard',
    ]);
    expect(answer.body.detail).toContain(grid.id);
    expect((await create(tenant, { transportType: 'ftl' })).status).toBe(201);
  });

  it('has one standard grid of a type, also when several are made at the same time', async () => {
    const tenant = await givenTenant(app);

    const answers = await Promise.all(Array.from({ length: 5 }, () => create(tenant)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await versions(tenant.admin)).toHaveLength(1);
  });

  it('stores nothing of a grid that contradicts itself, and names every place', async () => {
    const tenant = await givenTenant(app);
    const cells = [{ from: 'D64', to: 'D99', bracket: 7, flat: 1 }];

    const answer = await create(tenant, { first: aNewVersion({ cells, validTo: '2025-01-01T00:00:00Z' }) });

    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_grid']);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/first/validTo',
      '/first/cells/0/to',
      '/first/cells/0/bracket',
    ]);
    expect(await versions(tenant.admin)).toEqual([]);
  });
});

describe('addPricingGridVersion', () => {
  it('numbers versions one above the newest and leaves the others as they were', async () => {
    const { tenant, grid } = await givenGrid();

    const second = await add(tenant, grid.id, dearer);

    expect([second.status, second.headers.etag]).toEqual([201, 'W/"v2"']);
    expect(second.body).toMatchObject({
      id: grid.id,
      version: 2,
      name: grid.name,
      currency: 'EUR',
      standard: true,
      ...dearer,
    });
    expect((await add(tenant, grid.id)).body.version).toBe(3);
    expect((await tenant.admin.get(`/pricing-grids/${grid.id}?version=1`)).body).toEqual(grid);
  });

  it('gives each number once, when versions are added at the same time', async () => {
    const { tenant, grid } = await givenGrid();

    const answers = await Promise.all(Array.from({ length: 5 }, () => add(tenant, grid.id)));

    // Who was in somebody's way was either served after him or told to send again.
    expect(
      answers
        .filter(({ status }) => status !== 201)
        .every(({ body }) => body.code === 'service_unavailable' && body.retryable),
    ).toBe(true);
    const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.version as number);
    expect(numbers.sort()).toEqual(numbers.map((_, i) => i + 2));
    expect(await versions(tenant.admin)).toEqual([[grid.id, numbers.length + 1]]);
  });

  it('refuses a version that contradicts itself, and a grid that is not there', async () => {
    const { tenant, grid } = await givenGrid();
    const refused = await add(tenant, grid.id, { brackets: [{}, {}] });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/brackets/0/uptoGrams']);
    expect((await add(await givenTenant(app), grid.id)).status).toBe(404);
  });
});

describe('listPricingGrids', () => {
  it('shows the newest version of each grid, and a client the standard grids only', async () => {
    const { tenant, grid } = await givenGrid();
    await add(tenant, grid.id);
    const special = (await create(tenant, { standard: false, name: 'Special' })).body;
    const { client } = await aClient(tenant);

    expect(await versions(tenant.dispatcher)).toEqual([
      [special.id, 1],
      [grid.id, 2],
    ]);
    expect(await versions(client)).toEqual([[grid.id, 2]]);
    expect(await versions(client, '/pricing-grids?transportType=ftl')).toEqual([]);
    expect(await versions(tenant.dispatcher, '/pricing-grids?transportType=ltl&limit=1')).toEqual([[special.id, 1]]);
  });

  it('keeps a grid where it is on the pages when a version is added', async () => {
    const { tenant, grid: oldest } = await givenGrid();
    for (const transportType of ['ftl', 'express']) await create(tenant, { transportType });

    const { next } = (await tenant.admin.get('/pricing-grids?limit=2')).body;
    await add(tenant, oldest.id);

    expect(await versions(tenant.admin, `/pricing-grids?limit=2&cursor=${next}`)).toEqual([[oldest.id, 2]]);
  });
});

describe('getPricingGrid', () => {
  it('shows the newest version or the one asked for, and a client standard grids only', async () => {
    const { tenant, grid } = await givenGrid();
    const special = (await create(tenant, { standard: false })).body;
    const { client } = await aClient(tenant);
    expect((await client.get(`/pricing-grids/${grid.id}`)).body.version).toBe(1);

    await add(tenant, grid.id);

    const newest = await client.get(`/pricing-grids/${grid.id}`);
    expect([newest.body.version, newest.headers.etag]).toEqual([2, 'W/"v2"']);
    expect((await client.get(`/pricing-grids/${grid.id}?version=1`)).body).toEqual(grid);
    expect((await client.get(`/pricing-grids/${special.id}`)).status).toBe(404);
    expect((await tenant.admin.get(`/pricing-grids/${special.id}`)).status).toBe(200);
  });

  it('does not know a version that was never made, nor another tenant’s', async () => {
    const { tenant, grid } = await givenGrid();
    expect((await tenant.admin.get(`/pricing-grids/${grid.id}?version=2`)).status).toBe(404);
    expect((await (await givenTenant(app)).admin.get(`/pricing-grids/${grid.id}`)).status).toBe(404);
  });
});

describe('createQuote', () => {
  it('prices by the standard grid and says how, and that no end is known', async () => {
    const { tenant, grid } = await givenGrid();
    const { client } = await aClient(tenant);

    const answer = await client.post('/quotes', aQuoteRequest());

    expect([answer.status, answer.body]).toEqual([
      200,
      {
        price: { total: 4_950, currency: 'EUR', gridId: grid.id, gridVersion: 1, quotedAt: answer.body.price.quotedAt },
        breakdown: {
          zoneFrom: 'D64',
          zoneTo: 'D60',
          chargeableGrams: 480_000,
          base: 4_500,
          surcharges: [{ code: 'diesel', amount: 450 }],
        },
        holdsUntil: null,
      },
    ]);
  });

  it('holds for the tenant’s fourteen days after the next version begins', async () => {
    const { tenant, grid } = await givenGrid();
    const next = inDays(10);
    await add(tenant, grid.id, { ...dearer, validFrom: next.toISOString() });

    const { body } = await tenant.admin.post('/quotes', aQuoteRequest());

    expect(body).toMatchObject({ price: { gridVersion: 1 }, holdsUntil: inDays(14, next).toISOString() });
  });

  it('is by the new version in the very next answer', async () => {
    const { tenant, grid } = await givenGrid();
    await add(tenant, grid.id, dearer);
    expect((await tenant.admin.post('/quotes', aQuoteRequest())).body.price).toMatchObject({
      total: 9_900,
      gridVersion: 2,
    });
  });

  it.each([
    ['no grid of this type', { transportType: 'ftl' }, 'no_grid', '/transportType'],
    [
      'no zone for the place',
      { delivery: { ...aQuoteRequest().delivery, postcode: '10115', city: 'Berlin' } },
      'city_not_covered',
      '/delivery/city',
    ],
    ['goods beyond the brackets', { lines: [{ weightGrams: 2_500_001 }] }, 'limits_exceeded', '/lines'],
  ])('says why there is no price: %s', async (_why, fields, code, pointer) => {
    const { tenant } = await givenGrid();
    const answer = await tenant.admin.post('/quotes', { ...aQuoteRequest(), ...fields });
    expect([answer.status, answer.body.code]).toEqual([422, 'quote_not_possible']);
    expect(answer.body.errors).toEqual([{ pointer, code, message: answer.body.detail }]);
  });

  it('is for any client there is, asked by staff, and for itself, asked by a client', async () => {
    const { tenant } = await givenGrid();
    const [{ clientId, client }, { client: other }] = [await aClient(tenant), await aClient(tenant)];
    const ask = async (person: Caller, forClient: string) =>
      (await person.post('/quotes', { ...aQuoteRequest(), clientId: forClient })).body.code ?? 'ok';

    expect([await ask(tenant.dispatcher, clientId), await ask(client, clientId)]).toEqual(['ok', 'ok']);
    expect(await ask(other, clientId)).toBe('unknown_reference');
    expect(await ask(tenant.dispatcher, 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4d')).toBe('unknown_reference');
  });
});
