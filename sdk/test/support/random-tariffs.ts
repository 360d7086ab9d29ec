import type {
  GridCell,
  GridZone,
  LngLat,
  PricingGrid,
  QuoteLine,
  QuotePlace,
  QuoteRequest,
  TransportType,
} from '../../src/generated/quote.ts';

/** A number from 0 (inclusive) to 1, decided by a seed. */
type Random = () => number;

export const TRANSPORT_TYPES: readonly TransportType[] = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'];

const COUNTRIES = ['DE', 'NL', 'PL', 'GB', 'TR'];
/** Rows of one city written in different ways, and cities that only look alike. */
const CITIES: readonly (readonly string[])[] = [
  ['Köln', 'KÖLN', 'Ko\u0308ln', ' köln ', 'koln'],
  ['Straßburg', 'STRASSBURG', 'strassburg'],
  ['İstanbul', 'istanbul', 'ISTANBUL'],
  ['Łódź', 'łódź', 'Ło\u0301dz\u0301'],
  ['Ærø', 'ÆRØ'],
  ['ΠΥΛΟΣ', 'Πύλος', 'πυλοσ'],
  ['ﬁnsbury', 'Finsbury', 'FINSBURY'],
  ['’s-Hertogenbosch', '’S-HERTOGENBOSCH'],
  ['Frankfurt (Oder)'],
  ['Frankfurt am Main'],
  ['大阪市', '大阪市 '],
];
const EARTH_METRES = 6_371_008.8;

const whole = (random: Random, min: number, max: number) => min + Math.floor(random() * (max - min + 1));
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T; // never empty
const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const digits = (random: Random, count: number) => list(count, () => whole(random, 0, 9)).join('');
const somewhere = (random: Random): LngLat => [
  whole(random, 3_000_000, 24_000_000) / 1e6,
  whole(random, 45e6, 57e6) / 1e6,
];

/** The same postcode as people write it: with spaces, hyphens and in any case. */
function written(random: Random, bare: string): string {
  const at = whole(random, 0, bare.length);
  const spaced = random() < 0.3 ? `${bare.slice(0, at)}${pick(random, [' ', '-'])}${bare.slice(at)}` : bare;
  return random() < 0.3 ? spaced.toLowerCase() : spaced;
}

const aPostcode = (random: Random, country: string) =>
  country === 'GB'
    ? `${pick(random, ['SW', 'EC', 'M'])}${digits(random, 2)}${pick(random, ['AA', 'BD'])}`
    : digits(random, 5);

function aZone(random: Random, code: string): GridZone {
  const kind = random();
  const prefixes = kind < 0.6 ? whole(random, 1, 3) : 0;
  const cities = kind > 0.4 && kind < 0.9 ? whole(random, 1, 3) : 0;
  const round = kind > 0.75 || random() < 0.1;
  return {
    code,
    ...(prefixes > 0 && {
      postcodePrefixes: list(prefixes, () => {
        const country = pick(random, COUNTRIES);
        return { country, prefix: written(random, aPostcode(random, country).slice(0, whole(random, 1, 4))) };
      }),
    }),
    ...(cities > 0 && {
      cities: list(cities, () => ({
        key: pick(random, pick(random, CITIES)),
        ...(random() < 0.6 && { country: pick(random, COUNTRIES) }),
      })),
    }),
    ...(round && { radius: { center: somewhere(random), metres: whole(random, 1, 400_000) } }),
  };
}

/** What an admin may publish: one version of a grid, of any shape that the contract lets in. */
export type RandomVersion = Omit<PricingGrid, 'id' | 'version' | 'currency' | 'transportType' | 'validTo'>;

/** The first zone always has a place of its own, `HOME`, and a price from itself to itself in every bracket. */
export function aRandomVersion(random: Random): RandomVersion {
  const home: GridZone = { code: 'HOME', postcodePrefixes: [{ country: 'LU', prefix: '1' }] };
  const zones = [home, ...list(whole(random, 1, 7), (i) => aZone(random, `Z${i}`))];
  let upto = 0;
  const closed = list(whole(random, 1, 5), () => {
    upto += pick(random, [1, 999, 100_000, 250_000, whole(random, 1, 9_000_000)]);
    return { uptoGrams: upto };
  });
  const brackets = random() < 0.5 ? [...closed, {}] : closed;
  const cells: GridCell[] = [];
  for (const from of zones)
    for (const to of zones)
      for (const bracket of brackets.keys()) {
        if (random() < 0.25 && !(from === home && to === home)) continue;
        const amount = pick(random, [0, 1, whole(random, 1, 999), whole(random, 1000, 900_000), whole(random, 1, 5e9)]);
        cells.push({
          from: from.code,
          to: to.code,
          bracket,
          ...(random() < 0.5 ? { flat: amount } : { per100kg: amount }),
        });
      }
  const surcharges = list(whole(random, 0, 4), (i) => {
    const points = random() < 0.6;
    const amount = points
      ? pick(random, [1, 733, 1250, 3333, 10_000, whole(random, 0, 50_000)])
      : whole(random, 0, 9999);
    return {
      code: `s${i}`,
      name: `Surcharge ${i}`,
      kind: points ? ('basisPoints' as const) : ('fixed' as const),
      amount,
    };
  });
  const volumetricFactor = pick(random, [0, 1, 250, 333, whole(random, 0, 5000)]);
  return { validFrom: '2026-01-01T00:00:00.000Z', zones, brackets, cells, surcharges, volumetricFactor };
}

/** A point at a distance, so near to the edge of a circle that a metre decides. */
function near([lng, lat]: LngLat, metres: number, bearing: number): LngLat {
  const [d, φ] = [metres / EARTH_METRES, (lat * Math.PI) / 180];
  const south = Math.asin(Math.sin(φ) * Math.cos(d) + Math.cos(φ) * Math.sin(d) * Math.cos(bearing));
  const east = Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(φ), Math.cos(d) - Math.sin(φ) * Math.sin(south));
  return [lng + (east * 180) / Math.PI, (south * 180) / Math.PI];
}

/** A place made for a zone by one of its ways, or by none of any zone's. */
function aPlace(random: Random, grid: Pick<PricingGrid, 'zones'>): Required<QuotePlace> {
  const country = pick(random, COUNTRIES);
  const nowhere = { country, postcode: `9${digits(random, 6)}`, city: 'Nirgendwo', coordinates: [-120, -45] as const };
  if (random() < 0.06) return nowhere;
  const { postcodePrefixes = [], cities = [], radius } = pick(random, grid.zones);
  const ways = [
    ...postcodePrefixes.map(({ country: c, prefix }) => ({
      ...nowhere,
      country: c,
      postcode: written(random, `${prefix.replace(/[ -]/g, '')}${digits(random, 3)}`),
    })),
    ...cities.map(({ key, country: c = country }) => {
      const spellings = CITIES.find((row) => row.includes(key)) ?? [key];
      return { ...nowhere, country: c, city: pick(random, spellings) };
    }),
    ...(radius
      ? [
          {
            ...nowhere,
            coordinates: near(radius.center, radius.metres * pick(random, [0, 0.5, 1, 1.000001]), random() * 6),
          },
        ]
      : []),
  ];
  return pick(random, ways.length > 0 ? ways : [nowhere]);
}

/** Lines whose chargeable grams are those of a bracket's border, a gram less, a gram more, or anything. */
function someLines(random: Random, grid: Pick<PricingGrid, 'brackets' | 'volumetricFactor'>): QuoteLine[] {
  const border = pick(random, grid.brackets).uptoGrams ?? whole(random, 1, 30_000_000);
  const grams = Math.max(1, pick(random, [border - 1, border, border + 1, whole(random, 1, 2 * border)]));
  const count = Math.min(grams, random() < 0.1 ? 50 : whole(random, 1, 4));
  const share = Math.floor(grams / count);
  const heavy = list(count, (i) => ({ weightGrams: i === 0 ? grams - share * (count - 1) : share }));
  if (random() < 0.6 || grid.volumetricFactor === 0) return heavy;
  const litres = Math.max(1, Math.floor(grams / grid.volumetricFactor) + whole(random, -1, 1)); // as heavy by volume, nearly
  return heavy.map((line, i) => ({ ...line, ...(i === 0 ? { volumeLitres: Math.min(1_000_000, litres) } : {}) }));
}

/** A request that the contract lets in, made so that a price by this grid is near one of its borders. */
export function aRandomRequest(random: Random, grid: RandomVersion, transportType: TransportType): QuoteRequest {
  return {
    transportType,
    lines: someLines(random, grid),
    pickup: aPlace(random, grid),
    delivery: aPlace(random, grid),
  };
}

/** A request that every random version has a price for. */
export const homeRequest = (transportType: TransportType): QuoteRequest => {
  const home = { country: 'LU', postcode: '1234', city: 'Luxembourg', coordinates: [6.13, 49.61] as const };
  return { transportType, lines: [{ weightGrams: 1 }], pickup: home, delivery: home };
};
