import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { AuthDeps } from './auth.deps.ts';

/**
 * Ends a session: its refresh tokens at once, its access tokens at once in this process and within a second in every
 * other. Dying between the two writes leaves access tokens valid for their ten minutes at most, and a repeated call ends them.
 */
export async function endSession(deps: AuthDeps, ctx: TenantCtx, sessionId: string): Promise<void> {
  await deps.repo.revokeSession(ctx, sessionId, deps.now());
  await deps.revocations.revoke(ctx, sessionId);
}
