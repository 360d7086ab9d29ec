import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { greatCircleMetres } from './eta.ts';
import { aPoint } from './tracking.fixtures.ts';
import type { Coordinates, VehiclePoint } from './tracking.model.ts';
import { lineOf } from './trail-line.ts';

/** A way along these places, a second from each to the next. */
const along = (places: readonly Coordinates[]) => places.map((place, second) => aPoint(second * 1_000, place));
/** North along a meridian, `metres` apart, each place moved east by what `east` says, in metres. */
const northward = (count: number, metres: number, east: (n: number) => number, lng = 8) =>
  along(
    Array.from({ length: count }, (_, n): Coordinates => {
      const lat = 50 + (n * metres) / 111_195;
      const moved = lng + east(n) / (111_195 * Math.cos((lat * Math.PI) / 180));
      return [((moved + 540) % 360) - 180, lat];
    }),
  );

/** The farthest that any point is from the line, in metres, on the plane around it. */
function farthest(points: readonly VehiclePoint[], line: readonly VehiclePoint[]): number {
  let [worst, segment] = [0, 0];
  for (const point of points) {
    while (segment < line.length - 2 && (line[segment + 1]?.deviceTime ?? 0) <= point.deviceTime) segment += 1;
    const [from, to] = [line[segment], line[segment + 1]];
    if (!from || !to) continue;
    const plane = ({ position: { coordinates } }: VehiclePoint) => {
      const [lng, lat] = point.position.coordinates;
      return [
        (coordinates[0] - lng) * 111_195 * Math.cos((lat * Math.PI) / 180),
        (coordinates[1] - lat) * 111_195,
      ] as const;
    };
    const [[ax, ay], [bx, by]] = [plane(from), plane(to)];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length));
    worst = Math.max(worst, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
  }
  return worst;
}

describe('a way that is drawn', () => {
  it('has its first and last point, and of a straight road nothing between', async () => {
    const road = northward(500, 25, () => 0);
    expect((await lineOf(road, 5)).points).toEqual([road[0], road.at(-1)]);
    for (const few of [[], road.slice(0, 1), road.slice(0, 2)]) expect((await lineOf(few, 5)).points).toEqual(few);
  });

  it('keeps a corner and leaves out what is nearer to the line than was said', async () => {
    const detour = northward(101, 20, (n) => (n === 50 ? 30 : 0));
    expect((await lineOf(detour, 29)).points).toContain(detour[50]);
    expect((await lineOf(detour, 31)).points).toEqual([detour[0], detour[100]]);
  });

  it('is whole with a tolerance of nothing', async () => {
    const road = northward(5_000, 10, () => 0);
    expect(await lineOf(road, 0)).toEqual({ points: road, toleranceMetres: 0 });
  });

  it('is whole where there are no more points than are shown, and else as exact as their number allows', async () => {
    const zigzag = northward(1_000, 20, (n) => (n % 2) * 40);
    expect(await lineOf(zigzag, undefined)).toEqual({ points: zigzag, toleranceMetres: 0 });

    const long = northward(6_000, 15, (n) => 25 * Math.sin(n / 3) + 400 * Math.sin(n / 200));
    const { points, toleranceMetres } = await lineOf(long, undefined);
    expect(points.length).toBeLessThanOrEqual(1_000);
    expect((await lineOf(long, toleranceMetres)).points).toEqual(points);
    expect((await lineOf(long, toleranceMetres - 1)).points.length).toBeGreaterThan(1_000);
  });

  it('goes on across the line where the day changes', async () => {
    const sailing = northward(200, 100, (n) => n * 300, 179.8);
    expect(sailing.some(({ position }) => position.coordinates[0] < 0)).toBe(true);
    expect((await lineOf(sailing, 20)).points.length).toBeLessThan(5);
  });

  it.each([5, 50, 500])('of a real drive is never farther than %s m from it', async (tolerance) => {
    const file = new URL('../../../../scripts/data/traces/wittenberg-berlin.csv', import.meta.url);
    const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
    const drive = along(lines.map((line) => line.split(',').slice(1).map(Number) as [number, number])); // its columns
    const { points } = await lineOf(drive, tolerance);
    expect(points.length).toBeLessThan(drive.length);
    expect(farthest(drive, points)).toBeLessThan(tolerance * 1.01);
    expect(greatCircleMetres(points.at(-1)?.position.coordinates ?? [0, 0], [13.2, 52.3])).toBeLessThan(100_000);
  });

  it('made to be hard takes no longer than it must, and is answered', async () => {
    // Each step of the algorithm leaves out one point only.
    const fan = northward(10_000, 0.001, (n) => (n % 2 ? 1 : -1) * (10_000 - n));
    expect((await lineOf(fan, undefined)).points.length).toBeLessThanOrEqual(1_000);
  });
});
