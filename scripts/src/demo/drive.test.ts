import { describe, expect, it } from 'vitest';
import { drive } from './drive.ts';
import type { PositionPoint } from './shapes.ts';
import type { Report } from './trace.ts';

const point = (n: number): PositionPoint => ({
  deviceTime: new Date(n * 1_000).toISOString(),
  coordinates: [8, 50],
  accuracyMetres: 8,
});
const reports = (...batches: number[][]): Report[] =>
  batches.map((batch, i) => ({ afterMs: (i + 1) * 1_000, points: batch.map(point) }));

/** A world whose clock moves only when somebody sleeps, and a server that refuses the calls it is told to. */
function world(refused: (call: number) => boolean = () => false) {
  let clock = 0;
  const calls: { at: number; seconds: number[]; stored: boolean }[] = [];
  const send = async (points: PositionPoint[]) => {
    const stored = !refused(calls.length + 1);
    calls.push({ at: clock, seconds: points.map(({ deviceTime }) => Date.parse(deviceTime) / 1_000), stored });
    if (!stored) throw new Error('no network');
  };
  const sleep = async (ms: number) => {
    clock += ms;
  };
  const stored = () => calls.filter((call) => call.stored).flatMap(({ seconds }) => seconds);
  return { deps: { send, sleep, now: () => clock }, calls, stored };
}

describe('a driven trace', () => {
  it('is sent at its times', async () => {
    const { deps, calls } = world();
    await drive(reports([1], [2, 3]), deps);
    expect(calls.map(({ at, seconds }) => [at, seconds])).toEqual([
      [1_000, [1]],
      [2_000, [2, 3]],
    ]);
  });

  it('keeps what was not answered and sends it with the next report', async () => {
    const { deps, calls, stored } = world((call) => call <= 2);
    await drive(reports([1], [2], [3]), deps);
    expect(calls.map(({ seconds }) => seconds)).toEqual([[1], [1, 2], [1, 2, 3]]);
    expect(stored()).toEqual([1, 2, 3]);
  });

  it('tries the end of the drive again', async () => {
    const { deps, stored } = world((call) => call === 2 || call === 3);
    await drive(reports([1], [2]), deps);
    expect(stored()).toEqual([1, 2]);
  });

  it('gives up after five tries, with the reason', async () => {
    const { deps, calls } = world(() => true);
    await expect(drive(reports([1]), deps)).rejects.toThrow('no network');
    expect(calls).toHaveLength(1 + 5);
  });

  it('never sends more than a thousand points at once, however long it was offline', async () => {
    const { deps, calls, stored } = world((call) => call === 1);
    const many = (from: number) => Array.from({ length: 900 }, (_, i) => from + i);
    await drive(reports(many(0), many(900)), deps);
    expect(calls.map(({ seconds }) => seconds.length)).toEqual([900, 1_000, 800]);
    expect(stored()).toEqual([...many(0), ...many(900)]);
  });
});
