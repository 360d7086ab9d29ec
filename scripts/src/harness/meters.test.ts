import { expect, it } from 'vitest';
import { peakPerSecond, percentile } from './meters.ts';

it('a percentile is the value that the share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile(hundred, 1)]).toEqual([50, 95, 100]);
  expect(percentile([], 0.95)).toBe(0);
});

it('the peak is the most of any second, wherever it begins', () => {
  expect(peakPerSecond([5_000, 100, 900, 1_050, 1_099, 1_100])).toBe(4);
  expect(peakPerSecond([])).toBe(0);
});
