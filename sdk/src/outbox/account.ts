import { type AccessToken, type Identity, isFinalAuthError, sameIdentity } from '../core/auth.ts';
import type { Core } from '../core/core.ts';
import { sha256 } from '../core/sha256.ts';
import { noLongerThan } from '../core/wire.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';

const TOKEN_PATIENCE_MS = 2000; // submit() must not wait for a network
const RENEWAL_MS = 30_000; // an app's own renewal may hang; the queue must not

/** Whose orders this instance handles. */
export interface Account {
  /** The scope of whoever is signed in, else of whoever was last, else of this device's anonymous cart. */
  scope(): Promise<string>;
  scopeOf(identity: Identity): string;
  /** This user's token. Or `away`: it is somebody else's, or nobody is signed in; `weather`: the renewal was not answered. */
  tokenOf(scope: string, force?: boolean): Promise<AccessToken | 'away' | 'weather'>;
  /** Orders made on this device before anybody had signed in. One per device, so that no race can orphan a cart. */
  readonly anonymousScope: string;
  /** Keeps tenant and user (no token) for the time without a network. */
  remember(token: AccessToken): Promise<void>;
  forget(): Promise<void>;
}

export function createAccount(core: Core, store: Pick<OutboxStore, 'meta'>): Account {
  const apiId = sha256(core.baseUrl).slice(0, 8);
  const scopeOf = (who: Identity) => `${apiId}|${who.tenant}|${who.sub}`;
  const anonymousScope = `${apiId}|anon|`;
  let last: Identity | undefined;

  const remember = async (who: Identity) => {
    if (sameIdentity(last, who)) return;
    last = { tenant: who.tenant, sub: who.sub };
    await store.meta(`who:${apiId}`, last);
  };

  const signedIn = async (): Promise<Identity | undefined> => {
    const known = core.auth.identity?.();
    if (known) return known;
    return noLongerThan(core.clock, TOKEN_PATIENCE_MS, core.token(false)).catch(() => undefined);
  };

  return {
    scopeOf,
    anonymousScope,
    remember,
    async tokenOf(scope, force = false) {
      try {
        const token = await noLongerThan(core.clock, RENEWAL_MS, core.token(force));
        return scopeOf(token) === scope ? token : 'away';
      } catch (error) {
        return isFinalAuthError(error) ? 'away' : 'weather';
      }
    },
    async scope() {
      const who = await signedIn();
      // Not awaited by the order's own write: a full disk must not keep it from being tried.
      if (who) void remember(who).catch(() => {});
      const known = who ?? last ?? ((await store.meta(`who:${apiId}`).catch(() => undefined)) as Identity | undefined); // written by `remember`
      return known ? scopeOf(known) : anonymousScope;
    },
    async forget() {
      last = undefined;
      await store.meta(`who:${apiId}`, null);
    },
  };
}
