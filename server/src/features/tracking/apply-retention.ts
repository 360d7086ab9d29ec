import type { RetentionRepo } from './retention.repo.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/**
 * Makes a changed retention hold for the points that a tenant has already; how many it changed. Points that come later
 * carry it anyway. Tenants whose setting is as it was are only looked at.
 *
 * Dying half-way leaves the rest of a tenant's points to the next run, which begins with that tenant's first one.
 */
export async function applyRetention({
  repo,
  retentionDays,
}: Pick<TrackingDeps, 'retentionDays'> & { readonly repo: RetentionRepo }): Promise<number> {
  let changed = 0;
  for (let tenantId = await repo.tenantAfter(undefined); tenantId; tenantId = await repo.tenantAfter(tenantId)) {
    const days = await retentionDays({ tenantId });
    if ((await repo.applied(tenantId)) === days) continue;
    changed += await repo.rewrite(tenantId, days);
    await repo.setApplied(tenantId, days);
  }
  return changed;
}
