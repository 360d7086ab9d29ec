import { describe, expect, it } from 'vitest';
import table from '../../server/src/features/pricing/quote.cases.json' with { type: 'json' };
import * as server from '../../server/src/features/pricing/quote.ts';
import * as sdk from '../src/generated/quote.ts';
import { seeded } from './support/given.ts';
import { aRandomRequest, aRandomVersion, TRANSPORT_TYPES } from './support/random-tariffs.ts';

const INPUTS = 10_000;
const SEED = 20_261_121;

describe('a device and the server', () => {
  it(`price ${INPUTS.toLocaleString('en')} random requests by random grids alike, to the minor unit, and refuse alike`, () => {
    const random = seeded(SEED);
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    for (let n = 0; n < INPUTS; n++) {
      const transportType = TRANSPORT_TYPES[n % TRANSPORT_TYPES.length] ?? 'ltl';
      const version = aRandomVersion(random);
      const grid = { ...version, id: `grd_${n}`, version: 1 + (n % 9), currency: 'EUR', transportType };
      const request = aRandomRequest(random, grid, random() < 0.01 ? 'ltl' : transportType);

      const [here, there] = [sdk.quote(grid, request), server.quote(grid, request)];
      expect(here, `input ${n} of seed ${SEED}`).toEqual(there);

      if (!there.ok) {
        count(`refused: ${there.reason}`);
        continue;
      }
      count('priced');
      for (const [end, place] of [['zoneFrom', request.pickup] as const, ['zoneTo', request.delivery] as const])
        count(`zone by ${wayOf(grid, place, there.breakdown[end])}`);
      const { zoneFrom, zoneTo, chargeableGrams } = there.breakdown;
      const bracket = grid.brackets.findIndex(
        ({ uptoGrams = Number.POSITIVE_INFINITY }) => chargeableGrams <= uptoGrams,
      );
      const cell = grid.cells.find((c) => c.from === zoneFrom && c.to === zoneTo && c.bracket === bracket);
      count(cell?.flat === undefined ? 'cell per 100 kg' : 'cell flat');
      for (const { uptoGrams = -9 } of grid.brackets)
        for (const off of [-1, 0, 1]) if (chargeableGrams === uptoGrams + off) count(`grams at a border ${off} g`);
      if (chargeableGrams > request.lines.reduce((sum, line) => sum + line.weightGrams, 0)) count('charged by volume');
      for (const { kind } of grid.surcharges) count(`surcharge ${kind}`);
    }

    console.log(`${INPUTS} inputs, seed ${SEED}, 0 differences\n${rows([...seen].sort())}`);
    expect(seen.get('priced')).toBeGreaterThan(INPUTS / 2);
    const kinds = [
      ...['refused: city_not_covered', 'refused: limits_exceeded', 'refused: no_grid'],
      ...['zone by postcode', 'zone by city', 'zone by radius', 'cell flat', 'cell per 100 kg', 'charged by volume'],
      ...['grams at a border -1 g', 'grams at a border 0 g', 'grams at a border 1 g'],
      ...['surcharge fixed', 'surcharge basisPoints'],
    ];
    for (const kind of kinds) expect(seen.get(kind), kind).toBeGreaterThanOrEqual(20);
  });

  it('give the prices worked out by hand in the shared table of cases', () => {
    // JSON widens literals; the rows themselves are checked by running them.
    const grids = table.grids as unknown as Record<string, sdk.PricingGrid>;
    const places = table.places as unknown as Record<string, sdk.QuotePlace>;
    const outcomes = table.cases.map((row) => {
      const grid = grids[row.grid] as sdk.PricingGrid; // named by the row
      const lines = Array.from({ length: row.times ?? 1 }, () =>
        row.lines.map(([weightGrams, volumeLitres]) => ({ weightGrams, volumeLitres }) as sdk.QuoteLine),
      ).flat();
      const transportType = (row.transportType ?? grid.transportType) as sdk.TransportType;
      const [pickup, delivery] = [row.from, row.to].map((name) => places[name]) as [sdk.QuotePlace, sdk.QuotePlace];
      const result = sdk.quote(grid, { transportType, lines, pickup, delivery });
      expect(result, row.rule).toEqual(server.quote(grid, { transportType, lines, pickup, delivery }));
      expect(result.ok ? result.price.total : result.reason, row.rule).toBe(row.total ?? row.reason);
      return [row.rule, result.ok ? result.price.total : result.reason] as const;
    });
    console.log(`${outcomes.length} cases of the shared table\n${rows(outcomes)}`);
    expect(outcomes.length).toBeGreaterThan(30);
  });
});

/** By which of its descriptions a zone got the place. */
function wayOf({ zones }: Pick<sdk.PricingGrid, 'zones'>, place: sdk.QuotePlace, code: string): string {
  const only = (part: 'postcodePrefixes' | 'cities' | 'radius') =>
    sdk.zoneOf({ zones: zones.map((zone) => ({ code: zone.code, [part]: zone[part] })) }, place) === code;
  return only('postcodePrefixes') ? 'postcode' : only('cities') ? 'city' : 'radius';
}

const rows = (pairs: readonly (readonly [string, unknown])[]) =>
  pairs.map(([what, value]) => `  ${String(value).padStart(12)}  ${what}`).join('\n');
