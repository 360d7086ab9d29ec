import type { Identity, VerifyToken } from '../../platform/http/authenticate.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { Unauthenticated } from '../../platform/http/errors.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { createAccessTokens } from './access-token.ts';
import type { AuthDeps, AuthOptions } from './auth.deps.ts';
import type { User } from './auth.model.ts';
import { authIndexes, createAuthRepo } from './auth.repo.ts';
import { authRoutes } from './auth.routes.ts';
import { eraseUsersOf } from './erase-users.ts';
import { openSession } from './open-session.ts';
import { createRefreshTokens } from './refresh-token.ts';
import { createRevocations, type Revocations, revocationIndexes } from './revocations.ts';

export type { User } from './auth.model.ts';

/** What others may ask of auth. */
export interface AuthApi {
  readonly verify: VerifyToken;
  readonly onRevoked: Revocations['onRevoked'];
  /** Disconnects whoever acts under this name, in every process within a second. */
  readonly revoke: Revocations['revoke'];
  /** A user of the tenant by id. */
  user(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, id: string): Promise<User | null>;
  /** Begins a session without a password: for operators and tests, never behind an operation. */
  openSession(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, user: User): ReturnType<typeof openSession>;
  userByEmail(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, email: string): Promise<User | null>;
  insertUser(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, user: User): Promise<void>;
  /** Takes names, addresses and sessions from a client's people; gives their ids. */
  eraseUsersOf(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, clientId: string): Promise<string[]>;
}

/** Who people are, how they sign in, and how they are signed out everywhere. */
export function authFeature(platform: Platform, options: AuthOptions): Feature & { api: AuthApi } {
  const repo = createAuthRepo(platform.mongo);
  const revocations = createRevocations(platform.mongo, platform.log, platform.now);
  const accessTokens = createAccessTokens(options.jwtKeys, platform.now);
  const deps: AuthDeps = {
    ...options,
    repo,
    revocations,
    accessTokens,
    refreshTokens: createRefreshTokens(options.appSecret),
    pager: platform.pager,
    now: platform.now,
  };

  const verify = async (token: string): Promise<Identity> => {
    const identity = await accessTokens.verify(token);
    const { sessionId } = identity.actor;
    if (!sessionId || (await revocations.isRevoked(identity.tenantId, sessionId))) {
      throw Unauthenticated(
        { reason: 'The session of this token has ended; sign in again.' },
        { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
      );
    }
    return identity;
  };

  return {
    routes: authRoutes(deps),
    indexes: [...authIndexes, revocationIndexes],
    parts: [revocations],
    api: {
      verify,
      onRevoked: revocations.onRevoked,
      revoke: revocations.revoke,
      user: repo.user,
      userByEmail: repo.userByEmail,
      insertUser: repo.insertUser,
      openSession: (ctx, user) => openSession(deps, ctx, user),
      eraseUsersOf: (ctx, clientId) => eraseUsersOf(deps, ctx, clientId),
    },
  };
}
