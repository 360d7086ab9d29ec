import { limits } from '../../platform/config/limits.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import type { CatalogDeps } from './catalog.deps.ts';

const AT_ONCE = 100;

/**
 * Removes the bytes that no import needs any more: of a file that came in and died before it was recorded, and of one
 * whose job was given up before it could remove them; how many files those were. Dying half-way leaves the rest to the
 * next run.
 */
export async function sweepImports(deps: Pick<CatalogDeps, 'bytes' | 'blobs'>, now: Date): Promise<number> {
  for (let swept = 0; ; ) {
    const dead = await deps.bytes.dead(now, AT_ONCE);
    if (dead.length === 0) return swept;
    for (const { tenantId, id } of dead) {
      const ctx = { tenantId, deadline: deadlineIn(limits.deadline.requestMs) };
      await deps.blobs.remove(ctx, id);
      await deps.bytes.end(ctx, id);
      swept += 1;
    }
  }
}
