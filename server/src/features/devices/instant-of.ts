import { numberOf } from './reading.ts';

/** Receivers that know no time send their own beginning, in 1970 or 1980: before this nobody reported to us. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** The last millisecond that is written in thirteen digits, in 2286. */
const LATEST = 9_999_999_999_999;
/** As seconds this is in the year 5138, as milliseconds in 1973; no app means either. */
const LEAST_MS = 100_000_000_000;

/** A date, `T` or a space, a time of day, and perhaps a zone, whose `+` a query turns into a space. */
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|[+ -]\d\d:?\d\d)?$/i;

/** The time an app sends: `now` where it sends none, undefined where it is none. Without a zone it is UTC. */
export function instantOf(sent: unknown, now: Date): Date | undefined {
  if (sent === undefined || sent === null || sent === '') return now;
  const number = numberOf(sent);
  const ms = number === undefined ? isoMs(sent) : Math.round(number < LEAST_MS ? number * 1_000 : number);
  return ms >= EARLIEST && ms <= LATEST ? new Date(ms) : undefined;
}

/** Milliseconds since 1970, or NaN. */
function isoMs(sent: unknown): number {
  const [, day, time = '', zone = 'Z'] = typeof sent === 'string' ? (ISO.exec(sent.trim()) ?? []) : [];
  if (day === undefined) return Number.NaN;
  const offset = zone.replace(' ', '+').replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  return Date.parse(`${day}T${time.replace(',', '.')}${offset.toUpperCase()}`);
}
