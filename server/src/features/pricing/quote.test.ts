import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import table from './quote.cases.json' with { type: 'json' };
import {
  chargeableGrams,
  cityKey,
  gridHolds,
  type PricingGrid,
  QUOTE_LIMITS,
  type QuoteLine,
  quote,
  zoneOf,
} from './quote.ts';

// JSON widens literals ('ltl' to string, pairs to arrays); the rows themselves are checked by running them.
const grids = table.grids as unknown as Record<string, PricingGrid>;
const places = table.places as unknown as Record<string, Parameters<typeof zoneOf>[1]>;
const grid = grids.ltl as PricingGrid;
const [bonn, frankfurt] = [places.bonn, places.frankfurt] as [
  Parameters<typeof zoneOf>[1],
  Parameters<typeof zoneOf>[1],
];

const order = (lines: readonly QuoteLine[]) =>
  ({ transportType: 'ltl', lines, pickup: bonn, delivery: frankfurt }) as const;
const total = (lines: readonly QuoteLine[]) => {
  const quoted = quote(grid, order(lines));
  if (!quoted.ok) throw new Error(quoted.message);
  return quoted.price.total;
};

describe('the table of cases', () => {
  it.each(table.cases.map((row) => [row.rule, row] as const))('%s', (_rule, row) => {
    const tariff = grids[row.grid] as PricingGrid;
    const lines = Array.from({ length: row.times ?? 1 }, () =>
      row.lines.map(([weightGrams, volumeLitres]) => ({ weightGrams, volumeLitres }) as QuoteLine),
    ).flat();
    const quoted = quote(tariff, {
      transportType: (row.transportType ?? tariff.transportType) as PricingGrid['transportType'],
      lines,
      pickup: places[row.from] as typeof bonn,
      delivery: places[row.to] as typeof bonn,
    });

    if (row.reason) {
      expect(quoted).toEqual({
        ok: false,
        reason: row.reason,
        pointer: row.pointer,
        message: expect.stringMatching(/^\w.+\.$/),
      });
      return;
    }
    expect(quoted).toEqual({
      ok: true,
      price: { total: row.total, currency: tariff.currency, gridId: tariff.id, gridVersion: tariff.version },
      breakdown: {
        zoneFrom: row.zones?.[0],
        zoneTo: row.zones?.[1],
        chargeableGrams: row.grams,
        base: row.base,
        surcharges: tariff.surcharges.map(({ code }, i) => ({ code, amount: row.surcharges?.[i] })),
      },
    });
  });
});

describe('for any request', () => {
  const weight = fc.integer({ min: 1, max: 2_500_000 });
  const line = fc.record(
    { weightGrams: fc.integer({ min: 1, max: 40_000 }), volumeLitres: fc.integer({ min: 1, max: 120 }) },
    { requiredKeys: ['weightGrams'] },
  );
  const lines = fc.array(line, { minLength: 1, maxLength: QUOTE_LIMITS.lines });

  it('more weight never costs less within a zone pair whose tariff rises', () => {
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        const [light, heavy] = a < b ? [a, b] : [b, a];
        expect(total([{ weightGrams: heavy }])).toBeGreaterThanOrEqual(total([{ weightGrams: light }]));
      }),
    );
  });

  it('the order of lines is irrelevant', () => {
    const shuffled = lines.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, mixed]) => {
        expect(quote(grid, order(mixed))).toEqual(quote(grid, order(all)));
      }),
    );
  });

  it('splitting a line changes nothing', () => {
    fc.assert(
      fc.property(weight, fc.integer({ min: 1, max: 49 }), (grams, parts) => {
        const split = Array.from({ length: parts }, (_, i) => ({ weightGrams: Math.floor((grams + i) / parts) }));
        expect(total(split)).toBe(total([{ weightGrams: grams }]));
      }),
    );
  });

  it('the total is the base and its surcharges, each at most half a unit from its exact value and half up', () => {
    const surcharge = fc.record({
      code: fc.string(),
      name: fc.string(),
      kind: fc.constantFrom('fixed', 'basisPoints'),
      amount: fc.integer({ min: 0, max: 50_000 }),
    });
    const rate = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(surcharge, { maxLength: 50 }), rate, weight, (surcharges, per100kg, weightGrams) => {
        const tariff = {
          ...grid,
          surcharges,
          cells: [0, 1, 2].map((bracket) => ({ from: 'D5', to: 'D6', bracket, per100kg })),
        };
        const quoted = quote(tariff, order([{ weightGrams }]));
        if (!quoted.ok) throw new Error(quoted.message);
        const { base, surcharges: amounts } = quoted.breakdown;

        expect(base).toBe(per100kg * Math.ceil(weightGrams / 100_000));
        expect(quoted.price.total).toBe(amounts.reduce((sum, { amount }) => sum + amount, base));
        for (const [i, { kind, amount: points }] of surcharges.entries()) {
          const amount = BigInt(amounts[i]?.amount ?? -1);
          const short = BigInt(base) * BigInt(points) - amount * 10_000n; // exact value minus ours, in 1/10,000 units
          if (kind === 'fixed') expect(amount).toBe(BigInt(points));
          else expect(short >= -5_000n && short < 5_000n).toBe(true);
        }
      }),
    );
  });

  it('at the limits of the contract no digit is lost, or the price is refused', () => {
    const factor = fc.integer({ min: 0, max: 100_000 });
    const rate = fc.integer({ min: 0, max: QUOTE_LIMITS.amount });
    const points = fc.integer({ min: 0, max: 1_000_000_000 });
    const full = fc.record({
      weightGrams: fc.integer({ min: 1, max: QUOTE_LIMITS.weightGrams }),
      volumeLitres: fc.integer({ min: 1, max: QUOTE_LIMITS.volumeLitres }),
    });
    fc.assert(
      fc.property(
        fc.array(full, { minLength: 1, maxLength: 50 }),
        factor,
        rate,
        points,
        (some, volumetricFactor, per100kg, amount) => {
          const tariff: PricingGrid = {
            ...grid,
            volumetricFactor,
            brackets: [{}],
            cells: [{ from: 'D5', to: 'D6', bracket: 0, per100kg }],
            surcharges: [{ code: 's', name: 's', kind: 'basisPoints', amount }],
          };
          const grams = chargeableGrams(tariff, some);
          const base = ((grams + 99_999n) / 100_000n) * BigInt(per100kg);
          const exact = base + (base * BigInt(amount) + 5_000n) / 10_000n;
          const quoted = quote(tariff, order(some));

          expect(grams <= Number.MAX_SAFE_INTEGER).toBe(true);
          if (!quoted.ok) expect(exact > QUOTE_LIMITS.amount).toBe(true);
          else expect(BigInt(quoted.price.total)).toBe(exact);
        },
      ),
      { numRuns: 300, examples: [[[{ weightGrams: 1, volumeLitres: 1 }], 0, 33_333_333_333, 20_000]] },
    );
  });

  it('the longest of the matching postcode prefixes wins, in whatever order zones are listed', () => {
    const digits = (min: number, max: number) =>
      fc.string({ unit: fc.constantFrom('1', '2'), minLength: min, maxLength: max });
    fc.assert(
      fc.property(fc.uniqueArray(digits(1, 4), { minLength: 1 }), digits(4, 5), (prefixes, postcode) => {
        const zones = prefixes.map((prefix) => ({ code: prefix, postcodePrefixes: [{ country: 'DE', prefix }] }));
        const longest = prefixes.filter((prefix) => postcode.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
        expect(zoneOf({ zones }, { country: 'DE', postcode })).toBe(longest);
      }),
    );
  });

  it('a city key is its own key, and capitals and composition do not change it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const key = cityKey(name);
        expect(cityKey(key)).toBe(key);
        expect(cityKey(name.normalize('NFD'))).toBe(key);
      }),
    );
    expect(['Köln', 'KÖLN', 'Ko\u0308ln', ' köln '].map(cityKey)).toEqual(['koln', 'koln', 'koln', 'koln']);
  });
});

describe('a version holds', () => {
  const version = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2026-07-01T00:00:00.000Z' };
  it.each([
    ['not before it begins', '2025-12-31T23:59:59.999Z', 14, false],
    ['from its first millisecond', '2026-01-01T00:00:00.000Z', 0, true],
    ['to its last', '2026-06-30T23:59:59.999Z', 0, true],
    ['not at its end', '2026-07-01T00:00:00.000Z', 0, false],
    ['for the days a price is held beyond it', '2026-07-14T23:59:59.999Z', 14, true],
    ['and no longer', '2026-07-15T00:00:00.000Z', 14, false],
  ])('%s', (_rule, at, days, holds) => {
    expect(gridHolds(version, Date.parse(at), days)).toBe(holds);
  });

  it('for ever without an end', () => {
    expect(gridHolds({ validFrom: version.validFrom }, Date.parse('2126-01-01T00:00:00Z'))).toBe(true);
  });
});

it('the file stands alone, so the SDK can carry a copy', () => {
  const source = readFileSync(new URL('./quote.ts', import.meta.url), 'utf8');
  expect(source).not.toMatch(
    /^\s*(import|export .* from)\b|\b(require|import)\(|process\.|Date\.now|new Date|Intl\.|toLocale/m,
  );
});
