import type { Core } from '../core/core.ts';
import { invoke } from '../core/invoke.ts';
import { operations } from '../core/operation.ts';
import type { Resources } from '../generated/resources.ts';

type Door = (...args: unknown[]) => unknown;

/** One function per operation of the table, grouped; the generated interface gives them their types. */
export function resourcesOf(core: Core): Resources {
  const groups: Record<string, Record<string, Door>> = {};
  for (const operation of operations()) {
    const [group = '', name = ''] = operation.name.split('.');
    groups[group] ??= {};
    groups[group][name] = (...args) => invoke(core, operation, args);
  }
  return groups as unknown as Resources; // table and interface come from the same generator run
}
