import { describe, expect, it } from 'vitest';
import { DRIVE_ENDS } from './sites.ts';
import { parseTrace, readTrace, replay, TRACE_NAMES } from './trace.ts';

const START = Date.parse('2026-11-23T08:00:00.000Z');
/** A car that drives east along the equator, 10 m in every second. */
const drive = (seconds: readonly number[]) =>
  seconds.map((s) => ({ seconds: s, coordinates: [(s * 10) / 111_195, 0] as const }));
const times = (report: { points: { deviceTime: string }[] } | undefined) =>
  report?.points.map(({ deviceTime }) => deviceTime.slice(17, 23));

describe('the recorded drives', () => {
  it.each(TRACE_NAMES)('%s begins and ends where its order does', async (name) => {
    const trace = await readTrace(name);
    expect(trace[0]?.coordinates).toEqual(DRIVE_ENDS[name].pickup.coordinates);
    expect(trace.at(-1)?.coordinates).toEqual(DRIVE_ENDS[name].delivery.coordinates);
  });

  it.each(TRACE_NAMES)('%s is replayed whole, once and in order, in reports the contract takes', async (name) => {
    const trace = await readTrace(name);
    const reports = replay(trace, { startAt: START, speed: 60, batchSeconds: 3_600 });
    const points = reports.flatMap((report) => report.points);

    expect(points.map(({ coordinates }) => coordinates)).toEqual(trace.map(({ coordinates }) => coordinates));
    expect(new Set(points.map(({ deviceTime }) => deviceTime)).size).toBe(trace.length);
    expect(points.map(({ deviceTime }) => deviceTime)).toEqual(points.map(({ deviceTime }) => deviceTime).sort());
    expect(Math.max(...reports.map((report) => report.points.length))).toBeLessThanOrEqual(1_000);
    expect(points.every(({ speedKmh = 0, heading = 0 }) => speedKmh <= 250 && heading >= 0 && heading < 360)).toBe(
      true,
    );
  });

  it.each([
    ['another header', 'lat,lng,seconds\n1,2,3', 'begins with'],
    ['a word', 'seconds,longitude,latitude\n0,8.5,fifty', 'Line 2'],
    ['a missing column', 'seconds,longitude,latitude\n0,8.5', 'Line 2'],
    ['a latitude beyond the pole', 'seconds,longitude,latitude\n0,8.5,91', 'Line 2'],
    ['time that stands still', 'seconds,longitude,latitude\n0,8,50\n0,8,50', 'Line 3'],
  ])('%s is refused', (_what, csv, message) => {
    expect(() => parseTrace(csv)).toThrow(message);
  });
});

describe('a phone', () => {
  it('collects points and sends them together', () => {
    const reports = replay(drive([0, 4, 9, 10, 25]), { startAt: START });
    expect(reports.map(({ afterMs }) => afterMs)).toEqual([10_000, 20_000, 30_000]);
    expect(reports.map(times)).toEqual([['00.000', '04.000', '09.000'], ['10.000'], ['25.000']]);
  });

  it('counts from the first point, whenever the recording began', () => {
    expect(replay(drive([100, 101]), { startAt: START })).toMatchObject([
      { afterMs: 10_000, points: [{ deviceTime: '2026-11-23T08:00:00.000Z' }, {}] },
    ]);
  });

  it('goes faster in device time and in waiting', () => {
    const [report] = replay(drive([0, 1, 2]), { startAt: START, speed: 4 });
    expect([report?.afterMs, times(report)]).toEqual([2_500, ['00.000', '00.250', '00.500']]);
  });

  it('without a network sends late, everything at once', () => {
    const reports = replay(drive([0, 12, 22, 31]), { startAt: START, offline: [[15, 35]] });
    expect(reports.map(({ afterMs }) => afterMs)).toEqual([10_000, 35_000, 40_000]);
    expect(reports.map(times)).toEqual([['00.000'], ['12.000', '22.000'], ['31.000']]);
  });

  it('measures speed and heading, none across a gap or a jump, no heading at rest', () => {
    const east = drive([0, 1, 2, 40]);
    const jump = { seconds: 41, coordinates: [1, 0] as const };
    const rest = { seconds: 42, coordinates: [1, 0] as const };
    const [report] = replay([...east, jump, rest], { startAt: START, batchSeconds: 100 });
    expect(report?.points.map(({ speedKmh, heading }) => [speedKmh, heading])).toEqual([
      [undefined, undefined],
      [36, 90],
      [36, 90],
      [undefined, undefined],
      [undefined, undefined],
      [0, undefined],
    ]);
  });

  it('has no pace of nothing', () => {
    expect(() => replay(drive([0]), { startAt: START, speed: 0 })).toThrow(RangeError);
  });
});
