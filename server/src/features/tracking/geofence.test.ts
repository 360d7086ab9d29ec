import { describe, expect, it } from 'vitest';
import { PLACE, RADIUS, seenAt } from './geofence.fixtures.ts';
import { type Fence, judge, mayBegin, zoneOf } from './geofence.ts';

const FENCE: Fence = { centre: PLACE, radiusMetres: RADIUS, mayEnter: () => true, apartMs: 0 };
const at = (seconds: number) => new Date(seconds * 1_000);
const visit = (entered: number, left?: number) => ({
  enteredAt: at(entered),
  ...(left === undefined ? {} : { leftAt: at(left) }),
});

it.each([
  ['at the place', 0, undefined, 'inside'],
  ['on the radius', 199.9, undefined, 'inside'],
  ['beyond the radius', 201, undefined, 'outside'],
  ['nearly one and a half radii off', 299, undefined, 'outside'],
  ['one and a half radii off', 301, undefined, 'away'],
  ['at the place, less exact than the radius', 0, 200, 'unknown'],
  ['off, within its doubt', 450, 300, 'unknown'],
  ['off by more than its doubt', 550, 300, 'outside'],
  ['away by more than its doubt', 601, 300, 'away'],
  ['far away', 90_000, 1_000, 'away'],
] as const)('a point %s is seen as such', (_what, metres, accuracy, zone) => {
  expect(zoneOf(seenAt(0, metres, accuracy), FENCE)).toBe(zone);
});

it('a point to the east is measured as one to the north', () => {
  const east = (metres: number) => ({
    ...seenAt(0, 0),
    position: {
      coordinates: [PLACE[0] + metres / (111_195 * Math.cos((PLACE[1] * Math.PI) / 180)), PLACE[1]] as const,
    },
  });
  expect(
    [199, 201, 301].map((metres) =>
      zoneOf(
        { ...seenAt(0, 0), ...east(metres), position: { coordinates: [...east(metres).position.coordinates] } },
        FENCE,
      ),
    ),
  ).toEqual(['inside', 'outside', 'away']);
});

describe('a vehicle', () => {
  const seen = (...points: [seconds: number, metres: number, accuracy?: number][]) =>
    judge(
      [],
      points.map((point) => seenAt(...point)),
      FENCE,
    ).visits;

  it('has entered a place after two points in a row inside, at the first of them', () => {
    expect(seen([1, 500], [2, 100], [3, 50])).toEqual([visit(2)]);
  });

  it('has not by one point, nor by two with one outside between them', () => {
    expect(seen([1, 500], [2, 100], [3, 500])).toEqual([]);
    expect(seen([1, 100], [2, 250], [3, 100])).toEqual([]);
  });

  it('is not judged by vague points: they neither bring it in nor break a row', () => {
    expect(seen([1, 0, 250], [2, 0, 250])).toEqual([]);
    expect(seen([1, 100], [2, 0, 250], [3, 100])).toEqual([visit(1)]);
  });

  it('is still there between the radius and one and a half, and has left beyond', () => {
    expect(seen([1, 100], [2, 100], [3, 250], [4, 290])).toEqual([visit(1)]);
    expect(seen([1, 100], [2, 100], [3, 250], [4, 310], [5, 900])).toEqual([visit(1, 4)]);
  });

  it('may come again', () => {
    expect(seen([1, 9], [2, 9], [3, 900], [4, 9], [5, 9])).toEqual([visit(1, 3), visit(4)]);
  });

  it('that jumps to and fro has come again only a while after it left, however often it jumps', () => {
    const slow = { ...FENCE, apartMs: 60_000 };
    const jumping = Array.from({ length: 300 }, (_, second) => seenAt(second, second % 3 === 2 ? 900 : 9));
    const { visits, changes } = judge([], jumping, slow);
    expect(visits).toEqual([visit(0, 2), visit(63, 65), visit(126, 128), visit(189, 191), visit(252, 254)]);
    expect(changes).toHaveLength(5);
    // Nor before one that is known, where its points come late.
    expect(judge([visit(30)], [seenAt(1, 9), seenAt(2, 9), seenAt(3, 900)], slow).changes).toEqual([]);
  });

  it('begins no visit while the place is not watched, and ends one then', () => {
    const from3 = { ...FENCE, mayEnter: (time: Date) => time >= at(3) };
    const points = [1, 2, 3, 4].map((seconds) => seenAt(seconds, 9));
    expect(judge([], points, from3).visits).toEqual([visit(3)]);
    expect(judge([visit(1)], [seenAt(5, 900)], { ...FENCE, mayEnter: () => false }).visits).toEqual([visit(1, 5)]);
  });
});

describe('what was told of a place', () => {
  it('is not told again by points within it', () => {
    const points = [1, 2, 3].map((seconds) => seenAt(seconds, 9));
    expect(judge([visit(1)], points, FENCE).changes).toEqual([]);
    expect(judge([visit(1, 9)], [...points, seenAt(5, 900), seenAt(6, 9), seenAt(7, 9)], FENCE).changes).toEqual([]);
  });

  it('is not told again when it turns out to have begun earlier', () => {
    expect(
      judge(
        [visit(3)],
        [1, 2, 3].map((seconds) => seenAt(seconds, 9)),
        FENCE,
      ).changes,
    ).toEqual([]);
  });

  it('does not hide a visit before it that nobody knew of', () => {
    const late = [seenAt(1, 9), seenAt(2, 9), seenAt(3, 900), seenAt(5, 9), seenAt(6, 9)];
    expect(judge([visit(5)], late, FENCE).changes).toEqual([{ visit: visit(1, 3), isNew: true }]);
  });
});

it('only a point inside, at a time of which nothing is told, makes it worth to look at the history', () => {
  expect(mayBegin([], [seenAt(1, 900), seenAt(2, 250)], FENCE)).toBe(false);
  expect(mayBegin([], [seenAt(1, 900), seenAt(2, 9)], FENCE)).toBe(true);
  expect(mayBegin([visit(1)], [seenAt(2, 9)], FENCE)).toBe(false);
  expect(mayBegin([visit(1, 3)], [seenAt(2, 9)], FENCE)).toBe(false);
  expect(mayBegin([visit(1, 3)], [seenAt(4, 9)], FENCE)).toBe(true);
  expect(mayBegin([], [seenAt(4, 9)], { ...FENCE, mayEnter: () => false })).toBe(false);
});
