import type { AnonCtx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { verifyPassword } from '../../platform/security/password.ts';
import type { AuthDeps } from './auth.deps.ts';
import { InvalidCredentials } from './auth.errors.ts';
import { openSession } from './open-session.ts';

/** Signs a user in. An unknown tenant, an unknown address and a wrong password cost the same time and answer the same. */
export async function login(
  deps: AuthDeps,
  ctx: AnonCtx,
  input: components['schemas']['SignIn'],
): Promise<components['schemas']['Tokens']> {
  const tenant = await deps.tenants.bySlug(input.tenant);
  const inside = tenant && { ...ctx, tenantId: tenant._id };
  const user = inside && (await deps.repo.userByEmail(inside, input.email));
  const right = await verifyPassword(input.password, user?.passwordHash);
  if (!inside || !user || !right) throw InvalidCredentials({});
  return openSession(deps, inside, user);
}
