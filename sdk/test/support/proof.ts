/**
 * How often a proof by chance is tried, and from which seed. `npm test` runs a small form of each; `npm run proof`, which
 * sets PROOF=full, all of it. SEED repeats a run.
 */
export function dice(full: number, small: number): { numRuns: number; seed: number } {
  const { PROOF, SEED } = process.env;
  return { numRuns: PROOF === 'full' ? full : small, seed: SEED ? Number(SEED) : Date.now() & 0x7fffffff };
}

/** Asked for by `npm run proof`. What costs minutes, or installs other people's tools, runs only then. */
export const FULL = process.env.PROOF === 'full';
