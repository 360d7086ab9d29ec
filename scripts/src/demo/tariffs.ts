import type { NewPricingGrid, TransportType } from './shapes.ts';

/**
 * One tariff as the trade writes it: a row for every distance band, a column for every weight bracket. Euro cents, net.
 * Amounts never fall along a row or a column, so that more weight or more distance never costs less.
 */
export interface Tariff {
  readonly transportType: TransportType;
  readonly name: string;
  /** Grams that a litre counts at least: 333 is the usual 333 kg per cubic metre. */
  readonly volumetricFactor: number;
  /** Upper end of each column in kg, and whether its amounts are flat or per started 100 kg. */
  readonly columns: readonly (readonly [uptoKg: number, kind: 'flat' | 'per100kg'])[];
  /** Upper end of each row in km by road, then its amounts. */
  readonly bands: readonly (readonly [uptoKm: number, ...amounts: number[]])[];
  readonly surcharges: NewPricingGrid['first']['surcharges'];
}

const diesel = (amount: number) => ({ code: 'diesel', name: 'Diesel floater', kind: 'basisPoints', amount }) as const;
const fixed = (code: string, name: string, amount: number) => ({ code, name, kind: 'fixed', amount }) as const;

/** The standard tariffs of Rheinfracht, one for each transport type. */
export const DEMO_TARIFFS: readonly Tariff[] = [
  {
    transportType: 'ltl',
    name: 'Groupage',
    volumetricFactor: 333,
    columns: [
      [100, 'flat'],
      [250, 'flat'],
      [500, 'flat'],
      [1_000, 'flat'],
      [3_000, 'per100kg'],
    ],
    bands: [
      [100, 4_200, 5_400, 7_300, 9_900, 940],
      [200, 4_600, 6_100, 8_500, 11_900, 1_120],
      [350, 5_100, 7_000, 10_100, 14_500, 1_360],
      [500, 5_700, 8_100, 11_900, 17_300, 1_620],
      [700, 6_500, 9_500, 14_300, 21_100, 1_980],
      [1_000, 7_600, 11_500, 17_600, 26_400, 2_480],
      [1_600, 9_400, 14_500, 22_500, 34_200, 3_200],
    ],
    surcharges: [diesel(1_450), { code: 'toll', name: 'Road toll', kind: 'basisPoints', amount: 780 }],
  },
  {
    transportType: 'express',
    name: 'Express, driven directly',
    volumetricFactor: 200,
    columns: [
      [50, 'flat'],
      [300, 'flat'],
      [800, 'flat'],
      [1_200, 'flat'],
    ],
    bands: [
      [100, 8_900, 10_900, 13_900, 15_900],
      [200, 15_900, 18_900, 22_900, 26_500],
      [350, 25_900, 29_900, 35_900, 41_500],
      [500, 35_900, 41_500, 48_900, 56_500],
      [700, 48_900, 56_500, 66_500, 76_500],
      [1_000, 68_900, 79_500, 92_500, 105_000],
      [1_600, 104_000, 119_000, 138_000, 156_000],
    ],
    surcharges: [diesel(800)],
  },
  {
    transportType: 'ftl',
    name: 'Full truck load',
    volumetricFactor: 250,
    columns: [
      [3_000, 'flat'],
      [6_000, 'flat'],
      [24_000, 'flat'],
    ],
    bands: [
      [100, 26_000, 31_000, 39_000],
      [200, 36_000, 43_000, 52_000],
      [350, 52_000, 62_000, 74_000],
      [500, 68_000, 81_000, 96_000],
      [700, 91_000, 108_000, 128_000],
      [1_000, 124_000, 147_000, 174_000],
      [1_600, 189_000, 224_000, 264_000],
    ],
    surcharges: [diesel(1_200), fixed('toll', 'Road toll', 2_900)],
  },
  {
    transportType: 'refrigerated',
    name: 'Temperature-controlled',
    volumetricFactor: 333,
    columns: [
      [100, 'flat'],
      [500, 'flat'],
      [1_000, 'flat'],
      [5_000, 'per100kg'],
    ],
    bands: [
      [100, 5_900, 10_900, 14_900, 1_420],
      [200, 6_500, 12_700, 17_900, 1_700],
      [350, 7_300, 15_100, 21_900, 2_080],
      [500, 8_200, 17_800, 26_200, 2_480],
      [700, 9_400, 21_500, 32_000, 3_020],
      [1_000, 11_100, 26_500, 40_200, 3_780],
      [1_600, 13_800, 33_900, 52_200, 4_900],
    ],
    surcharges: [diesel(1_450), fixed('cooling', 'Cooling energy', 1_250)],
  },
  {
    transportType: 'bulk',
    name: 'Bulk goods',
    volumetricFactor: 0,
    columns: [
      [15_000, 'flat'],
      [27_000, 'per100kg'],
    ],
    bands: [
      [100, 21_000, 140],
      [200, 29_900, 200],
      [350, 43_900, 293],
      [500, 57_900, 386],
      [700, 77_000, 513],
      [1_000, 105_000, 698],
      [1_600, 159_000, 1_056],
    ],
    surcharges: [diesel(1_100), fixed('cleaning', 'Cleaning of the tank or tipper', 4_500)],
  },
];
