import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runStorm, STORMS } from './support/storm.ts';

const RUNS = 1000;

it(`loses nothing, doubles nothing, mixes up nobody, ${RUNS} times`, { timeout: 3_600_000 }, async () => {
  const seed = Date.now() & 0x7fffffff;
  console.log(`storms from seed ${seed}`); // a failing seed becomes a test
  await fc.assert(
    fc.asyncProperty(STORMS, async ({ seed: dice, happenings }) => {
      expect(await runStorm(happenings, dice)).toEqual([]);
    }),
    { numRuns: RUNS, seed },
  );
});
