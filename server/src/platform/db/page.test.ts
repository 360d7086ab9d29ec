import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPager, InvalidCursor, type KeysetQuery, type Page } from './page.ts';

interface Row {
  readonly _id: string;
  readonly createdAt: Date;
}

const pager = createPager('a secret of at least thirty-two characters');
const FILTER = { status: 'placed' };

/** A collection as MongoDB would answer: it understands exactly what the pager asks. */
function aCollection(rows: Row[]) {
  const asked: number[] = [];
  const matches = (row: Row, filter: Record<string, unknown>): boolean =>
    Object.entries(filter).every(([name, wanted]) => {
      if (name === '$or') return (wanted as Record<string, unknown>[]).some((one) => matches(row, one));
      const value = name === '_id' ? row._id : row.createdAt.getTime();
      const number = (bound: unknown) => (bound instanceof Date ? bound.getTime() : (bound as string | number));
      if (wanted instanceof Date || typeof wanted !== 'object') return value === number(wanted);
      const bounds = wanted as Record<string, unknown>;
      const tests = {
        $lt: (b: string | number) => value < b,
        $lte: (b: string | number) => value <= b,
        $gt: (b: string | number) => value > b,
        $gte: (b: string | number) => value >= b,
      };
      return Object.entries(bounds).every(([op, bound]) => tests[op as keyof typeof tests](number(bound)));
    });
  const find = async ({ filter, sort, limit }: KeysetQuery): Promise<Row[]> => {
    asked.push(limit);
    const direction = sort.createdAt ?? 0;
    const order = (a: Row, b: Row) =>
      direction * (a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1));
    return rows
      .filter((row) => matches(row, filter))
      .sort(order)
      .slice(0, limit);
  };
  return {
    find,
    asked,
    page: (limit: number, cursor?: string): Promise<Page<Row>> => pager.page({ limit, cursor }, FILTER, find),
  };
}

let made = 0;
const rowAt = (ms: number): Row => ({ _id: `ten:${String(made++).padStart(6, '0')}`, createdAt: new Date(ms) });
const ids = (rows: readonly Row[]) => rows.map(({ _id }) => _id);
const newestFirst = (rows: readonly Row[]) =>
  ids([...rows].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a._id < b._id ? 1 : -1)));

// Few distinct times, so that many rows were made in the same millisecond.
const times = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 25 });
const walk = {
  times,
  limit: fc.integer({ min: 1, max: 7 }),
  meanwhile: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 10 }),
};

describe('walking through the pages', () => {
  it('visits every row once, newest first, though rows are added meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(walk), async ({ times: ages, limit, meanwhile }) => {
        const rows = ages.map(rowAt);
        const before = newestFirst(rows);
        const collection = aCollection(rows);
        const seen: string[] = [];
        let cursor: string | undefined;
        const later = [...meanwhile];
        do {
          const page = await collection.page(limit, cursor);
          expect(page.data.length).toBeLessThanOrEqual(limit);
          seen.push(...ids(page.data));
          cursor = page.next;
          const ms = later.pop();
          if (ms !== undefined) rows.push(rowAt(ms));
        } while (cursor);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => before.includes(id))).toEqual(before);
        expect(Math.max(...collection.asked)).toBe(limit + 1);
      }),
    );
  });

  it('goes back the same way it came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ times, limit: walk.limit }), async ({ times: ages, limit }) => {
        const rows = ages.map(rowAt);
        const collection = aCollection(rows);
        let page = await collection.page(limit);
        while (page.next) page = await collection.page(limit, page.next);
        const back: string[] = ids(page.data);
        while (page.prev) {
          page = await collection.page(limit, page.prev);
          back.unshift(...ids(page.data));
        }
        expect(back).toEqual(newestFirst(rows));
      }),
    );
  });
});

describe('a cursor', () => {
  const given = async () => {
    const collection = aCollection([1, 2, 3].map(rowAt));
    return { collection, next: (await collection.page(1)).next ?? '' };
  };

  it('is refused with other filters, whatever their order, and taken with the same', async () => {
    const { collection, next } = await given();
    const ask = (filter: object) => pager.page({ limit: 1, cursor: next }, filter, collection.find);
    for (const other of [{}, { status: 'review' }, { ...FILTER, clientId: 'c' }])
      await expect(ask(other)).rejects.toSatisfy(InvalidCursor.is);
    expect((await ask({ clientId: undefined, status: 'placed' })).data).toHaveLength(1);
  });

  it('is refused when one character was changed, or another installation signed it', async () => {
    const { collection, next } = await given();
    for (let at = 0; at < next.length; at++) {
      const changed = `${next.slice(0, at)}${next[at] === 'A' ? 'B' : 'A'}${next.slice(at + 1)}`;
      const same =
        Buffer.from(changed.split('.')[1] ?? '', 'base64url').equals(
          Buffer.from(next.split('.')[1] ?? '', 'base64url'),
        ) && changed.split('.')[0] === next.split('.')[0];
      if (!same) await expect(collection.page(1, changed), `character ${at}`).rejects.toSatisfy(InvalidCursor.is);
    }
    const other = createPager('another secret of more than thirty-two').page(
      { limit: 1, cursor: next },
      FILTER,
      collection.find,
    );
    await expect(other).rejects.toSatisfy(InvalidCursor.is);
  });

  it.each(['', '.', 'a.b', 'null', 'e30.e30', '🙂', '../..', 'W10.AAAAAAAAAAAAAAAAAAAAAA'])(
    '%j is none',
    async (cursor) => {
      await expect(aCollection([]).page(1, cursor)).rejects.toSatisfy(InvalidCursor.is);
    },
  );
});
