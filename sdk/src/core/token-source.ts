import { type AccessToken, type AuthProvider, type Identity, isFinalAuthError } from './auth.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { AuthRequired } from './errors.ts';
import { noLongerThan } from './wire.ts';

/** The answer of `auth.login`, `auth.refresh` or `auth.register().tokens`, as far as tokens go. */
export interface TokensLike {
  /** The token itself. */
  readonly accessToken: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  /** Seconds from now; preferred, because it does not depend on the device's clock. */
  readonly expiresIn?: number;
  /** The tenant's id. */
  readonly tenant: string;
  /** The user's id. */
  readonly sub: string;
}

/** How a session is renewed. */
export interface TokenSourceOptions {
  /** Brings a new token, by cookie or refresh token. Throw `AuthRequired` when the session is over. */
  refresh(options: { signal: AbortSignal }): Promise<AccessToken | TokensLike>;
  /** Renew this long before expiry, in milliseconds. */
  renewBeforeMs?: number;
  /** Time, for tests. */
  clock?: Clock;
}

/** An `AuthProvider` with a door for signing in. */
export interface TokenSource extends Required<AuthProvider> {
  /** Takes over the token of a sign-in. */
  set(token: AccessToken | TokensLike): void;
}

const PATIENCE_MS = 30_000;
const REFUSED_MS = 300_000; // three times in the window in which the server allows five wrong sign-ins

/**
 * Keeps one access token in memory: one refresh at a time however many ask, renewed before it expires. A token that
 * arrives after `clear()` or after another sign-in is dropped, so a slow refresh can never sign somebody back in. After
 * a definite refusal it asks again only when 5 minutes are over, or `set()` was called.
 */
export function tokenSource(options: TokenSourceOptions): TokenSource {
  const clock = options.clock ?? systemClock();
  const renewBefore = options.renewBeforeMs ?? 30_000;
  const listeners = new Set<() => void>();
  let current: AccessToken | undefined;
  let who: Identity | null = null;
  let generation = 0;
  let signedOut = false;
  let flight: Promise<AccessToken> | undefined;
  let refusedAt = Number.NaN;

  const commit = (token: AccessToken | undefined) => {
    generation++;
    flight = undefined;
    current = token;
    who = token ? { tenant: token.tenant, sub: token.sub } : null;
    for (const fn of [...listeners]) fn();
  };

  const renew = (): Promise<AccessToken> => {
    // A cookie may outlive a sign-out that the server did not hear of; only `set` lets somebody in again.
    if (signedOut) return Promise.reject(new AuthRequired());
    // A refusal stands for a while: asked again and again with a wrong password, the server would lock the account.
    if (flight && !(Math.abs(clock.now() - refusedAt) > REFUSED_MS)) return flight;
    refusedAt = Number.NaN;
    const mine = generation;
    // No caller's signal: one caller that gives up must not fail the others. One that hangs is let go, or everybody
    // would wait for it long after the network is back.
    const refreshed = options.refresh({ signal: new AbortController().signal });
    const running = noLongerThan(clock, PATIENCE_MS, refreshed).then(
      (answer) => {
        if (generation !== mine) throw new AuthRequired();
        const token = accessTokenOf(answer, clock.now());
        commit(token);
        return token;
      },
      (error: unknown) => {
        if (isFinalAuthError(error)) refusedAt = clock.now();
        else if (generation === mine) flight = undefined;
        throw error;
      },
    );
    flight = running;
    return running;
  };

  return {
    getToken: ({ force }) => {
      if (!force && current && current.expiresAt - renewBefore > clock.now()) return Promise.resolve(current);
      return renew();
    },
    set: (token) => {
      signedOut = false;
      commit(accessTokenOf(token, clock.now()));
    },
    clear: () => {
      signedOut = true;
      commit(undefined);
    },
    identity: () => who,
    subscribe: (fn) => {
      listeners.add(fn);
      return () => void listeners.delete(fn);
    },
  };
}

/** The tokens of an answer as the SDK keeps them; the refresh token stays behind, with the app. */
export function accessTokenOf(answer: AccessToken | TokensLike, now: number): AccessToken {
  if ('token' in answer) return answer;
  const expiresAt = answer.expiresIn === undefined ? Date.parse(answer.expiresAt) : now + answer.expiresIn * 1000;
  return { token: answer.accessToken, sub: answer.sub, tenant: answer.tenant, expiresAt };
}
