/** How old events were when they were heard, in steps of `STEP_MS`, and how many there are of each. */
export type Ages = readonly (readonly [step: number, count: number])[];

export const STEP_MS = 0.05;

/** Of the ages of several processes and turns: their number, median and 99th percentile in milliseconds. */
export function spreadOfAges(ages: readonly Ages[]): { count: number; p50: number; p99: number } {
  const sorted = ages.flat().sort(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, of]) => sum + of, 0);
  const at = (share: number) => {
    let passed = 0;
    for (const [step, of] of sorted) {
      passed += of;
      if (passed >= count * share) return step * STEP_MS;
    }
    return Number.NaN;
  };
  return { count, p50: at(0.5), p99: at(0.99) };
}
