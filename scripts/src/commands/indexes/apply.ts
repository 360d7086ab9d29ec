import type { Db } from 'mongodb';
import type { Step } from './compare.ts';

const REPORT_EVERY_MS = 5_000;

/** Where the steps are told of: each when it is done, and a long one while it runs. */
export interface Tell {
  done(line: string): void;
  progress(line: string): void;
}

/**
 * Does the steps one after the other: one build at a time, because each reads its whole collection. Nothing is dropped.
 *
 * Dying half-way leaves the steps before done; a build that was running goes on in MongoDB, and building an index that
 * exists does nothing, so the next run finishes the rest.
 */
export async function applySteps(db: Db, steps: readonly Step[], tell: Tell): Promise<void> {
  for (const step of steps) {
    const began = performance.now();
    if (step.kind === 'build') await build(db, step, tell.progress);
    else if (step.kind === 'ttl')
      await db.command({ collMod: step.collection, index: { name: step.name, expireAfterSeconds: step.seconds } });
    else if (step.kind === 'unhide')
      await db.command({ collMod: step.collection, index: { name: step.name, hidden: false } });
    else continue;
    tell.done(`  ${step.collection}.${step.name}: done in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }
}

async function build(
  db: Db,
  { collection, name, spec }: Extract<Step, { kind: 'build' }>,
  progress: Tell['progress'],
): Promise<void> {
  const { serves: _, ...index } = spec;
  const timer = setInterval(() => {
    percentBuilt(db, collection).then(
      (percent) => progress(`  ${collection}.${name}: ${percent === undefined ? 'being built' : `${percent} %`}`),
      () => progress(`  ${collection}.${name}: being built`), // whoever may build need not be allowed to watch
    );
  }, REPORT_EVERY_MS);
  try {
    await db.command({ createIndexes: collection, indexes: [index], commitQuorum: 'votingMembers' });
  } finally {
    clearInterval(timer);
  }
}

async function percentBuilt(db: Db, collection: string): Promise<number | undefined> {
  const [running] = await db
    .admin()
    .command({ currentOp: 1, 'command.createIndexes': collection, 'progress.total': { $gt: 0 } })
    .then(({ inprog }) => inprog as { progress: { done: number; total: number } }[]);
  return running && Math.floor((100 * running.progress.done) / running.progress.total);
}
