import { type AccessToken, type Identity, sameIdentity } from '../core/auth.ts';
import type { Timer } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { AuthRequired, type SymphoniaError } from '../core/errors.ts';

/** Whose events are being watched: one person's until `forget`, whatever tokens come and go. */
export interface Session {
  /** The present token, or with `force` another one. Throws `AuthRequired`, also when it is somebody else's by now. */
  next(force?: boolean): Promise<AccessToken>;
  /** Calls `renewed` with a fresh token before the present one ends, again and again. */
  renewLater(): void;
  stopRenewing(): void;
  /** Says whether it would be somebody else's who is known to be signed in now. */
  isOver(): boolean;
  forget(): void;
}

const RENEW_BEFORE_MS = 30_000;

/** `failed` is told when somebody else has signed in. */
export function createSession(
  core: Core,
  renewed: (token: AccessToken) => void,
  failed: (error: SymphoniaError) => void,
): Session {
  const { auth, clock } = core;
  let token: AccessToken | undefined;
  let who: Identity | undefined;
  let timer: Timer;
  /** Counts persons, so that a late answer to an earlier one is known as such. */
  let turn = 0;

  async function next(force = false): Promise<AccessToken> {
    const mine = turn;
    const got = await core.token(force);
    if (mine === turn && !sameIdentity(who ?? got, got)) {
      const error = new AuthRequired('Somebody else has signed in.');
      failed(error);
      throw error;
    }
    if (mine === turn) token = who = got;
    return got;
  }

  async function renew(): Promise<void> {
    const before = token?.token;
    const mine = turn;
    try {
      let got = await next();
      if (got.token === before) got = await next(true);
      if (mine !== turn) return;
      renewed(got);
      self.renewLater();
    } catch {
      // The server closes with 4401 when the token ends; what is wrong is found out then.
    }
  }

  const stopRenewing = () => clock.clearTimeout(timer);
  const self: Session = {
    next,
    stopRenewing,
    renewLater() {
      stopRenewing();
      if (token)
        timer = clock.setTimeout(() => void renew(), Math.max(0, token.expiresAt - RENEW_BEFORE_MS - clock.now()));
    },
    isOver() {
      const now = auth.identity?.();
      return who !== undefined && now !== undefined && !sameIdentity(now, who);
    },
    forget() {
      turn++;
      stopRenewing();
      token = who = undefined;
    },
  };
  return self;
}
