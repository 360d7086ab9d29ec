import { isDeepStrictEqual } from 'node:util';
import type { CollectionIndexes, IndexSpec } from '../../../../server/src/platform/db/index-spec.ts';

/** An index as MongoDB describes it. */
export interface ExistingIndex {
  readonly name: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly hidden?: boolean;
  readonly expireAfterSeconds?: number;
  readonly partialFilterExpression?: object;
  readonly collation?: object;
}

interface Where {
  readonly collection: string;
  readonly name: string;
}

/** What must be done to one index, or what cannot be done. */
export type Step =
  | (Where & { readonly kind: 'build'; readonly spec: IndexSpec })
  | (Where & { readonly kind: 'ttl'; readonly seconds: number; readonly before: number | undefined })
  | (Where & { readonly kind: 'unhide' })
  /** Only a person can resolve it: an index that exists cannot be changed in this way. */
  | (Where & { readonly kind: 'blocked'; readonly why: string });

export interface IndexPlan {
  readonly steps: readonly Step[];
  /** Indexes that no code wants. Never dropped by us: hide first, watch, then drop by hand. */
  readonly extra: readonly Where[];
}

/** What separates the indexes there are from those the repositories want. Keys are compared in their order. */
export function planIndexes(
  wanted: readonly CollectionIndexes[],
  existing: ReadonlyMap<string, readonly ExistingIndex[]>,
): IndexPlan {
  const steps: Step[] = [];
  const extra: Where[] = [];
  for (const [collection, specs] of specsByCollection(wanted)) {
    const there = (existing.get(collection) ?? []).filter(({ name }) => name !== '_id_');
    for (const spec of specs) {
      const found = there.find(({ name }) => name === spec.name);
      const twin = there.find(({ key }) => sameKeys(key, spec.key));
      if (found) steps.push(...changes(collection, spec, found));
      else if (twin && !specs.some(({ name }) => name === twin.name))
        steps.push({
          kind: 'blocked',
          collection,
          name: spec.name,
          why: `the same keys are indexed as ${twin.name}, which no code wants: drop that one first`,
        });
      else steps.push({ kind: 'build', collection, name: spec.name, spec });
    }
    for (const { name } of there) if (!specs.some((spec) => spec.name === name)) extra.push({ collection, name });
  }
  return { steps, extra };
}

function changes(collection: string, spec: IndexSpec, found: ExistingIndex): Step[] {
  const where = { collection, name: spec.name };
  const differs = differences(spec, found);
  if (differs.length > 0)
    return [
      {
        ...where,
        kind: 'blocked',
        why: `${differs.join(' and ')} cannot be changed in place: give the spec a new name, apply, then drop this one`,
      },
    ];
  const steps: Step[] = [];
  const seconds = spec.expireAfterSeconds;
  if (seconds !== undefined && seconds !== found.expireAfterSeconds)
    steps.push({ ...where, kind: 'ttl', seconds, before: found.expireAfterSeconds });
  if (found.hidden) steps.push({ ...where, kind: 'unhide' });
  return steps;
}

/** What only a new index can mend. */
function differences(spec: IndexSpec, found: ExistingIndex): string[] {
  const differs: string[] = [];
  if (!sameKeys(found.key, spec.key)) differs.push(`the keys ${JSON.stringify(found.key)}`);
  if ((found.unique ?? false) !== (spec.unique ?? false)) differs.push(`"unique: ${found.unique ?? false}"`);
  if (!isDeepStrictEqual(found.partialFilterExpression, spec.partialFilterExpression))
    differs.push('the partial filter');
  if (found.sparse) differs.push('"sparse: true"');
  if (found.collation) differs.push('the collation');
  if (found.expireAfterSeconds !== undefined && spec.expireAfterSeconds === undefined)
    differs.push(`the expiry after ${found.expireAfterSeconds} s`);
  return differs;
}

const sameKeys = (a: object, b: object): boolean => isDeepStrictEqual(Object.entries(a), Object.entries(b));

/** Several repositories may share a collection. */
function specsByCollection(wanted: readonly CollectionIndexes[]): Map<string, IndexSpec[]> {
  const merged = new Map<string, IndexSpec[]>();
  for (const { collection, indexes } of wanted) merged.set(collection, [...(merged.get(collection) ?? []), ...indexes]);
  return merged;
}
