import { createHash } from 'node:crypto';
import { type CryptoKey, exportJWK, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Identity } from '../../platform/http/authenticate.ts';
import { type MemberRole, ROLES } from '../../platform/http/context.ts';
import { Unauthenticated } from '../../platform/http/errors.ts';
import { ACCESS_TOKEN_SECONDS, type User } from './auth.model.ts';

const ISSUER = 'symphonia';

/** ES256 access tokens (RFC 7519, RFC 9068): who, which tenant, which session, which role. */
export interface AccessTokens {
  sign(user: User, sessionId: string): Promise<{ token: string; expiresAt: Date }>;
  /** Signature, issuer and time; not whether the session still stands. */
  verify(token: string): Promise<Identity>;
  /** The public keys (RFC 7517). */
  jwks(): Promise<{ keys: readonly PublicKey[] }>;
}

export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

interface Claims {
  readonly sub: string;
  readonly tid: string;
  readonly sid: string;
  readonly role: string;
  readonly clientId?: string;
  readonly carrierId?: string;
  readonly exp: number;
}

/** The first key signs, all verify, so that a new key can be published before it signs. */
export function createAccessTokens(keys: readonly Record<string, unknown>[], now: () => Date): AccessTokens {
  const jwks = keys as readonly (JWK & { kid: string })[]; // the configuration has checked them
  const imported = new Map<string, Promise<CryptoKey>>();
  const verified = new LRUCache<string, Identity>({ max: 20_000 });

  const publicJwk = (jwk: JWK): JWK => ({ kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string });
  const key = (name: string, jwk: JWK): Promise<CryptoKey> => {
    const known = imported.get(name) ?? (importJWK(jwk, 'ES256') as Promise<CryptoKey>); // an EC key is never raw bytes
    imported.set(name, known);
    return known;
  };

  return {
    async sign(user, sessionId) {
      const first = jwks[0];
      if (!first) throw new Error('There is no key to sign with.');
      const issuedAt = Math.floor(now().getTime() / 1_000);
      const claims = {
        tid: user.tenantId,
        sid: sessionId,
        role: user.role,
        ...(user.clientId ? { clientId: user.clientId } : {}),
        ...(user.carrierId ? { carrierId: user.carrierId } : {}),
      };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: first.kid, typ: 'at+jwt' })
        .setIssuer(ISSUER)
        .setSubject(user.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
        .sign(await key(`private ${first.kid}`, first));
      return { token, expiresAt: new Date((issuedAt + ACCESS_TOKEN_SECONDS) * 1_000) };
    },
    async verify(token) {
      // Verifying costs more than most reads; the hash keeps no token in memory.
      const hash = createHash('sha256').update(token).digest('base64url');
      const known = verified.get(hash);
      if (known && known.expiresAt > now().getTime()) return known;
      const identity = await verifySignature(token);
      verified.set(hash, identity);
      return identity;
    },
    async jwks() {
      return {
        keys: await Promise.all(
          jwks.map(async (jwk) => publicKey(await exportJWK(await key(`public ${jwk.kid}`, publicJwk(jwk))), jwk.kid)),
        ),
      };
    },
  };

  async function verifySignature(token: string): Promise<Identity> {
    try {
      const { payload } = await jwtVerify(
        token,
        async (header) => {
          const jwk = jwks.find((item) => item.kid === header.kid);
          if (!jwk) throw new Error('unknown key');
          return key(`public ${jwk.kid}`, publicJwk(jwk));
        },
        {
          issuer: ISSUER,
          algorithms: ['ES256'],
          typ: 'at+jwt',
          currentDate: now(),
          requiredClaims: ['sub', 'tid', 'sid', 'role', 'exp'],
        },
      );
      const claims = payload as unknown as Claims; // signed by us
      const role = ROLES.find((item) => item === claims.role) as MemberRole;
      return {
        tenantId: claims.tid,
        expiresAt: claims.exp * 1_000,
        actor: {
          kind: 'user',
          id: claims.sub,
          role,
          sessionId: claims.sid,
          ...(claims.clientId ? { clientId: claims.clientId } : {}),
          ...(claims.carrierId ? { carrierId: claims.carrierId } : {}),
        },
      };
    } catch (error) {
      const expired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
      const reason = expired ? 'The access token has expired; refresh it.' : 'The access token is not one of ours.';
      throw Unauthenticated(
        { reason },
        { headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, cause: error },
      );
    }
  }
}

const publicKey = (jwk: JWK, kid: string): PublicKey => ({
  kty: 'EC',
  crv: 'P-256',
  x: jwk.x ?? '',
  y: jwk.y ?? '',
  kid,
  alg: 'ES256',
  use: 'sig',
});
