import { AuthRequired, createSymphonia, type Symphonia, tokenSource } from '@symphonia/sdk';
import { readCache } from '@symphonia/sdk/cache';
import { outbox } from '@symphonia/sdk/outbox';
import { idbOutbox } from '@symphonia/sdk/outbox-idb';
import { offlineQuote } from '@symphonia/sdk/quote';
import { type Tracking, type TrackingOptions, tracking } from '@symphonia/sdk/tracking';

/** The SDK with every part this page uses. */
export type Sdk = Symphonia<Tracking>;

/** Who somebody is, as far as the page must know to show the right things; no secret in it. */
export interface Profile {
  /** The tenant's slug, as typed at sign-in. */
  readonly tenant: string;
  readonly role: 'admin' | 'dispatcher' | 'client' | 'carrier' | 'driver';
  readonly clientId?: string | undefined;
}

/** Signing in and out, and who was here last. */
export interface Session {
  readonly sdk: Sdk;
  /** Somebody is signed in: what is stored can also be sent. */
  signedIn(): boolean;
  /** Who is signed in, else who was here last and did not sign out. */
  profile(): Profile | undefined;
  signIn(tenant: string, email: string, password: string): Promise<void>;
  /** Throws `PendingOrders` when orders are not delivered yet and no choice was made. */
  signOut(pending?: 'keep' | 'discard'): Promise<void>;
  /** Told after each sign-in and sign-out, and when a session turned out to be over. */
  onChange(fn: () => void): void;
}

const PROFILE = 'symphonia.profile';

/**
 * Makes the SDK and keeps the session. Tokens live in this page's memory only: after a reload one signs in again, and
 * until then sees what the device has of whoever was here last.
 */
export function createSession(baseUrl: string, live: TrackingOptions = {}): Session {
  const listeners = new Set<() => void>();
  let refreshToken: string | undefined;
  let profile = keptProfile();

  const tokens = tokenSource({
    async refresh() {
      if (refreshToken === undefined) throw new AuthRequired('Sign in to continue.');
      const { data } = await sdk.auth.refresh({ refreshToken });
      refreshToken = data.refreshToken;
      return data;
    },
  });
  const sdk: Sdk = createSymphonia<Tracking>({
    baseUrl,
    auth: tokens,
    outbox: outbox(idbOutbox()),
    cache: readCache(),
    realtime: tracking(live),
    quote: offlineQuote(),
  });
  const changed = () => {
    for (const fn of listeners) fn();
  };
  let over = false;
  sdk.outbox.on('auth-required', () => {
    // Before the first sign-in it only says what the page shows anyway.
    over = refreshToken !== undefined;
    if (over) changed();
  });

  return {
    sdk,
    signedIn: () => tokens.identity() !== null && !over,
    profile: () => profile,
    async signIn(tenant, email, password) {
      const { data } = await sdk.auth.login({ tenant, email, password });
      refreshToken = data.refreshToken;
      profile = { tenant, role: data.role, clientId: data.clientId };
      over = false;
      keepProfile(profile);
      tokens.set(data);
      changed();
    },
    async signOut(pending) {
      await sdk.auth.logout(pending === undefined ? {} : { pending });
      refreshToken = profile = undefined;
      keepProfile(undefined);
      changed();
    },
    onChange: (fn) => void listeners.add(fn),
  };
}

function keptProfile(): Profile | undefined {
  try {
    const kept = localStorage.getItem(PROFILE);
    return kept === null ? undefined : (JSON.parse(kept) as Profile); // written below
  } catch {
    return undefined; // storage is blocked, or holds something else: as if nobody had been here
  }
}

function keepProfile(profile: Profile | undefined): void {
  try {
    if (profile) localStorage.setItem(PROFILE, JSON.stringify(profile));
    else localStorage.removeItem(PROFILE);
  } catch {
    // A convenience only: without it the next visit begins at the sign-in.
  }
}
