import { created, noContent, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply } from '../../platform/http/page-reply.ts';
import type { AuthDeps } from './auth.deps.ts';
import { presentUser } from './auth.present.ts';
import { createUser } from './create-user.ts';
import { endSession } from './end-session.ts';
import { listUsers } from './list-users.ts';
import { login } from './login.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { registerTenant } from './register-tenant.ts';

export const authRoutes = (deps: AuthDeps) =>
  ({
    registerTenant: async (ctx, { body }) => created(await registerTenant(deps, ctx, body)),
    login: async (ctx, { body }) => ok(await login(deps, ctx, body)),
    refreshTokens: async (ctx, { body }) => ok(await refreshTokens(deps, ctx, body.refreshToken)),
    logout: async (ctx) => {
      if (ctx.actor.sessionId) await endSession(deps, ctx, ctx.actor.sessionId);
      return noContent();
    },
    createUser: async (ctx, { body }) => created(presentUser(await createUser(deps, ctx, body))),
    listUsers: async (ctx, { query }) => pageReply('listUsers', query, await listUsers(deps, ctx, query)),
    getJwks: async () => ok(await deps.accessTokens.jwks(), { 'cache-control': 'public, max-age=300' }),
  }) satisfies Routes;
