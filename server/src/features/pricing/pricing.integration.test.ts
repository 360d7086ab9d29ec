import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Callers, givenRun } from '../../platform/http/run.fixtures.ts';
import { pricingFeature } from './index.ts';
import { aNewGrid, aNewVersion, aQuoteRequest } from './pricing.fixtures.ts';

const NOON = new Date('2026-06-15T12:00:00.000Z');
const HOLD_DAYS = 14;
const known = 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
const unknown = 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4d';

let now = NOON;
let given: Awaited<ReturnType<typeof givenRun<ReturnType<typeof pricingFeature>>>>;
beforeAll(async () => {
  given = await givenRun(
    (platform) => pricingFeature(platform, { clientExists: async (_, id) => id === known, priceHoldDays: async () => HOLD_DAYS }),
    () => now,
  );
});
beforeEach(() => {
  now = NOON;
});
afterAll(() => given.drop());

const admin = { role: 'admin' } as const;
const client = { role: 'client', clientId: known } as const;
const create = (tenant: Callers, fields = {}) => tenant.call(admin, 'createPricingGrid', { body: aNewGrid(fields) });
const add = (tenant: Callers, gridId: string, fields = {}) => tenant.call(admin, 'addPricingGridVersion', { params: { gridId }, body: aNewVersion(fields) });
const aGrid = async (fields = {}) => {
  const tenant = given.aTenant();
  return { tenant, grid: (await create(tenant, fields)).body };
};
const dearer = { surcharges: [], cells: [{ from: 'D64', to: 'D60', bracket: 0, flat: 9_900 }] };

describe('createPricingGrid', () => {
  it('adds a grid with its first version, the standard one of its type unless it says otherwise', async () => {
    const tenant = given.aTenant();

    const answer = await create(tenant);

    expect([answer.status, answer.headers?.etag]).toEqual([201, 'W/"v1"']);
    const { first, ...head } = aNewGrid();
    expect(answer.body).toEqual({ ...head, ...first, id: answer.body.id, version: 1, standard: true, volumetricFactor: 250, createdAt: NOON.toISOString() });
    expect(given.invalidated).toContainEqual({ tenantId: tenant.tenantId, tags: ['grids'] });
    expect((await create(tenant, { standard: false })).body.standard).toBe(false);
  });

  it('refuses a second standard grid of a type and says whose place it would take', async () => {
    const { tenant, grid } = await aGrid();

    const answer = await create(tenant);

    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([422, 'invalid_grid', '/standard']);
    expect(answer.body.detail).toContain(grid.id);
    expect((await create(tenant, { transportType: 'ftl' })).status).toBe(201);
  });

  it('has one standard grid of a type, also when two are made at the same time', async () => {
    const tenant = given.aTenant();

    const answers = await Promise.all(Array.from({ length: 6 }, () => create(tenant)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await tenant.call(admin, 'listPricingGrids')).body.data).toHaveLength(1);
  });

  it('stores nothing of a grid that contradicts itself, and names every place', async () => {
    const tenant = given.aTenant();
    const cells = [{ from: 'D64', to: 'D99', bracket: 7, flat: 1 }];

    const answer = await create(tenant, { first: aNewVersion({ cells, validTo: '2025-01-01T00:00:00Z' }) });

    expect([answer.status, answer.body.code]).toEqual([422, 'invalid_grid']);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/first/validTo', '/first/cells/0/to', '/first/cells/0/bracket']);
    expect((await tenant.call(admin, 'listPricingGrids')).body.data).toEqual([]);
  });
});

describe('addPricingGridVersion', () => {
  it('numbers versions one above the newest and leaves the others as they were', async () => {
    const { tenant, grid } = await aGrid();
    now = new Date('2026-06-16T00:00:00.000Z');

    const second = await add(tenant, grid.id, dearer);

    expect([second.status, second.headers?.etag]).toEqual([201, 'W/"v2"']);
    expect(second.body).toMatchObject({ id: grid.id, version: 2, name: grid.name, currency: 'EUR', standard: true, ...dearer, createdAt: now.toISOString() });
    expect((await add(tenant, grid.id)).body.version).toBe(3);
    const first = await tenant.call(admin, 'getPricingGrid', { params: { gridId: grid.id }, query: { version: '1' } });
    expect(first.body).toEqual(grid);
  });

  it('gives each number once, when versions are added at the same time; who is refused may send again', async () => {
    const { tenant, grid } = await aGrid();

    const answers = await Promise.all(Array.from({ length: 6 }, () => add(tenant, grid.id)));

    const versions = answers.filter(({ status }) => status === 201).map(({ body }) => body.version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(answers.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'service_unavailable' && body.retryable)).toBe(true);
    expect((await tenant.call(admin, 'getPricingGrid', { params: { gridId: grid.id } })).body.version).toBe(Math.max(...versions));
  });

  it('refuses a version that contradicts itself and a grid that is not there', async () => {
    const { tenant, grid } = await aGrid();
    const refused = await add(tenant, grid.id, { brackets: [{}, {}] });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/brackets/0/uptoGrams']);
    expect((await add(given.aTenant(), grid.id)).status).toBe(404);
  });
});

describe('getPricingGrid and listPricingGrids', () => {
  it('show the newest version, and a client the standard grids only', async () => {
    const { tenant, grid } = await aGrid();
    await add(tenant, grid.id);
    now = new Date('2026-06-15T13:00:00.000Z');
    const special = (await create(tenant, { standard: false, name: 'Special' })).body;
    const list = async (actor: object, query = {}) =>
      (await tenant.call(actor, 'listPricingGrids', { query })).body.data.map(({ id, version }: { id: string; version: number }) => [id, version]);
    const get = async (actor: object, gridId: string) => (await tenant.call(actor, 'getPricingGrid', { params: { gridId } })).body;

    expect(await list({ role: 'dispatcher' })).toEqual([[special.id, 1], [grid.id, 2]]);
    expect(await list(client)).toEqual([[grid.id, 2]]);
    expect(await list(client, { transportType: 'ftl' })).toEqual([]);
    expect([(await get(client, grid.id)).version, (await get(admin, special.id)).name, (await get(client, special.id)).status]).toEqual([2, 'Special', 404]);
  });

  it('keep a grid where it is on the pages when a version is added', async () => {
    const { tenant, grid: oldest } = await aGrid();
    for (const [minute, transportType] of ['ftl', 'express'].entries()) {
      now = new Date(NOON.getTime() + (minute + 1) * 60_000);
      await create(tenant, { transportType });
    }
    const page = async (query: object) => (await tenant.call(admin, 'listPricingGrids', { query: { limit: '2', ...query } })).body;

    const first = await page({});
    now = new Date(NOON.getTime() + 3_600_000);
    await add(tenant, oldest.id);
    const second = await page({ cursor: first.next });

    expect(second.data.map(({ id, version }: { id: string; version: number }) => [id, version])).toEqual([[oldest.id, 2]]);
  });

  it('do not know a version that was never made', async () => {
    const { tenant, grid } = await aGrid();
    expect((await tenant.call(admin, 'getPricingGrid', { params: { gridId: grid.id }, query: { version: '2' } })).status).toBe(404);
  });
});

describe('createQuote', () => {
  const ask = (tenant: Callers, actor: object, fields = {}) => tenant.call(actor, 'createQuote', { body: { ...aQuoteRequest(), ...fields } });

  it('prices by the standard grid and says how, and that no end is known', async () => {
    const { tenant, grid } = await aGrid();

    const answer = await ask(tenant, client);

    expect([answer.status, answer.body]).toEqual([
      200,
      {
        price: { total: 4_950, currency: 'EUR', gridId: grid.id, gridVersion: 1, quotedAt: NOON.toISOString() },
        breakdown: { zoneFrom: 'D64', zoneTo: 'D60', chargeableGrams: 480_000, base: 4_500, surcharges: [{ code: 'diesel', amount: 450 }] },
        holdsUntil: null,
      },
    ]);
  });

  it('holds for the tenant’s days after the next version begins', async () => {
    const { tenant, grid } = await aGrid();
    await add(tenant, grid.id, { ...dearer, validFrom: '2026-07-01T00:00:00Z' });
    expect((await ask(tenant, client)).body).toMatchObject({ price: { gridVersion: 1 }, holdsUntil: '2026-07-15T00:00:00.000Z' });
  });

  it.each([
    ['no grid of this type', { transportType: 'ftl' }, 'no_grid', '/transportType'],
    ['no zone for the place', { delivery: { ...aQuoteRequest().delivery, postcode: '10115', city: 'Berlin' } }, 'city_not_covered', '/delivery/city'],
    ['goods beyond the brackets', { lines: [{ weightGrams: 2_500_001 }] }, 'limits_exceeded', '/lines'],
  ])('says why there is no price: %s', async (_why, fields, code, pointer) => {
    const { tenant } = await aGrid();
    const answer = await ask(tenant, admin, fields);
    expect([answer.status, answer.body.code]).toEqual([422, 'quote_not_possible']);
    expect(answer.body.errors).toEqual([{ pointer, code, message: answer.body.detail }]);
  });

  it('is for any client there is, asked by staff, and for itself, asked by a client', async () => {
    const { tenant } = await aGrid();
    expect((await ask(tenant, admin, { clientId: known })).status).toBe(200);
    expect((await ask(tenant, admin, { clientId: unknown })).body.code).toBe('unknown_reference');
    expect((await ask(tenant, client, { clientId: known })).status).toBe(200);
    expect((await ask(tenant, { role: 'client', clientId: unknown }, { clientId: known })).body.code).toBe('unknown_reference');
  });
});

describe('the door', () => {
  const at = (text: string) => new Date(`2026-${text}T12:00:00.000Z`);
  const asOf = (text: string) => ({ ...aQuoteRequest(), at: at(text) });
  const versionAt = async (tenant: Callers, text: string) => {
    const quoted = await given.feature.api.quote(tenant.ctx(), asOf(text));
    return quoted.ok ? quoted.price.gridVersion : quoted.reason;
  };

  it('prices by the highest version that is valid at the time', async () => {
    const { tenant, grid } = await aGrid({ first: aNewVersion({ validFrom: '2026-02-01T00:00:00Z' }) });
    await add(tenant, grid.id, { validFrom: '2026-07-01T00:00:00Z', validTo: '2026-08-01T00:00:00Z' });
    await add(tenant, grid.id, { validFrom: '2026-09-01T00:00:00Z', validTo: '2026-10-01T00:00:00Z' });

    const asked = ['01-15', '06-15', '07-15', '08-15', '09-15', '10-15'];
    expect(await Promise.all(asked.map((text) => versionAt(tenant, text)))).toEqual(['no_grid', 1, 2, 1, 3, 1]);
  });

  it('sees a new version at once', async () => {
    const { tenant, grid } = await aGrid();
    expect(await versionAt(tenant, '06-15')).toBe(1);
    await add(tenant, grid.id);
    expect(await versionAt(tenant, '06-15')).toBe(2);
  });

  it('prices again by the very version that was quoted, and says whether that still holds', async () => {
    const { tenant, grid } = await aGrid();
    await add(tenant, grid.id, { ...dearer, validFrom: '2026-07-01T00:00:00Z' });
    const again = (text: string) => given.feature.api.requote(tenant.ctx(), { gridId: grid.id, gridVersion: 1 }, asOf(text));

    expect(await again('06-15')).toMatchObject({
      quote: { ok: true, price: { total: 4_950, gridVersion: 1 } },
      holds: true,
      validFrom: new Date('2026-01-01T00:00:00Z'),
      validTo: new Date('2026-07-01T00:00:00Z'),
    });
    expect((await again('07-14'))?.holds).toBe(true);
    expect(await again('07-15')).toMatchObject({ quote: { price: { total: 4_950 } }, holds: false });
  });

  it('does not let a version hold that has not begun', async () => {
    const { tenant, grid } = await aGrid();
    await add(tenant, grid.id, { validFrom: '2026-07-01T00:00:00Z' });
    const found = await given.feature.api.requote(tenant.ctx(), { gridId: grid.id, gridVersion: 2 }, asOf('06-15'));
    expect(found).toMatchObject({ holds: false, quote: { holdsUntil: new Date(0) } });
  });

  it('does not let a version count that is unknown, of another type, or not everybody’s', async () => {
    const { tenant, grid } = await aGrid();
    const special = (await create(tenant, { standard: false })).body;
    const other = (await create(tenant, { transportType: 'ftl' })).body;
    const { requote } = given.feature.api;

    for (const by of [{ gridId: grid.id, gridVersion: 2 }, { gridId: special.id, gridVersion: 1 }, { gridId: other.id, gridVersion: 1 }]) {
      expect(await requote(tenant.ctx(client), by, asOf('06-15'))).toBeUndefined();
    }
    expect(await requote(given.aTenant().ctx(client), { gridId: grid.id, gridVersion: 1 }, asOf('06-15'))).toBeUndefined();
  });
});
