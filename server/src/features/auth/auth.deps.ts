import type { Pager } from '../../platform/db/page.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { TenantsRepo } from '../tenants/index.ts';
import type { AccessTokens } from './access-token.ts';
import type { AuthRepo } from './auth.repo.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { Revocations } from './revocations.ts';

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
