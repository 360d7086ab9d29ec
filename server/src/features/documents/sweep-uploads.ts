import { limits } from '../../platform/config/limits.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import type { DocumentsDeps } from './documents.deps.ts';

const AT_ONCE = 100;

/**
 * Removes what uploads left that died between their bytes and their document, and what attempts to write left in the
 * store; how many both were. An upload under way is never as old. Dying half-way leaves the rest to the next run.
 */
export async function sweepUploads(deps: Pick<DocumentsDeps, 'repo' | 'blobs'>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - limits.storage.leftoverMs);
  for (let swept = 0; ; ) {
    const dead = await deps.repo.deadUploads(before, AT_ONCE);
    if (dead.length === 0) return swept + (await deps.blobs.sweep(before));
    for (const upload of dead) {
      const ctx = { tenantId: upload.tenantId, deadline: deadlineIn(limits.deadline.requestMs) };
      await deps.blobs.remove(ctx, upload.id);
      await deps.repo.buried(upload);
      swept += 1;
    }
  }
}
