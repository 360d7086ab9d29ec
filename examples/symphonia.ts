import { AuthRequired, createSymphonia, type Symphonia, tokenSource } from '@symphonia/sdk';
import { readCache } from '@symphonia/sdk/cache';
import { outbox } from '@symphonia/sdk/outbox';
import { idbOutbox } from '@symphonia/sdk/outbox-idb';
import { offlineQuote } from '@symphonia/sdk/quote';
import { type Tracking, tracking } from '@symphonia/sdk/tracking';

/** Where the API is: `?api=…` of the page's address, else what `npm run up` serves. */
const baseUrl = new URLSearchParams(location.search).get('api') ?? 'http://127.0.0.1:8080/api/v1';

// The refresh token stays in this page's memory: a reload asks to sign in again. The SDK never stores a token either.
let refreshToken: string | undefined;
const tokens = tokenSource({
  async refresh() {
    if (refreshToken === undefined) throw new AuthRequired('Sign in to continue.');
    const { data } = await sym.auth.refresh({ refreshToken });
    refreshToken = data.refreshToken; // each use gives a new one
    return data;
  },
});

/** One SDK for the page; nothing is sent before somebody signed in. */
export const sym: Symphonia<Tracking> = createSymphonia<Tracking>({
  baseUrl,
  auth: tokens,
  outbox: outbox(idbOutbox()),
  cache: readCache(),
  realtime: tracking(),
  quote: offlineQuote(),
});

/** Signs in; what waits on this device of the same user is sent at once. */
export async function signIn(tenant: string, email: string, password: string): Promise<void> {
  const { data } = await sym.auth.login({ tenant, email, password });
  refreshToken = data.refreshToken;
  tokens.set(data);
}
