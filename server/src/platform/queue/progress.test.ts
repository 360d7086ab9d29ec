import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silent } from '../cache/redis.fixtures.ts';
import { limits } from '../config/limits.ts';
import { createProgress } from './progress.ts';

const { progressMs } = limits.jobs;
const from = (percent: number, write: (percent: number) => Promise<unknown>) =>
  createProgress({ from: percent, write, everyMs: progressMs, log: silent });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('progress is written at once, then about twice a second, and the last number always', async () => {
  const written: number[] = [];
  const progress = from(0, async (percent) => written.push(percent));

  for (let percent = 1; percent <= 100; percent++) {
    await progress.to(percent);
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.advanceTimersByTimeAsync(progressMs);

  expect(progressMs).toBe(500);
  expect(written).toEqual([1, 25, 50, 75, 100]);
});

it('progress never goes back and stays within 0 and 100', async () => {
  const written: number[] = [];
  const progress = from(40, async (percent) => written.push(percent));

  for (const percent of [10, 40, 41.9, -3, Number.NaN, 300]) {
    await progress.to(percent);
    await vi.advanceTimersByTimeAsync(progressMs);
  }

  expect(written).toEqual([41, 100]);
});

it('a number that cannot be written is left out, and the next one is tried', async () => {
  const tried: number[] = [];
  const write = async (percent: number) => {
    tried.push(percent);
    if (percent === 10) throw new Error('the database is away');
  };
  const progress = from(0, write);

  await progress.to(10);
  await vi.advanceTimersByTimeAsync(progressMs);
  await progress.to(20);
  await vi.advanceTimersByTimeAsync(progressMs);

  expect(tried).toEqual([10, 20]);
});

it('at the end it waits for what is being written, writes nothing further and knows the last number', async () => {
  let written = 0;
  const write = async (percent: number) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    written = percent;
  };
  const progress = from(0, write);
  await progress.to(10);
  await progress.to(30);

  const stopping = progress.stop();
  await vi.advanceTimersByTimeAsync(50);
  expect(written).toBe(10);
  expect(await stopping).toBe(30);
  await progress.to(60);
  await vi.advanceTimersByTimeAsync(5_000);

  expect(written).toBe(10);
});
