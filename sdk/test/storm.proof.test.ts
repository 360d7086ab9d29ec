import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dice } from './support/proof.ts';
import { runStorm, SICK_DISK, STORMS } from './support/storm.ts';

it.each([
  ['loses nothing, doubles nothing, mixes up nobody', undefined, dice(1000, 15)],
  ['on a sick disk: keeps what it says is stored, and the rest while its page is open', SICK_DISK, dice(300, 5)],
] as const)('%s', { timeout: 3_600_000 }, async (_, disk, { numRuns, seed }) => {
  console.log(`${numRuns} storms from seed ${seed}${disk ? ` on a ${disk}` : ''}`); // a failing seed becomes a test
  await fc.assert(
    fc.asyncProperty(STORMS, async ({ seed: luck, happenings }) => {
      expect(await runStorm(happenings, luck, disk)).toEqual([]);
    }),
    { numRuns, seed },
  );
});
