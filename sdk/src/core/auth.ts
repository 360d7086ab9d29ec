import { sha256 } from './sha256.ts';

/** An access token and whom it speaks for. `expiresAt` is in milliseconds since 1970. Lives in memory only. */
export interface AccessToken {
  /** What goes into `Authorization: Bearer`. */
  readonly token: string;
  /** The user's id. */
  readonly sub: string;
  /** The tenant's id. */
  readonly tenant: string;
  /** Milliseconds since 1970, by the device's clock. */
  readonly expiresAt: number;
}

/** Who somebody is, without a secret; this much may be stored. */
export interface Identity {
  /** The tenant's id. */
  readonly tenant: string;
  /** The user's id. */
  readonly sub: string;
}

/** Where tokens come from. `getToken` is asked before each send; only it is needed. */
export interface AuthProvider {
  /** The present token; with `force` a new one, because the server refused the last. Throws `AuthRequired` when nobody is signed in. */
  getToken(options: { force: boolean; signal: AbortSignal }): Promise<AccessToken>;
  /** Who is signed in, without waiting: also when the token has expired. `null` means nobody. */
  identity?(): Identity | null;
  /** Forgets the token; called by `auth.logout()`. A refresh under way must not bring it back. */
  clear?(): void;
  /** Told after each sign-in, renewal and sign-out. Returns the function that stops it. */
  subscribe?(fn: () => void): () => void;
}

/** Same person in the same tenant. */
export function sameIdentity(a: Identity | null | undefined, b: Identity | null | undefined): boolean {
  return a?.tenant === b?.tenant && a?.sub === b?.sub;
}

/** Value of `own=`: the server compares it with the token, so an order can never go out under another user's token. */
export function ownOf(identity: Identity): string {
  return sha256(`${identity.tenant}|${identity.sub}`).slice(0, 16);
}

/** A refresh that was answered "no" is final; one that was not answered is weather. */
export function isFinalAuthError(error: unknown): boolean {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown }; // whatever the app's provider threw
  return code === 'auth_required' || status === 401 || status === 400;
}
