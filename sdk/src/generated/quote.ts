// Copied from server/src/features/pricing/quote.ts by `npm run gen`; do not edit.
/**
 * What a transport costs: the one price function, used by the server and, copied word for word, by the SDK when a
 * device is offline. It imports nothing, keeps nothing, reads no clock and needs only ES2022, so that the same grid
 * and the same request give the same price everywhere, to the minor unit.
 *
 * All money is counted in BigInt, so no product, however large, is ever rounded by floating point, and handed out as
 * a whole number of minor units; an amount above `QUOTE_LIMITS.amount` is refused, never approximated. The only floats
 * are the great circles of radius zones, and they are rounded to whole metres before they are compared.
 */

/** What can be ordered; a grid prices exactly one of them. */
export type TransportType = 'ftl' | 'ltl' | 'express' | 'refrigerated' | 'bulk';

/** WGS 84, longitude first, as in GeoJSON. */
export type LngLat = readonly [longitude: number, latitude: number];

/** An area with one tariff. The three ways to describe it may be mixed. */
export interface GridZone {
  readonly code: string;
  /** `country` is ISO 3166-1 alpha-2; spaces, hyphens and case of a prefix do not matter; `''` is the whole country. */
  readonly postcodePrefixes?: readonly { readonly country: string; readonly prefix: string }[] | undefined;
  /** `key` is compared as `cityKey` makes it; without a country the name counts in every country. */
  readonly cities?: readonly { readonly country?: string | undefined; readonly key: string }[] | undefined;
  readonly radius?: { readonly center: LngLat; readonly metres: number } | undefined;
}

/** The price of one pair of zones in one bracket, in minor units: one flat amount, or one per started 100 kg. */
export interface GridCell {
  readonly from: string;
  readonly to: string;
  /** Position in `brackets`, from 0. */
  readonly bracket: number;
  readonly flat?: number | undefined;
  readonly per100kg?: number | undefined;
}

/** `fixed` is in minor units; `basisPoints` are hundredths of a per cent of the base. Never negative. */
export interface GridSurcharge {
  readonly code: string;
  readonly name: string;
  readonly kind: 'fixed' | 'basisPoints';
  readonly amount: number;
}

/** One immutable version of a pricing grid. Net of tax; every number of money or weight is whole. */
export interface PricingGrid {
  readonly id: string;
  readonly version: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly transportType: TransportType;
  /** Grams that a litre counts at least, e.g. 333 for 333 kg per cubic metre; 0 when volume does not count. */
  readonly volumetricFactor: number;
  readonly zones: readonly GridZone[];
  /** Ascending, each up to and including its grams; only the last may be open. */
  readonly brackets: readonly { readonly uptoGrams?: number | undefined }[];
  readonly cells: readonly GridCell[];
  readonly surcharges: readonly GridSurcharge[];
  /** RFC 3339. */
  readonly validFrom: string;
  /** RFC 3339, exclusive; absent while no end is known. */
  readonly validTo?: string | undefined;
}

/** As much of an order's place as the price depends on. */
export interface QuotePlace {
  readonly country: string;
  readonly postcode?: string | undefined;
  readonly city?: string | undefined;
  readonly coordinates?: LngLat | undefined;
}

/** `weightGrams` and `volumeLitres` are the line's totals, whatever its quantity. */
export interface QuoteLine {
  readonly weightGrams: number;
  readonly volumeLitres?: number | undefined;
}

export interface QuoteRequest {
  readonly transportType: TransportType;
  readonly lines: readonly QuoteLine[];
  readonly pickup: QuotePlace;
  readonly delivery: QuotePlace;
}

/** The price, net of tax and in minor units, with the version that made it. */
export interface QuotedPrice {
  readonly total: number;
  readonly currency: string;
  readonly gridId: string;
  readonly gridVersion: number;
}

/** How the price came about: `base` plus every surcharge, in the grid's order, is the total. */
export interface QuoteBreakdown {
  readonly zoneFrom: string;
  readonly zoneTo: string;
  readonly chargeableGrams: number;
  readonly base: number;
  readonly surcharges: readonly { readonly code: string; readonly amount: number }[];
}

/** Why there is no price; the same words are an order's reasons for `review`. */
export type NoQuoteReason = 'city_not_covered' | 'limits_exceeded' | 'no_grid';

/** `pointer` is a JSON pointer into the request. */
export interface NoQuote {
  readonly ok: false;
  readonly reason: NoQuoteReason;
  readonly pointer: string;
  readonly message: string;
}

export type Quote = { readonly ok: true; readonly price: QuotedPrice; readonly breakdown: QuoteBreakdown } | NoQuote;

/** What one request may hold and one price may come to: the contract's limits, all of them far below 2^53. */
export const QUOTE_LIMITS = {
  lines: 50,
  weightGrams: 100_000_000,
  volumeLitres: 1_000_000,
  amount: 100_000_000_000,
} as const;

const UNIT_GRAMS = 100_000n; // tariffs of the trade count started 100 kg
const BASIS_POINTS = 10_000n;
const EARTH_METRES = 6_371_008.8; // mean radius, IUGG
const DAY_MS = 86_400_000;

/** A city's name for comparing: NFKD, without marks, case-folded (`Köln`, `KÖLN` and `Ko\u0308ln` are `koln`). */
export function cityKey(name: string): string {
  // Upper case first: that folds ß to ss and both sigmas to one, which lower case alone does not.
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().trim();
}

/**
 * The code of the zone a place lies in: the longest postcode prefix of its country, else its city's key, else the
 * smallest radius around its coordinates; of equals the one listed first. `undefined` when no zone covers it.
 */
export function zoneOf(grid: Pick<PricingGrid, 'zones'>, place: QuotePlace): string | undefined {
  return byPostcode(grid.zones, place) ?? byCity(grid.zones, place) ?? byRadius(grid.zones, place);
}

/** Grams the price counts: the weight of all lines, or their litres times the factor when that is more. */
export function chargeableGrams(grid: Pick<PricingGrid, 'volumetricFactor'>, lines: readonly QuoteLine[]): bigint {
  let grams = 0n;
  let litres = 0n;
  for (const line of lines) {
    grams += BigInt(line.weightGrams);
    litres += BigInt(line.volumeLitres ?? 0);
  }
  const byVolume = litres * BigInt(grid.volumetricFactor);
  return byVolume > grams ? byVolume : grams;
}

/** Whether a quote of this version holds at `atMs` (Unix milliseconds), `holdDays` beyond the version's end included. */
export function gridHolds(grid: Pick<PricingGrid, 'validFrom' | 'validTo'>, atMs: number, holdDays = 0): boolean {
  if (atMs < Date.parse(grid.validFrom)) return false;
  return grid.validTo === undefined || atMs < Date.parse(grid.validTo) + holdDays * DAY_MS;
}

/**
 * The price of a request by one version of a grid, or the first reason why it has none. Never throws for a request;
 * throws a RangeError for a grid that holds fractions, which the contract does not let in.
 */
export function quote(grid: PricingGrid, request: QuoteRequest): Quote {
  const { lines, pickup, delivery } = request;
  if (grid.transportType !== request.transportType) {
    return no('no_grid', '/transportType', `This grid prices ${grid.transportType}, not ${request.transportType}.`);
  }
  const excess = beyondLimits(lines);
  if (excess) return excess;

  const zoneFrom = zoneOf(grid, pickup);
  if (zoneFrom === undefined) return notCovered('pickup', pickup);
  const zoneTo = zoneOf(grid, delivery);
  if (zoneTo === undefined) return notCovered('delivery', delivery);

  const grams = chargeableGrams(grid, lines);
  const bracket = grid.brackets.findIndex(({ uptoGrams }) => uptoGrams === undefined || grams <= BigInt(uptoGrams));
  const ofPair = grid.cells.filter(({ from, to }) => from === zoneFrom && to === zoneTo);
  if (!ofPair.length) return no('city_not_covered', '/delivery/city', `No price from zone ${zoneFrom} to ${zoneTo}.`);
  const base = baseOf(
    ofPair.find((cell) => cell.bracket === bracket),
    grams,
  );
  if (base === undefined) {
    return tooMuch('', `No price for ${grams} chargeable grams from zone ${zoneFrom} to ${zoneTo}.`);
  }

  let sum = base;
  const surcharges = grid.surcharges.map(({ code, kind, amount: points }) => {
    const amount = kind === 'fixed' ? BigInt(points) : basisPointsOf(base, BigInt(points));
    sum += amount;
    return { code, amount: Number(amount) };
  });
  if (sum > QUOTE_LIMITS.amount) return tooMuch('', `The price is more than ${QUOTE_LIMITS.amount} minor units.`);
  return {
    ok: true,
    price: { total: Number(sum), currency: grid.currency, gridId: grid.id, gridVersion: grid.version },
    breakdown: { zoneFrom, zoneTo, chargeableGrams: Number(grams), base: Number(base), surcharges },
  };
}

/** The base price, or nothing when the grid has no cell or no amount for it. */
function baseOf(cell: GridCell | undefined, grams: bigint): bigint | undefined {
  if (cell?.flat !== undefined) return BigInt(cell.flat);
  if (cell?.per100kg !== undefined) return ((grams + UNIT_GRAMS - 1n) / UNIT_GRAMS) * BigInt(cell.per100kg);
  return undefined;
}

/** Basis points of an amount, rounded half up to the minor unit. */
function basisPointsOf(base: bigint, points: bigint): bigint {
  return (base * points + BASIS_POINTS / 2n) / BASIS_POINTS;
}

function byPostcode(zones: readonly GridZone[], place: QuotePlace): string | undefined {
  if (place.postcode === undefined) return undefined;
  const postcode = bare(place.postcode);
  let best: { code: string; length: number } | undefined;
  for (const { code, postcodePrefixes = [] } of zones) {
    for (const { country, prefix: written } of postcodePrefixes) {
      if (country !== place.country) continue;
      const prefix = bare(written);
      if (postcode.startsWith(prefix) && prefix.length > (best?.length ?? -1)) best = { code, length: prefix.length };
    }
  }
  return best?.code;
}

function byCity(zones: readonly GridZone[], place: QuotePlace): string | undefined {
  const wanted = cityKey(place.city ?? '');
  if (wanted === '') return undefined;
  return zones.find(({ cities = [] }) =>
    cities.some(({ country, key }) => (country ?? place.country) === place.country && cityKey(key) === wanted),
  )?.code;
}

function byRadius(zones: readonly GridZone[], place: QuotePlace): string | undefined {
  if (place.coordinates === undefined) return undefined;
  let best: { code: string; metres: number } | undefined;
  for (const { code, radius } of zones) {
    if (radius === undefined || (best && radius.metres >= best.metres)) continue;
    // Engines may differ in the last bit of sin and cos; whole metres do not.
    if (Math.round(greatCircleMetres(radius.center, place.coordinates)) <= radius.metres) {
      best = { code, metres: radius.metres };
    }
  }
  return best?.code;
}

function greatCircleMetres(a: LngLat, b: LngLat): number {
  const rad = Math.PI / 180;
  const dLat = Math.sin(((b[1] - a[1]) * rad) / 2);
  const dLng = Math.sin(((b[0] - a[0]) * rad) / 2);
  const h = dLat * dLat + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * dLng * dLng;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A postcode as it is compared: `1181 AB` and `1181ab` are one. */
function bare(postcode: string): string {
  return postcode.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

function beyondLimits(lines: readonly QuoteLine[]): NoQuote | undefined {
  if (!lines.length || lines.length > QUOTE_LIMITS.lines) {
    return tooMuch('', `An order has 1 to ${QUOTE_LIMITS.lines} lines, not ${lines.length}.`);
  }
  for (const [i, { weightGrams, volumeLitres = 0 }] of lines.entries()) {
    for (const [field, value] of Object.entries({ weightGrams, volumeLitres })) {
      const most = QUOTE_LIMITS[field as 'weightGrams' | 'volumeLitres']; // Object.entries forgets the two keys above
      if (Number.isInteger(value) && value >= 0 && value <= most) continue;
      return tooMuch(`/${i}/${field}`, `${field} is a whole number from 0 to ${most}, not ${value}.`);
    }
  }
  return undefined;
}

function notCovered(end: 'pickup' | 'delivery', { postcode, city, country }: QuotePlace): NoQuote {
  return no(
    'city_not_covered',
    `/${end}/city`,
    `No zone covers ${[postcode, city, country].filter(Boolean).join(' ')}.`,
  );
}

function tooMuch(inLines: string, message: string): NoQuote {
  return no('limits_exceeded', `/lines${inLines}`, message);
}

function no(reason: NoQuoteReason, pointer: string, message: string): NoQuote {
  return { ok: false, reason, pointer, message };
}
