import { newId } from '../../platform/db/new-id.ts';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { randomSecret } from '../../platform/security/secrets.ts';
import type { AuthDeps } from './auth.deps.ts';
import { ACCESS_TOKEN_SECONDS, SESSION_MS, type Session, type User } from './auth.model.ts';

type Tokens = components['schemas']['Tokens'];

/** Begins a session for a user who has shown who he is, and gives its first pair of tokens. */
export async function openSession(deps: AuthDeps, ctx: TenantCtx, user: User): Promise<Tokens> {
  const now = deps.now();
  const id = newId('ses');
  const session: Session = {
    _id: deps.repo.sessionKey(ctx, id),
    tenantId: ctx.tenantId,
    id,
    userId: user.id,
    salt: randomSecret(),
    generation: 1,
    rotatedAt: now,
    createdAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  };
  await deps.repo.insertSession(ctx, session);
  return tokensOf(deps, user, session, 1);
}

/** The tokens of a session at a generation: an access token signed now, and that generation's refresh token. */
export async function tokensOf(deps: AuthDeps, user: User, session: Session, generation: number): Promise<Tokens> {
  const access = await deps.accessTokens.sign(user, session.id);
  return {
    accessToken: access.token,
    refreshToken: deps.refreshTokens.of(session, generation),
    tokenType: 'Bearer',
    expiresIn: ACCESS_TOKEN_SECONDS,
    expiresAt: access.expiresAt.toISOString(),
    sessionId: session.id,
    tenant: user.tenantId,
    sub: user.id,
    role: user.role,
    ...(user.clientId ? { clientId: user.clientId } : {}),
    ...(user.carrierId ? { carrierId: user.carrierId } : {}),
  };
}
