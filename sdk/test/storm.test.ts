import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Happening, type Mutant, runStorm, SICK_DISK, STORMS } from './support/storm.ts';

const RUNS = 40; // the full proof is storm.proof.test.ts
const SEED = 1;

/** `kind:tab:n`, as a failing proof prints its happenings, in short; `×` repeats. */
function happenings(text: string): Happening[] {
  return text.split(' ').flatMap((word) => {
    const [happening = '', times = '1'] = word.split('×');
    const [kind, tab, n] = happening.split(':');
    const one = { kind: kind as Happening['kind'], tab: Number(tab), n: Number(n) }; // written below
    return Array.from({ length: Number(times) }, () => one);
  });
}

/** Storms that once broke a promise: the proof's seed, what was wrong, the storm in its smallest form and its luck. */
const ONCE_BROKEN: [string, string, number, typeof SICK_DISK?][] = [
  [
    '2115763029: a page that thaws after five seconds took the time it stood still for a disk that hangs',
    'freeze:0:0 submit:0:0×3 wait:0:25000 submit:0:0×2 thaw:0:0 submit:0:0×13',
    0,
  ],
  [
    '5: a lock that was busy at two moments, an hour apart, was taken for held all the time; both told what was accepted',
    'switch:0:0 wait:0:0 submit:0:0×7 sleep:0:73 submit:0:0×2 submit:2:0 submit:0:0×2 submit:0:163 submit:0:0×6',
    134151282,
  ],
  [
    '1 (sick disk): an order that had lain in memory stood behind its own refused amendment for ever',
    'submit:0:0×2 submit:1:0 switch:1:0 wait:0:2000 submit:0:0×4 sleep:0:1 submit:0:0 submit:1:0 online:0:1564 ' +
      'freeze:0:0 submit:0:0×4 amend:1:15 submit:0:0',
    1879048177,
    SICK_DISK,
  ],
];

describe('whatever happens', () => {
  it.each(ONCE_BROKEN)('seed %s', async (_, storm, luck, disk) => {
    expect(await runStorm(happenings(storm), luck, disk)).toEqual([]);
  });

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
