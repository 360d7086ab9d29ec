/**
 * `npm run chaos -- --runs N --seed S [--store memory|sqlite|idb|files] [--mutants]`: random storms over the outbox.
 * `--replay '<happenings>' --luck N [--store S] [--sick]` tells what goes on in one storm of that list.
 * Prints its seed, a line for every 5 %, and for a failure the smallest storm it found, ready for the list of those
 * that once broke a promise. Exit code 1 when a promise broke, or when a mutant was not caught.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Batch, entryOf, type Failure, type Tally } from './batch.ts';
import { START } from './clock.ts';
import { fileStore, SHELVES, type Shelf } from './disk.ts';
import { read } from './happenings.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import { runStorm } from './storm.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    store: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    replay: { type: 'string' },
    luck: { type: 'string' },
    sick: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? Date.now() & 0x7fffffff : Number(values.seed);
const runs = Number(values.runs);
const shelf = SHELVES.find((name) => name === values.store);
const BATCH = 20;
const MUTANT_RUNS = 300; // a mutant that lives through more is not caught

/** Hands batches to workers, one at a time each, until they are done or `enough` says so. */
async function work(batches: readonly Batch[], heard: (tally: Tally) => boolean): Promise<void> {
  const queue = [...batches];
  let stop = false;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: 64 }, // a storm is made of short-lived things
      });
      const next = () => {
        const batch = stop ? undefined : queue.shift();
        if (batch) worker.postMessage(batch);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (tally: Tally) => {
        if (heard(tally)) stop = true;
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), batches.length) }, one));
}

async function storms(): Promise<number> {
  console.log(`${runs} storms from seed ${seed}${shelf ? ` on ${shelf}` : ''}`);
  const files = shelf === 'files' || (await fileStore());
  if (!files) console.log('There is no file store here; its storms run in memory.');
  const batches: Batch[] = [];
  for (let from = 0; from < runs; from += BATCH)
    batches.push({ seed: seed + from / BATCH, runs: Math.min(BATCH, runs - from), conditions: shelf ? { shelf } : {} });
  const started = Date.now();
  const sum = { runs: 0, orders: 0, lost: 0, doubled: 0, told: 0 };
  const shelves: Record<string, number> = {};
  const failures: Failure[] = [];
  await work(batches, (tally) => {
    for (const key of ['runs', 'orders', 'lost', 'doubled'] as const) sum[key] += tally[key];
    for (const [name, count] of Object.entries(tally.shelves)) shelves[name] = (shelves[name] ?? 0) + count;
    if (tally.failure) failures.push(tally.failure);
    const percent = Math.floor((sum.runs * 20) / runs) * 5;
    if (percent > sum.told || tally.failure) {
      sum.told = percent;
      const { orders, lost, doubled } = sum;
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${percent} %: ${sum.runs} storms, ${orders} orders, lost ${lost}, doubled ${doubled}, ${seconds} s`);
    }
    return failures.length > 0;
  });
  console.log(
    `On ${Object.entries(shelves)
      .map(([name, count]) => `${name}: ${count}`)
      .join(' · ')}`,
  );
  for (const failure of failures) {
    console.log(`\nA promise broke (repeat: --seed ${failure.batch} --runs ${BATCH}):`);
    for (const line of failure.broken) console.log(`  ${line}`);
    console.log(`\nFor ONCE_BROKEN in sdk/test/chaos.test.ts:\n${entryOf(failure)}`);
  }
  return failures.length > 0 ? 1 : 0;
}

/** Each broken build by itself, until its promise breaks; the control must live through all of them. */
async function mutants(): Promise<number> {
  console.log(
    `Mutants from seed ${seed}\n\n| variant | storms until caught | by | lost | doubled |\n| --- | ---: | --- | ---: | ---: |`,
  );
  let blind = 0;
  const names = Object.keys(MUTANTS) as MutantName[]; // the keys are that type
  const batches = names.map((mutant) => ({
    seed,
    runs: MUTANT_RUNS,
    conditions: { mutant, shelf: 'memory' as Shelf },
    shrinkMs: 0,
  }));
  const rows = new Map<MutantName, string>();
  const lane = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const { mutant } = batch.conditions;
      const { what, caughtBy } = MUTANTS[mutant];
      await work([batch], ({ runs: ran, lost, doubled, failure }) => {
        const right = (caughtBy === undefined) === (failure === undefined);
        if (!right) blind++;
        const passed = failure ? `${ran}` : `passed ${ran}`;
        const by = failure ? failure.broken[0]?.split(' ')[0] : '';
        rows.set(mutant, `| ${what} | ${passed}${right ? '' : ' (NOT as expected)'} | ${by} | ${lost} | ${doubled} |`);
        return false;
      });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  for (const name of names) console.log(rows.get(name));
  console.log(
    blind === 0
      ? `\n${names.length - 1} of ${names.length - 1} caught, the control passed.`
      : `\n${blind} not as expected.`,
  );
  return blind > 0 ? 1 : 0;
}

/** One storm once more, line by line. */
async function replay(storm: string): Promise<number> {
  const { broken } = await runStorm(
    { seed: Number(values.luck), happenings: read(storm) },
    {
      shelf: shelf ?? 'memory',
      sick: values.sick,
      trace: (line, clock) => console.log(`${((clock.now() - START) / 1000).toFixed(1)} s ${line}`),
    },
  );
  for (const line of broken) console.log(line);
  return broken.length > 0 ? 1 : 0;
}

process.exitCode = await (values.replay !== undefined ? replay(values.replay) : values.mutants ? mutants() : storms());
