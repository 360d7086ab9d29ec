import { describe, expect, it } from 'vitest';
import { memoryCache, readCache } from '../src/cache/index.ts';
import { type PricingGrid, quote } from '../src/generated/quote.ts';
import { offlineQuote } from '../src/quote/index.ts';
import { givenWorld } from './support/given.ts';

const place = (city: string, postcode: string) => ({
  city,
  postcode,
  country: 'DE',
  coordinates: [8.6, 49.8] as const,
});
const input = {
  transportType: 'ltl',
  lines: [{ weightGrams: 480_000 }],
  pickup: place('Darmstadt', '64295'),
  delivery: place('Frankfurt', '60327'),
} as const;
const grid = (change: object = {}): PricingGrid & Record<string, unknown> => ({
  id: 'grd_standard',
  version: 3,
  name: 'Standard',
  standard: true,
  currency: 'EUR',
  transportType: 'ltl',
  volumetricFactor: 333,
  validFrom: '2026-01-01T00:00:00.000Z',
  zones: [
    { code: 'A', postcodePrefixes: [{ country: 'DE', prefix: '64' }] },
    { code: 'B', postcodePrefixes: [{ country: 'DE', prefix: '60' }] },
  ],
  brackets: [{ uptoGrams: 1_000_000 }],
  cells: [{ from: 'A', to: 'B', bracket: 0, per100kg: 1234 }],
  surcharges: [{ code: 'fuel', name: 'Fuel', kind: 'basisPoints', amount: 733 }],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

/** A server that quotes 99 and shows these grids, until it is cut off. */
function given(grids: readonly unknown[]) {
  const world = givenWorld();
  const state = { online: true };
  const reply = (body: unknown, status = 200, type = 'application/json') =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
  const live = {
    price: { total: 99, currency: 'EUR', gridId: 'grd_live', gridVersion: 1, quotedAt: '2026-11-21T08:00:00.000Z' },
    breakdown: {},
    holdsUntil: null,
  };
  const { sym } = world.open({
    fetch: async (url) => {
      if (!state.online) throw new TypeError('fetch failed');
      return String(url).includes('/quotes') ? reply(live) : reply({ data: grids });
    },
    extra: { cache: readCache({ store: memoryCache() }), quote: offlineQuote() },
  });
  return { world, sym, state };
}

describe('quoting', () => {
  it('asks the server while it can be reached', async () => {
    const { sym } = given([grid()]);
    expect(await sym.pricing.quote(input)).toMatchObject({ price: { total: 99 }, provisional: false, ageMs: 0 });
  });

  it('prices from the cached grid without a network, to the minor unit, and says that it is provisional and how old', async () => {
    const { world, sym, state } = given([grid()]);
    await sym.pricing.quote(input);
    await world.clock.advance(3_600_000);
    state.online = false;

    const offline = await sym.pricing.quote(input);
    const exact = quote(grid(), input);
    expect(offline).toMatchObject({
      provisional: true,
      holdsUntil: null,
      price: { gridId: 'grd_standard', gridVersion: 3 },
    });
    expect(offline.price.total).toBe(exact.ok && exact.price.total);
    expect(offline.price.quotedAt).toBe(new Date(world.clock.now()).toISOString());
    expect(offline.ageMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('takes a client’s own contract before the standard grid, but not for staff, who see many', async () => {
    const { world, sym, state } = given([grid(), grid({ id: 'grd_contract', standard: false })]);
    await sym.pricing.quote(input);
    await world.clock.settle(); // the grids are read behind the scenes
    state.online = false;
    expect((await sym.pricing.quote(input)).price.gridId).toBe('grd_contract');
    expect((await sym.pricing.quote({ ...input, clientId: 'cli_1' })).price.gridId).toBe('grd_standard');
  });

  it('has no price where the grid has none, and passes on the first error when there is no grid', async () => {
    const { world, sym, state } = given([grid({ validTo: '2026-02-01T00:00:00.000Z' })]);
    state.online = false;
    await expect(sym.pricing.quote(input)).rejects.toMatchObject({ name: 'ConnectionError' });
    state.online = true;
    await sym.pricing.quote(input);
    await world.clock.settle(); // the grids are read behind the scenes
    state.online = false;
    await expect(sym.pricing.quote(input)).rejects.toMatchObject({
      code: 'quote_not_possible',
      problem: { errors: [{ code: 'no_grid' }] },
    });
  });
});
