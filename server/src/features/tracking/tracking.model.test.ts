import { describe, expect, it } from 'vitest';
import { aPoint, aReportedPoint } from './tracking.fixtures.ts';
import { judgeBatch, newestOf } from './tracking.model.ts';

const NOW = new Date('2026-11-21T08:00:00.000Z');
const judge = (...times: string[]) =>
  judgeBatch(
    'veh_1',
    times.map((deviceTime) => aReportedPoint({ deviceTime })),
    NOW,
  );

describe('a batch of points', () => {
  it('is taken late, unordered and in any zone', () => {
    const { points, refused } = judge(
      '2026-11-21T07:59:00.000Z',
      '2026-10-01T00:00:00Z',
      '2026-11-21T09:00:00.5+01:00',
    );

    expect(refused).toEqual([]);
    expect(points.map(({ deviceTime }) => deviceTime.toISOString())).toEqual([
      '2026-11-21T07:59:00.000Z',
      '2026-10-01T00:00:00.000Z',
      '2026-11-21T08:00:00.500Z',
    ]);
  });

  it('loses only the points that lie more than five minutes ahead', () => {
    const { points, refused } = judge('2026-11-21T08:05:00.001Z', '2026-11-21T08:05:00.000Z', '2031-01-01T00:00:00Z');

    expect(points).toHaveLength(1);
    expect(refused).toEqual([
      { index: 0, reason: 'in_the_future' },
      { index: 2, reason: 'in_the_future' },
    ]);
  });

  it('may hold a leap second, which the contract allows', () => {
    expect(judge('2016-12-31T23:59:60Z').points[0]?.deviceTime).toEqual(new Date('2016-12-31T23:59:59Z'));
  });
});

describe('the newest point', () => {
  it('is the one with the latest device time, wherever it stands', () => {
    expect(newestOf([aPoint(2), aPoint(3), aPoint(1)])?.deviceTime).toEqual(new Date(3));
  });

  it('of two at the same time is the first, which history keeps too', () => {
    const [first, second] = [aPoint(5, [1, 1]), aPoint(5, [2, 2])];
    expect(newestOf([first, second])).toBe(first);
  });

  it('of nothing is nothing', () => {
    expect(newestOf([])).toBeUndefined();
  });
});
