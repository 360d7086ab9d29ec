import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateArrival, estimateByRoad, greatCircleMetres, isWorthTelling, paceKmh } from './eta.ts';
import { aPoint, DARMSTADT, FRANKFURT } from './tracking.fixtures.ts';
import type { Coordinates } from './tracking.model.ts';

const MINUTE = 60_000;
const T = Date.parse('2026-11-21T08:00:00.000Z');
/** So many metres north of Darmstadt. */
const north = (metres: number): Coordinates => [DARMSTADT[0], DARMSTADT[1] + metres / 111_195.08];
/** A drive at a steady speed with a point a minute. */
const drive = (kmh: number, minutes: number) =>
  Array.from({ length: minutes + 1 }, (_, minute) => aPoint(T + minute * MINUTE, north((kmh * 1_000 * minute) / 60)));

describe('the way that is left', () => {
  it.each<[string, Coordinates, Coordinates, number]>([
    ['nowhere', DARMSTADT, DARMSTADT, 0],
    ['a degree along the equator', [0, 0], [1, 0], 111_195],
    ['a quarter of the earth', [0, 0], [0, 90], 10_007_557],
    ['over the date line', [179.5, 0], [-179.5, 0], 111_195],
    ['from end to end of the earth', [0, 0], [180, 0], 20_015_114],
    ['Darmstadt to Frankfurt', DARMSTADT, FRANKFURT, 26_566],
  ])('%s', (_name, from, to, metres) => {
    expect(Math.round(greatCircleMetres(from, to))).toBe(metres);
  });
});

describe('the pace of the last ten minutes', () => {
  it.each([
    ['is what was driven', drive(72, 10), 72],
    ['is never below 30, as a jam ends', drive(4, 10), 30],
    ['is never above 90, as a lorry cannot', drive(140, 10), 90],
    ['is 60 when nothing is known', [], 60],
    ['is 60 with one point', [aPoint(T)], 60],
    ['is 60 over less than a minute', [aPoint(T), aPoint(T + 59_999, north(2_000))], 60],
    ['counts from a minute on', [aPoint(T), aPoint(T + MINUTE, north(1_200))], 72],
    ['forgets what was more than ten minutes ago', [aPoint(T - 11 * MINUTE, north(-50_000)), ...drive(48, 10)], 48],
  ])('%s', (_rule, trail, kmh) => {
    expect(paceKmh(trail)).toBeCloseTo(kmh, 1);
  });
});

describe('an arrival is told', () => {
  const NOW = new Date(T);
  const inMinutes = (minutes: number) => new Date(T + minutes * MINUTE);
  const told = (arrival: number, minutesAgo: number) => ({ at: inMinutes(arrival), toldAt: inMinutes(-minutesAgo) });

  it.each([
    ['when it is the first', undefined, 60, true],
    ['when it moved by more than ten minutes', told(60, 5), 70.1, true],
    ['when it is that much sooner', told(60, 5), 49.9, true],
    ['not when it moved by ten minutes', told(60, 5), 70, false],
    ['not when it moved by less than a tenth of what remains', told(300, 60), 330, false],
    ['when it moved by more than that', told(300, 60), 334, true],
    ['not twice in five minutes, however much it moved', told(60, 4.99), 600, false],
    ['when it should be over, and is not', told(-30, 30), 1, true],
  ])('%s', (_rule, before, arrival, expected) => {
    expect(isWorthTelling(before, { at: inMinutes(arrival) }, NOW)).toBe(expected);
  });
});

describe('an estimated arrival', () => {
  it('is the time the road takes, where a way is known', () => {
    expect(estimateByRoad(aPoint(T), { metres: 31_204.6, ms: 1_710_200 })).toEqual({
      at: new Date(T + 1_710_200),
      remainingMetres: 31_205,
      computedAt: new Date(T),
      source: 'route',
    });
    expect(estimateArrival([aPoint(T)], FRANKFURT)?.source).toBe('great_circle');
  });

  it('is the great circle × 1.3 at that pace, from when the vehicle was there', () => {
    const estimate = estimateArrival([aPoint(T, DARMSTADT)], FRANKFURT);

    // 26,566.2 m × 1.3 = 34,536 m; at 60 km/h 2,072 s.
    expect(estimate?.remainingMetres).toBe(34_536);
    expect(Math.round(((estimate?.at.getTime() ?? 0) - T) / 1_000)).toBe(2_072);
  });

  it('is not known without a point', () => {
    expect(estimateArrival([], FRANKFURT)).toBeUndefined();
  });

  it('is not later for a device whose clock is ahead', () => {
    const ahead = { ...aPoint(T + 4 * MINUTE), recordedAt: new Date(T) };
    expect(estimateArrival([ahead], DARMSTADT)?.at).toEqual(new Date(T));
  });

  it('lies between what 90 and 30 km/h allow, for any trail and any place', () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    const trails = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_200_000 }), place), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(trails, place, (raw, to) => {
        const trail = raw.sort(([a], [b]) => a - b).map(([at, coordinates]) => aPoint(T + at, coordinates));
        const estimate = estimateArrival(trail, to);
        const last = trail.at(-1);
        if (!estimate || !last) throw new Error('a trail gives an estimate');
        const hours = (estimate.at.getTime() - last.deviceTime.getTime()) / 3_600_000;
        const kilometres = estimate.remainingMetres / 1_000;
        expect(hours).toBeGreaterThanOrEqual(kilometres / 90 - 0.001);
        expect(hours).toBeLessThanOrEqual(kilometres / 30 + 0.001);
        expect(kilometres).toBeLessThanOrEqual(20_016 * 1.3);
      }),
    );
  });
});
