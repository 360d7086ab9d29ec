import { describe, expect, it } from 'vitest';
import { memoryCache, readCache } from '../src/cache/index.ts';
import { type PricingGrid, quote } from '../src/generated/quote.ts';
import { offlineQuote, type QuoteInput } from '../src/quote/index.ts';
import { aNewOrder, givenWorld } from './support/given.ts';

const place = (city: string, postcode: string, coordinates = [8.6, 49.8] as readonly [number, number]) => ({
  city,
  postcode,
  country: 'DE',
  coordinates,
});
const input = {
  transportType: 'ltl',
  lines: [{ weightGrams: 480_000 }],
  pickup: place('Darmstadt', '64295'),
  delivery: place('Frankfurt', '60327'),
} as const;
const grid = (change: object = {}): PricingGrid & { readonly standard: boolean } => ({
  id: 'grd_standard',
  version: 3,
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
  ...change,
});

type AnyGrid = ReturnType<typeof grid>;

/** A server that prices by the first of these grids, until it is cut off; `own` is the client's contract, if it has one. */
function given(grids: readonly AnyGrid[], own: readonly object[] = []) {
  const world = givenWorld();
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const state = { online: true, grids, own };
  const reply = (body: unknown) =>
    new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  const newest = (all: readonly AnyGrid[]) =>
    all.filter((one) => all.every((other) => other.id !== one.id || other.version <= one.version));
  const { sym } = world.open({
    fetch: async (request, init) => {
      if (!state.online) throw new TypeError('fetch failed');
      const url = new URL(String(request));
      asked.push(url.pathname.slice('/api/v1'.length) + url.search);
      if (url.pathname.endsWith('/contracts')) return reply({ data: state.own });
      if (url.pathname.endsWith('/pricing-grids')) return reply({ data: newest(state.grids) });
      const version = state.grids.find(
        (one) => url.pathname.endsWith(one.id) && url.searchParams.get('version') === `${one.version}`,
      );
      if (version) return reply(version);
      bodies.push(JSON.parse(String(init?.body)));
      const [by] = state.grids;
      const price = {
        total: 99,
        currency: 'EUR',
        gridId: by?.id,
        gridVersion: by?.version,
        quotedAt: '2026-11-21T08:00:00.000Z',
      };
      return reply({ price, breakdown: {}, holdsUntil: null });
    },
    extra: { cache: readCache({ store: memoryCache() }), quote: offlineQuote() },
  });
  /** Quotes, lets the device keep what it needs, and cuts it off. */
  const quotedThenOffline = async (wanted: QuoteInput = input) => {
    const live = await sym.pricing.quote(wanted);
    await world.clock.settle();
    state.online = false;
    return live;
  };
  return { world, sym, state, asked, bodies, quotedThenOffline };
}

const contract = (change: object = {}) => ({
  ...{ id: 'ctr_1', clientId: 'cli_1', transportType: 'ltl', gridId: 'grd_contract', status: 'active', version: 2 },
  validFrom: '2026-01-01T00:00:00.000Z',
  ...change,
});
const agreed = (change: object = {}) => grid({ id: 'grd_contract', standard: false, ...change });

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

  it('has no price where the grid has none, and passes on the first error when there is no grid', async () => {
    const { sym, state, quotedThenOffline } = given([grid({ version: 1, validTo: '2026-02-01T00:00:00.000Z' })]);
    state.online = false;
    await expect(sym.pricing.quote(input)).rejects.toMatchObject({ name: 'ConnectionError' });
    state.online = true;
    await quotedThenOffline();
    await expect(sym.pricing.quote(input)).rejects.toMatchObject({
      code: 'quote_not_possible',
      problem: { errors: [{ code: 'no_grid' }] },
    });
  });

  it('takes an order as it is, and leaves a misspelt member to the server', async () => {
    const { sym, bodies, quotedThenOffline } = given([grid()]);
    const order = aNewOrder({ instructions: 'Ring twice.', metadata: { name: 'x' } });
    const online = await quotedThenOffline(order);
    expect(bodies[0]).toEqual({
      transportType: 'ltl',
      lines: [{ weightGrams: 480_000 }],
      pickup: place('Darmstadt', '64295', [8.6512, 49.8728]),
      delivery: place('Frankfurt am Main', '60327', [8.6512, 49.8728]),
    });
    const offline = await sym.pricing.quote(order);
    expect([online.provisional, offline.provisional]).toEqual([false, true]);
    expect(offline.price).toEqual((await sym.pricing.quote({ ...input, delivery: order.delivery })).price);

    const misspelt = given([grid()]);
    const lines = [{ weightGrams: 1, volumeLiters: 9 }];
    await misspelt.quotedThenOffline({ ...input, lines });
    expect(misspelt.bodies[0]).toMatchObject({ lines });
  });

  it('asks for what prices once, and again when the server prices by something else', async () => {
    const { world, sym, state, asked } = given([grid()]);
    for (let i = 0; i < 3; i++) {
      await sym.pricing.quote(input);
      await world.clock.settle();
    }
    expect(asked.filter((path) => path !== '/quotes')).toEqual([
      '/contracts?limit=100&status=active',
      '/pricing-grids?limit=100&transportType=ltl',
    ]);
    state.grids = [grid({ version: 4 }), grid()];
    await sym.pricing.quote(input);
    await world.clock.settle();
    state.online = false;
    expect((await sym.pricing.quote(input)).price.gridVersion).toBe(4);
  });
});

describe('the grid of an offline quote', () => {
  const chosenBy = async (sym: ReturnType<typeof given>['sym'], wanted: QuoteInput = input) => {
    const { price } = await sym.pricing.quote(wanted);
    return `${price.gridId} v${price.gridVersion}`;
  };

  it('is that of the client’s own contract, as long as it is in force', async () => {
    const validTo = '2026-11-21T12:00:00.000Z'; // four hours from now
    const { world, sym, quotedThenOffline } = given([agreed(), grid()], [contract({ validTo })]);
    await quotedThenOffline();
    expect(await chosenBy(sym)).toBe('grd_contract v3');
    await world.clock.advance(4 * 3_600_000 - 1000);
    expect(await chosenBy(sym)).toBe('grd_contract v3');
    await world.clock.advance(1000);
    expect(await chosenBy(sym)).toBe('grd_standard v3');
  });

  it('is never the standard one where the contract’s grid has no price: a person decides', async () => {
    const validTo = '2026-11-21T12:00:00.000Z';
    const { world, sym, quotedThenOffline } = given([agreed({ version: 1, validTo }), grid()], [contract()]);
    await quotedThenOffline();
    await world.clock.advance(5 * 3_600_000);
    await expect(sym.pricing.quote(input)).rejects.toMatchObject({ problem: { errors: [{ code: 'no_grid' }] } });
  });

  it('is, for staff who quote for a client, that of the client’s contract, and the standard one for no client', async () => {
    const rows = [contract(), contract({ id: 'ctr_2', clientId: 'cli_2', gridId: 'grd_other' })];
    const other = agreed({ id: 'grd_other' });
    const forClient = { ...input, clientId: 'cli_2' };
    const { sym, state, asked, quotedThenOffline } = given([other, agreed(), grid()], rows);
    await quotedThenOffline(forClient);
    expect(asked).toContain('/contracts?clientId=cli_2&limit=100');
    expect(await chosenBy(sym, forClient)).toBe('grd_other v3');

    Object.assign(state, { online: true, grids: [grid(), agreed(), other] });
    await quotedThenOffline();
    expect(await chosenBy(sym)).toBe('grd_standard v3');
    expect(await chosenBy(sym, forClient)).toBe('grd_other v3');
    await expect(chosenBy(sym, { ...input, clientId: 'cli_1' })).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  it('is not that of a draft, an ended contract, a carrier’s, or one for another transport type', async () => {
    const carriers = { clientId: undefined, carrierId: 'car_1' };
    const not = [{ status: 'draft' }, { status: 'ended' }, { transportType: 'ftl' }, carriers];
    const { sym, quotedThenOffline } = given([grid(), agreed()], not.map(contract));
    await quotedThenOffline({ ...input, clientId: 'cli_1' });
    expect(await chosenBy(sym, { ...input, clientId: 'cli_1' })).toBe('grd_standard v3');
  });

  it('may come from what a page has listed, unless some of the prices are somebody’s', async () => {
    const { sym, state } = given([grid()]);
    await sym.pricing.listGrids({ transportType: 'ltl', limit: 100 });
    state.online = false;
    expect(await chosenBy(sym)).toBe('grd_standard v3');

    const other = given([grid(), agreed()]);
    await other.sym.pricing.listGrids({ transportType: 'ltl', limit: 100 });
    other.state.online = false;
    await expect(chosenBy(other.sym)).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  it('is in the version in force: the next when its time comes, the one below when it ends', async () => {
    const versions = [
      grid({ version: 4, validFrom: '2026-11-01T00:00:00.000Z' }),
      grid({ version: 5, validFrom: '2026-11-21T12:00:00.000Z', validTo: '2026-11-21T18:00:00.000Z' }),
      grid({ version: 3 }),
    ];
    const { world, sym, asked, quotedThenOffline } = given(versions);
    await quotedThenOffline();
    expect(asked).toContain('/pricing-grids/grd_standard?version=4');
    expect(asked).not.toContain('/pricing-grids/grd_standard?version=3'); // version 4 has begun and has no end
    expect(await chosenBy(sym)).toBe('grd_standard v4');
    await world.clock.advance(4 * 3_600_000);
    expect(await chosenBy(sym)).toBe('grd_standard v5');
    await world.clock.advance(6 * 3_600_000);
    expect(await chosenBy(sym)).toBe('grd_standard v4');
  });

  it('is the version below again when the one that prices now has ended', async () => {
    const { world, sym, quotedThenOffline } = given([
      grid({ version: 4, validTo: '2026-11-21T12:00:00.000Z' }),
      grid({ version: 3 }),
    ]);
    await quotedThenOffline();
    expect(await chosenBy(sym)).toBe('grd_standard v4');
    await world.clock.advance(4 * 3_600_000);
    expect(await chosenBy(sym)).toBe('grd_standard v3');
  });
});
