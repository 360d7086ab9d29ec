import { limits } from '../../platform/config/limits.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import type { Span } from './positions.repo.ts';

/** What a caller asks of a way; device times as RFC 3339. */
export interface TrailQuery {
  readonly from?: string;
  readonly to?: string;
  readonly toleranceMetres?: number;
}

const MOST_MS = limits.size.trailHours * 3_600_000;

/**
 * The time that is shown: what was asked for, as far as it may be seen; undefined where nothing of it may. Refuses a time
 * that is longer than one call gives, or ends before it begins.
 */
export function spanOf({ from, to }: TrailQuery, now: Date, seen: Partial<Span> = {}): Span | undefined {
  const until = to === undefined ? (seen.to ?? now) : new Date(to);
  const since = from === undefined ? new Date(until.getTime() - MOST_MS) : new Date(from);
  if (since > until) throw refused('/query/from', 'must not be after `to`.');
  if (until.getTime() - since.getTime() > MOST_MS)
    throw refused('/query/from', `must be at most ${limits.size.trailHours} hours before \`to\`.`);
  const span = {
    from: seen.from && seen.from > since ? seen.from : since,
    to: seen.to && seen.to < until ? seen.to : until,
  };
  return span.from > span.to ? undefined : span;
}

function refused(pointer: string, message: string) {
  const errors = [{ pointer, code: 'range', message }];
  return InvalidRequest({ errors }, { errors });
}
