import { OPERATIONS, type OperationId } from './contract.gen.ts';
import { FilterNotServed } from './errors.ts';
import type { OperationRow } from './operation.ts';

/** Ranges over the sort field go with every index. */
const FREE = ['limit', 'cursor', 'count', 'fields', 'createdFrom', 'createdTo'];

const combination = (names: readonly string[]) =>
  names
    .filter((name) => !FREE.includes(name))
    .sort()
    .join('+');

/**
 * Refuses a combination of filters that no index serves, by the contract's `x-filters`. `also` names combinations that
 * only a role's own restriction makes.
 */
export function assertServed(id: OperationId, names: readonly string[], also: readonly string[] = []): void {
  const { filters }: OperationRow = OPERATIONS[id];
  if (filters === null) return;
  const asked = combination(names);
  const served = [...filters.map(combination), ...also];
  if (served.includes(asked)) return;
  throw FilterNotServed({ asked: asked.split('+'), served: [...new Set(served)].filter((name) => name !== '') });
}
