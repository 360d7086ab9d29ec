import fc from 'fast-check';
import { STORMS, type Storm, written } from './happenings.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { type Conditions, conditionsOf, runStorm } from './storm.ts';

/** So many storms from one seed; the unit of work of the command. */
export interface Batch {
  readonly seed: number;
  readonly runs: number;
  readonly conditions: Partial<Conditions>;
  /** Longest time for making a failing storm smaller, in milliseconds. */
  readonly shrinkMs?: number;
}

/** What a batch came to. */
export interface Tally {
  readonly runs: number;
  readonly orders: number;
  readonly lost: number;
  readonly doubled: number;
  /** Storms by the disk they ran on, and how many of them had a sick one. */
  readonly shelves: Readonly<Record<string, number>>;
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly batch: number;
  readonly seed: number;
  readonly storm: string;
  readonly sick: boolean;
  readonly shelf: string;
  readonly broken: readonly string[];
}

/** Runs a batch and stops at its first failure, made as small as the time allows. */
export async function runBatch({ seed, runs, conditions, shrinkMs = 120_000 }: Batch): Promise<Tally> {
  const shelves: Record<string, number> = {};
  const sum = { runs: 0, orders: 0, lost: 0, doubled: 0 };
  const mutant: Mutant | undefined = conditions.mutant && MUTANTS[conditions.mutant];
  const brokenBy = async (storm: Storm) => {
    const result = await runStorm(storm, conditions);
    return { ...result, broken: result.broken.filter((line) => counts(line, mutant)) };
  };
  for (const storm of fc.sample(STORMS, { seed, numRuns: runs })) {
    const { shelf, sick } = conditionsOf(storm.seed, conditions);
    const { broken, orders, lost, doubled } = await brokenBy(storm);
    const name = sick ? `${shelf}, sick` : shelf;
    shelves[name] = (shelves[name] ?? 0) + 1;
    sum.runs++;
    sum.orders += orders;
    sum.lost += lost;
    sum.doubled += doubled;
    const [promise] = broken[0]?.split(' ') ?? [];
    if (promise === undefined) continue;
    let last = broken;
    const small = await smallest(storm, Date.now() + shrinkMs, async (part) => {
      const found = (await brokenBy(part)).broken;
      if (found[0]?.startsWith(promise)) last = found;
      return last === found;
    });
    const failure = { batch: seed, seed: storm.seed, storm: written(small.happenings), sick, shelf };
    return { ...sum, shelves, failure: { ...failure, broken: last.slice(0, 5) } };
  }
  return { ...sum, shelves, failure: undefined };
}

/** A broken build must break the promise that it is there for, whatever else it breaks before. */
function counts(line: string, mutant: Mutant | undefined): boolean {
  return mutant?.caughtBy === undefined
    ? !mutant?.excused?.test(line)
    : mutant.caughtBy.split(' ').some((name) => line.startsWith(name));
}

/** The storm without what its failure does not need: halves are left out, then quarters, at last single happenings. */
async function smallest(storm: Storm, until: number, fails: (part: Storm) => Promise<boolean>): Promise<Storm> {
  let { happenings } = storm;
  for (let size = happenings.length >> 1; size > 0; size >>= 1) {
    for (let i = 0; i + size <= happenings.length && Date.now() < until; ) {
      const part = [...happenings.slice(0, i), ...happenings.slice(i + size)];
      if (await fails({ ...storm, happenings: part })) happenings = part;
      else i += size;
    }
  }
  return { ...storm, happenings };
}

/** A failure as it is pasted into the list of storms that once broke a promise. */
export function entryOf({ batch, seed, storm, sick, shelf, broken }: Failure): string {
  const given = { ...(shelf === 'memory' ? {} : { shelf }), ...(sick ? { sick } : {}) };
  return `  [\n    '${batch}: ${broken[0]?.replaceAll("'", '’').split('\n')[0]}',\n    '${storm}',\n    ${seed},\n    ${JSON.stringify(given)},\n  ],`;
}
