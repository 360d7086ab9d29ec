import type { Clock } from '../core/clock.ts';
import type { FakeReply } from './replies.ts';

/** What the parts of the fake server share. */
export interface Server {
  readonly clock: Clock;
  readonly baseUrl: string;
  /** The server's own time, in milliseconds since 1970. */
  now(): number;
  /** A UUIDv7; the same run makes the same ones. */
  newId(): string;
}

/** A page of a list, newest first, its cursor the place in it. */
export function pageOf(rows: readonly unknown[], query: URLSearchParams): FakeReply {
  const limit = Number(query.get('limit') ?? 20);
  const from = Number(query.get('cursor') ?? 0);
  const next = from + limit;
  return {
    status: 200,
    body: { data: rows.slice(from, next), ...(next < rows.length ? { next: String(next) } : {}) },
  };
}
