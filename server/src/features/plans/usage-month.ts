import { LRUCache } from 'lru-cache';

/** Making a format costs a hundred times its use; a tenant names the zone, so there may be as many as it can spell. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 500 });

/** The calendar month of a moment in a zone of the IANA database: `2026-11`. Throws for a zone that does not exist. */
export function monthOf(at: Date, timeZone: string): string {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
    });
  if (!known) formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}`;
}
