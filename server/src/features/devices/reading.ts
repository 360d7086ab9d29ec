import type { FieldError } from '../../platform/errors/app-error.ts';
import type { Position } from '../../platform/http/contract.types.gen.ts';

/** What an app's message is: a position, nothing that we keep, or something that cannot be one. */
export type Reading =
  | { readonly point: Position }
  | { readonly nothing: true }
  | { readonly wrong: readonly FieldError[] };

/** What a message says beside where and when, by our names and units, as it came. */
export type Extras = Readonly<Record<keyof typeof RANGES, unknown>>;

/** The ranges of our own positions. */
const RANGES = {
  speedKmh: [0, 500],
  heading: [0, 360],
  accuracyMetres: [0, 100_000],
  altitudeMetres: [-1_000, 20_000],
  batteryPercent: [0, 100],
} as const;

/**
 * Puts a position together. Without a place or with an impossible time it is none; an extra that is no number or out of
 * range is left out, because apps send -1 for what they do not know.
 */
export function readingOf(place: Place, at: Date | undefined, extras: Extras): Reading {
  const wrong = [
    ...misplaced('lat', place.lat, 90),
    ...misplaced('lon', place.lon, 180),
    ...(at === undefined ? [{ pointer: '/timestamp', code: 'format', message: WHEN }] : []),
  ];
  const [lat, lon] = [numberOf(place.lat), numberOf(place.lon)];
  if (wrong.length > 0 || at === undefined || lat === undefined || lon === undefined) return { wrong };
  const known = Object.entries(RANGES).flatMap(([name, [least, most]]) => {
    const value = numberOf(extras[name as keyof Extras]); // the table's own names
    return value === undefined || value < least || value > most ? [] : [[name, hundredth(value)]];
  });
  return { point: { deviceTime: at.toISOString(), coordinates: [lon, lat], ...Object.fromEntries(known) } };
}

/** Degrees of latitude and longitude, as they came. */
export interface Place {
  readonly lat: unknown;
  readonly lon: unknown;
}

const WHEN =
  'must be Unix seconds, Unix milliseconds, ISO 8601 or `yyyy-MM-dd HH:mm:ss` in UTC, since 2000, or be left out.';

function misplaced(name: string, value: unknown, most: number): FieldError[] {
  const number = numberOf(value);
  if (number !== undefined && Math.abs(number) <= most) return [];
  const code = number === undefined ? 'required' : 'range';
  return [{ pointer: `/${name}`, code, message: `must be a number of degrees from -${most} to ${most}.` }];
}

/** One way only to read a text, so that a long one that is none after all costs no more than its length. */
const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*$/i;
/** More characters than any app writes a number with. */
const LONGEST = 64;

/** A number or the text of a decimal one; undefined for everything else, `NaN` and `0x10` included. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.length <= LONGEST && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A quantity in other units; undefined where there is no number. */
export function times(value: unknown, factor: number): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : number * factor;
}

/** Finer than any receiver; what comes from knots would have sixteen digits. */
const hundredth = (value: number): number => Math.round(value * 100) / 100;
