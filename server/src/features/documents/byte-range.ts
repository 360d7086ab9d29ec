import type { ByteRange } from '../../platform/storage/blobs.ts';

/** What was asked for: a part, more than there is, or everything. */
export type Asked = ByteRange | 'unsatisfiable' | 'whole';

/** Conditional headers of a GET for a part. */
export interface RangeHeaders {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/**
 * Reads `Range` (RFC 9110, section 14) for something of `length` bytes. Several ranges, other units and what is no range
 * are ignored, as the RFC allows; so is a range of another version than the one of the strong tag `etag`.
 */
export function askedBytes({ range, ifRange }: RangeHeaders, etag: string, length: number): Asked {
  // A date never matches: we give none. Nor does a weak tag, whose bytes may differ.
  if (range === undefined || (ifRange !== undefined && ifRange.trim() !== etag)) return 'whole';
  const found = /^bytes\s*=\s*(?:(\d{1,15})\s*-\s*(\d{1,15})?|-\s*(\d{1,15}))$/i.exec(range.trim());
  if (!found) return 'whole';
  const [, first, last, suffix] = found;
  if (first === undefined) {
    const count = Math.min(Number(suffix), length);
    return count === 0 ? 'unsatisfiable' : { start: length - count, end: length - 1 };
  }
  const start = Number(first);
  const end = last === undefined ? length - 1 : Number(last);
  if (last !== undefined && end < start) return 'whole';
  return start >= length ? 'unsatisfiable' : { start, end: Math.min(end, length - 1) };
}
