import type { AnonCtx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import type { AuthDeps } from './auth.deps.ts';
import { RefreshTokenInvalid } from './auth.errors.ts';
import { judgeRefresh } from './auth.model.ts';
import { endSession } from './end-session.ts';
import { tokensOf } from './open-session.ts';

type Tokens = components['schemas']['Tokens'];

/**
 * Exchanges a refresh token for a new pair. The token before the newest gives the same successor for a minute, since
 * two tabs may refresh at once and an answer may be lost; an older one means a copy is about, and ends the session.
 */
export async function refreshTokens(deps: AuthDeps, ctx: AnonCtx, token: string): Promise<Tokens> {
  const claim = deps.refreshTokens.read(token);
  if (!claim) throw RefreshTokenInvalid({});
  const inside = { ...ctx, tenantId: claim.tenantId };

  // The second look is for the one who lost the race to rotate: he finds himself in the grace.
  for (let look = 0; look < 2; look++) {
    const session = await deps.repo.session(inside, claim.sessionId);
    if (!session || !deps.refreshTokens.proves(claim, session)) throw RefreshTokenInvalid({});
    const user = await deps.repo.user(inside, session.userId);
    const verdict = user ? judgeRefresh(session, claim.generation, deps.now()) : 'ended';
    if (!user || verdict === 'ended') throw RefreshTokenInvalid({});
    if (verdict === 'repeat') return tokensOf(deps, user, session, session.generation);
    if (verdict === 'revoke') {
      await endSession(deps, inside, session.id);
      throw RefreshTokenInvalid({});
    }
    const rotated = await deps.repo.rotateSession(inside, session, deps.now());
    if (rotated) return tokensOf(deps, user, rotated, rotated.generation);
  }
  throw RefreshTokenInvalid({});
}
