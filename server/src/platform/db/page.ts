import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { defineError } from '../errors/app-error.ts';

export const InvalidCursor = defineError<{ reason: string }>({
  code: 'invalid_cursor',
  status: 400,
  title: 'The cursor does not belong to this list',
  detail: ({ reason }) => `The cursor cannot be used: ${reason}.`,
  why: 'A cursor is only valid unchanged, with the filters of the page that gave it.',
  fix: 'Start again without a cursor, or repeat the filters of the page before.',
});

/** Where a page begins: after (or, going back, before) the row with these values. */
interface Position {
  readonly createdAt: Date;
  readonly _id: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly data: T[];
  readonly next?: string;
  readonly prev?: string;
}

export interface Pager {
  /**
   * A page of a list, newest first, by key and never by count: `find` gets the extra filter, the sort and how many.
   * `filter` is what the caller asked for; a cursor of other filters is refused.
   */
  page<T extends Position>(
    request: PageRequest,
    filter: object,
    find: (at: KeysetQuery) => Promise<T[]>,
  ): Promise<Page<T>>;
}

export interface KeysetQuery {
  readonly filter: Record<string, unknown>;
  readonly sort: Record<string, 1 | -1>;
  readonly limit: number;
}

/** Cursors are signed, so that nobody can make a scan of his own choosing out of one. */
export function createPager(appSecret: string): Pager {
  const key = Buffer.from(hkdfSync('sha256', appSecret, '', 'cursor', 32));
  const sign = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16);
  const hash = (filter: object) =>
    createHmac('sha256', key)
      .update(JSON.stringify(sorted(filter)))
      .digest('base64url')
      .slice(0, 16);

  const encode = (direction: 'next' | 'prev', filter: object, row: Position): string => {
    const text = JSON.stringify([direction, hash(filter), row.createdAt.getTime(), row._id]);
    return `${Buffer.from(text).toString('base64url')}.${sign(text).toString('base64url')}`;
  };

  const decode = (cursor: string, filter: object): Position & { direction: 'next' | 'prev' } => {
    const [body = '', signature = ''] = cursor.split('.');
    const text = Buffer.from(body, 'base64url').toString();
    const given = Buffer.from(signature, 'base64url');
    const expected = sign(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw InvalidCursor({ reason: 'it is not one of ours, or was changed' });
    const [direction, filterHash, createdAt, _id] = JSON.parse(text) as ['next' | 'prev', string, number, string]; // signed by us
    if (filterHash !== hash(filter)) throw InvalidCursor({ reason: 'the filters are not those of its page' });
    return { direction, createdAt: new Date(createdAt), _id };
  };

  return {
    async page(request, filter, find) {
      const at = request.cursor === undefined ? undefined : decode(request.cursor, filter);
      const back = at?.direction === 'prev';
      const rows = await find({
        filter: at ? beyond(at, back) : {},
        sort: back ? { createdAt: 1, _id: 1 } : { createdAt: -1, _id: -1 },
        limit: request.limit + 1,
      });
      const more = rows.length > request.limit;
      const data = rows.slice(0, request.limit);
      if (back) data.reverse();
      const [first, last] = [data[0], data.at(-1)];
      const hasNext = back ? true : more;
      const hasPrev = back ? more : at !== undefined;
      return {
        data,
        ...(last && hasNext ? { next: encode('next', filter, last) } : {}),
        ...(first && hasPrev ? { prev: encode('prev', filter, first) } : {}),
      };
    },
  };
}

/** The outer bound keeps the index range tight; the inner one breaks ties by id. */
function beyond(at: Position, back: boolean): Record<string, unknown> {
  const [op, inclusive] = back ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return {
    createdAt: { [inclusive as string]: at.createdAt },
    $or: [
      { createdAt: { [op as string]: at.createdAt } },
      { createdAt: at.createdAt, _id: { [op as string]: at._id } },
    ],
  };
}

const sorted = (filter: object) =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
