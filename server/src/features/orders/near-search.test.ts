import { describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import { DeadlineExceeded } from '../../platform/http/errors.ts';
import { nearLimits } from './near-limits.ts';
import { type Key, keysNear } from './near-search.ts';
import { TooManyMatches } from './orders.errors.ts';

const circle = { longitude: 8.65, latitude: 49.87, metres: 50_000 };
const keys = (count: number, prefix = 'k'): Key[] =>
  Array.from({ length: count }, (_, i) => ({ _id: `${prefix}${i}`, createdAt: new Date(i) }));

/** A search by a repository that notes what it is asked. */
function given({ ofStatus = 0, found = (_index: string): Key[] => [] } = {}) {
  const asked: string[] = [];
  const repo = {
    keysWithin: async (_ctx: unknown, { index, ends }: { index: string; ends: readonly string[] }) => {
      asked.push(`${index} ${ends.join('+')}`);
      return found(index);
    },
    count: async (_ctx: unknown, _filter: unknown, atMost: number) => Math.min(ofStatus, atMost),
  };
  const search = (filter: Record<string, unknown>, ctx = aCtx()) =>
    keysNear({ repo } as never, ctx, { asked: filter, filter, circle }); // what it calls of the repository
  return { search, asked };
}

describe('a search around a place', () => {
  it.each([
    [
      'a client',
      { clientId: 'cli_1', status: 'placed' },
      ['client_pickup_place pickup', 'client_delivery_place delivery'],
    ],
    ['a carrier', { carrierId: 'car_1' }, ['carrier_pickup_place pickup', 'carrier_delivery_place delivery']],
    ['a driver', { driverId: 'usr_1' }, ['driver_newest pickup+delivery']],
    ['staff', {}, ['pickup_place pickup', 'delivery_place delivery']],
  ])('by %s goes through what he may see and nothing else', async (_, filter, indexes) => {
    const { search, asked } = given();
    await search(filter);
    expect(asked).toEqual(indexes);
  });

  it.each([
    ['goes through the orders of a status where there are few', nearLimits.walk, ['status_newest pickup+delivery']],
    [
      'and through those of the place where there are many',
      nearLimits.walk + 1,
      ['pickup_place pickup', 'delivery_place delivery'],
    ],
  ])('by staff %s', async (_, ofStatus, indexes) => {
    const { search, asked } = given({ ofStatus });
    await search({ status: 'in_transit' });
    expect(asked).toEqual(indexes);
  });

  it('finds an order with both ends there once, and refuses more than may be sorted', async () => {
    const half = limits.size.nearMatches / 2;
    const both = given({ found: () => keys(3) });
    const most = given({ found: (index) => keys(half, index) });
    const more = given({ found: (index) => keys(half + 1, index) });

    expect(await both.search({})).toHaveLength(3);
    expect(await most.search({})).toHaveLength(limits.size.nearMatches);
    await expect(more.search({})).rejects.toSatisfy(TooManyMatches.is);
  });

  it('gives up after a while, which means that there are too many; unless the request itself is over', async () => {
    const slow = given({
      found: () => {
        throw DeadlineExceeded({});
      },
    });
    await expect(slow.search({})).rejects.toThrow(`within ${nearLimits.maxTimeMs} ms`);
    await expect(slow.search({}, aCtx({ deadline: deadlineIn(0) }))).rejects.toSatisfy(DeadlineExceeded.is);
  });
});
