import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mutant, runStorm, STORMS } from './support/storm.ts';

const RUNS = 100; // the full proof is storm.proof.test.ts
const SEED = 1;

describe('whatever happens', () => {
  it(`loses nothing, doubles nothing, mixes up nobody (${RUNS} storms from seed ${SEED})`, {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(STORMS, async ({ seed, happenings }) => {
        expect(await runStorm(happenings, seed)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it.each([
    ['no-key-with-lock', 'I2'],
    ['no-key-with-lease', 'I2'],
    ['short-key', 'I2'],
    ['dequeue-first', 'I1'],
    ['early-success', 'I1'],
  ] satisfies [Mutant, string][])('would notice %s', { timeout: 300_000 }, async (mutant, promise) => {
    const caught: string[] = [];
    for (const { seed, happenings } of fc.sample(STORMS, { numRuns: 60, seed: SEED })) {
      caught.push(...(await runStorm(happenings, seed, mutant)));
      if (caught.some((line) => line.startsWith(promise))) break;
    }
    expect(caught.filter((line) => line.startsWith(promise)).length).toBeGreaterThan(0);
  });
});
