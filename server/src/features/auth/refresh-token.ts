import { derivedKey, formatSecret, mac, parseSecret, sameText } from '../../platform/security/secrets.ts';
import type { Session } from './auth.model.ts';

/** Which session a refresh token speaks of, before it is believed. */
export interface RefreshClaim {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly generation: number;
  readonly proof: string;
}

/** Refresh tokens derived from their session, so that none is stored and a repeated refresh gives the same successor. */
export interface RefreshTokens {
  of(session: Session, generation: number): string;
  read(token: string): RefreshClaim | undefined;
  proves(claim: RefreshClaim, session: Session): boolean;
}

export function createRefreshTokens(appSecret: string): RefreshTokens {
  const key = derivedKey(appSecret, 'refresh-token');
  const proof = (session: Pick<Session, '_id' | 'salt'>, generation: number) =>
    mac(key, `${session._id} ${session.salt} ${generation}`);

  return {
    of: (session, generation) =>
      formatSecret(
        'rt',
        session.tenantId,
        `${session.id.slice(4).replaceAll('-', '')}.${generation}.${proof(session, generation)}`,
      ),
    read(token) {
      const parsed = parseSecret(token);
      const [, hex, generation, given] =
        /^([0-9a-f]{32})\.([0-9]{1,9})\.([A-Za-z0-9_-]{43})$/.exec(parsed?.secret ?? '') ?? [];
      if (parsed?.kind !== 'rt' || !hex || !generation || !given) return undefined;
      const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return { tenantId: parsed.tenantId, sessionId: `ses_${uuid}`, generation: Number(generation), proof: given };
    },
    proves: (claim, session) => sameText(claim.proof, proof(session, claim.generation)),
  };
}
