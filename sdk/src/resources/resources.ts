import type { Core } from '../core/core.ts';
import { invoke } from '../core/invoke.ts';
import { operationNamed } from '../core/operation.ts';
import { OPERATIONS } from '../generated/operations.ts';
import type { Resources } from '../generated/resources.ts';

type Door = (...args: unknown[]) => unknown;

/** One function per line of the operations table, grouped; the generated interface gives them their types. */
export function resourcesOf(core: Core): Resources {
  const groups: Record<string, Record<string, Door>> = {};
  for (const place of Object.keys(OPERATIONS)) {
    const [group = '', name = ''] = place.split('.');
    groups[group] = { ...groups[group], [name]: (...args) => invoke(core, operationNamed(place), args) };
  }
  return groups as unknown as Resources; // table and interface come from the same generator run
}
