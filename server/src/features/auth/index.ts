import type { Pager } from '../../platform/db/page.ts';
import type { Identity, VerifyToken } from '../../platform/http/authenticate.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { Unauthenticated } from '../../platform/http/errors.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { TenantsRepo } from '../tenants/index.ts';
import { type AccessTokens, createAccessTokens } from './access-token.ts';
import type { User } from './auth.model.ts';
import { type AuthRepo, authIndexes, createAuthRepo } from './auth.repo.ts';
import { authRoutes } from './auth.routes.ts';
import { eraseUsersOf } from './erase-users.ts';
import { openSession } from './open-session.ts';
import { createRefreshTokens, type RefreshTokens } from './refresh-token.ts';
import { createRevocations, type Revocations, revocationIndexes } from './revocations.ts';

export type { User } from './auth.model.ts';

type Exists = (ctx: Ctx, id: string) => Promise<boolean>;

export interface AuthOptions {
  readonly jwtKeys: readonly Record<string, unknown>[];
  readonly appSecret: string;
  readonly registrationOpen: boolean;
  readonly tenants: TenantsRepo;
  /** Handed down from the floor above: users belong to clients and carriers. */
  readonly clientExists: Exists;
  readonly carrierExists: Exists;
}

export interface AuthDeps extends AuthOptions {
  readonly repo: AuthRepo;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly revocations: Revocations;
  readonly pager: Pager;
  readonly now: () => Date;
}

/** What others may ask of auth. */
export interface AuthApi {
  readonly verify: VerifyToken;
  readonly onRevoked: Revocations['onRevoked'];
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
      user: repo.user,
      userByEmail: repo.userByEmail,
      insertUser: repo.insertUser,
      openSession: (ctx, user) => openSession(deps, ctx, user),
      eraseUsersOf: (ctx, clientId) => eraseUsersOf(deps, ctx, clientId),
    },
  };
}
