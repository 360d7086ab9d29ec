import type { Db, IndexDescription } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';

/** What MongoDB did for one query. */
export interface Profile {
  /** Names of the indexes that were read; empty when the whole collection was. */
  readonly indexes: readonly string[];
  readonly sorted: boolean;
  readonly keys: number;
  readonly docs: number;
  readonly returned: number;
}

interface Stage {
  readonly stage?: string;
  readonly indexName?: string;
  readonly inputStage?: Stage;
  readonly inputStages?: readonly Stage[];
}

const flat = (stage: Stage): Stage[] => [
  stage,
  ...[stage.inputStage ?? [], stage.inputStages ?? []].flat().flatMap(flat),
];

/** Builds the indexes of a repository, as `indexes apply` does. */
export async function buildIndexes(db: Db, { collection, indexes }: CollectionIndexes): Promise<void> {
  const described = indexes.map(
    ({ serves: _, ...spec }) => ({ ...spec, key: { ...spec.key } }) as IndexDescription, // absent options stay absent
  );
  await db.collection(collection).createIndexes(described);
}

/** The plans of all finds on a collection while `work` runs, by the profiler of a database of the test's own. */
export async function profiled(db: Db, collection: string, work: () => Promise<unknown>): Promise<Profile[]> {
  await db.command({ profile: 2 });
  try {
    await work();
  } finally {
    await db.command({ profile: 0 });
  }
  const entries = await db
    .collection('system.profile')
    .find({ ns: `${db.databaseName}.${collection}`, 'command.find': collection })
    .toArray();
  await db.collection('system.profile').drop();
  return entries.map(({ execStats, keysExamined, docsExamined, nreturned }) => {
    const stages = flat(execStats as Stage);
    return {
      indexes: [...new Set(stages.flatMap(({ indexName }) => indexName ?? []))],
      sorted: stages.some(({ stage }) => stage === 'SORT'),
      keys: keysExamined as number,
      docs: docsExamined as number,
      returned: nreturned as number,
    };
  });
}
