import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import { hashPassword } from '../../platform/security/password.ts';
import { randomSecret } from '../../platform/security/secrets.ts';
import type { AuthDeps } from './auth.deps.ts';
import { endSession } from './end-session.ts';

const AT_ONCE = 100;

/**
 * Takes name, address and password from the people of a client and ends their sessions; their ids stay, because
 * timelines name them. Returns those ids. Those done are found no more, so that a run after one that died does
 * the rest.
 */
export async function eraseUsersOf(deps: AuthDeps, ctx: TenantCtx, clientId: string): Promise<string[]> {
  for (const erased: string[] = []; ; ) {
    const people = await deps.repo.usersOfClient(ctx, clientId, AT_ONCE);
    if (people.length === 0) return erased;
    for (const { id } of people) {
      for (const session of await deps.repo.openSessionsOf(ctx, id)) await endSession(deps, ctx, session.id);
      // Nobody knows this one, and it costs as much to try as any other.
      const passwordHash = await hashPassword(randomSecret());
      const nobody = { name: 'Erased', email: `${id}@erased.invalid`, passwordHash };
      await deps.repo.eraseUser(ctx, id, { ...nobody, erasedAt: deps.now() });
      erased.push(id);
    }
  }
}
