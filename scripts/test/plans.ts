import type { Document } from 'mongodb';

/** What MongoDB did for a query. */
export interface Plan {
  /** Names of all stages, deepest last. */
  readonly stages: readonly string[];
  readonly indexes: readonly string[];
  readonly keys: number;
  readonly docs: number;
  readonly returned: number;
}

/** Reads an answer of `explain('executionStats')`; `.queryPlan` is where the newer engine keeps the plan. */
export function planOf(explained: Document): Plan {
  const { winningPlan } = explained.queryPlanner as { winningPlan: Stage & { queryPlan?: Stage } };
  const stages = flat(winningPlan.queryPlan ?? winningPlan);
  const { totalKeysExamined, totalDocsExamined, nReturned } = explained.executionStats as Record<string, number>;
  return { ...named(stages), keys: totalKeysExamined ?? 0, docs: totalDocsExamined ?? 0, returned: nReturned ?? 0 };
}

/** Reads an entry of `system.profile`. */
export function planOfProfile(entry: Document): Plan {
  const { execStats, keysExamined, docsExamined, nreturned } = entry as {
    execStats: Stage;
    keysExamined: number;
    docsExamined: number;
    nreturned: number;
  };
  return { ...named(flat(execStats)), keys: keysExamined, docs: docsExamined, returned: nreturned };
}

interface Stage {
  readonly stage: string;
  readonly indexName?: string;
  readonly inputStage?: Stage;
  readonly inputStages?: readonly Stage[];
}

const flat = (stage: Stage): Stage[] => [
  stage,
  ...[stage.inputStage ?? [], stage.inputStages ?? []].flat().flatMap(flat),
];

function named(stages: readonly Stage[]): Pick<Plan, 'stages' | 'indexes'> {
  return { stages: stages.map(({ stage }) => stage), indexes: stages.flatMap(({ indexName }) => indexName ?? []) };
}
