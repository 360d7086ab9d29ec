import { join } from 'node:path';
import {
  type AuthProvider,
  AuthRequired,
  createSymphonia,
  memoryOutbox,
  offlineQuote,
  outbox,
  readCache,
  type Sdk,
  sqliteCache,
  sqliteOutbox,
  tokenSource,
  tracking,
} from './sdk.ts';

/** Who signs in. */
export interface Person {
  /** The tenant's slug. */
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
}

/** What a phone keeps in its key store; the SDK never stores a token. */
export interface KeyStore {
  refreshToken: string;
}

export interface AppOptions {
  /** `http://host:port` as this app sees it, maybe through a network that fails. */
  readonly url: string;
  readonly realtimeUrl?: string;
  /** Where queue and cache lie on disk; without it the app has no disk. */
  readonly folder?: string;
}

/** An app that somebody has signed in to. */
export interface App {
  readonly sdk: Sdk;
  readonly keys: KeyStore;
  /** The signed-in user's id. */
  readonly userId: string;
  readonly clientId: string | undefined;
  /** The access token of the moment, for what the SDK has no door for. */
  token(): Promise<string>;
}

const api = (url: string) => `${url}/api/v1`;
const NOBODY: AuthProvider = { getToken: () => Promise.reject(new AuthRequired()) };

/** Signs somebody in to a new app. Rejects with the SDK's error when the server refuses. */
export async function signIn(options: AppOptions, { tenant, email, password }: Person): Promise<App> {
  const { data } = await anonymous(options.url).auth.login({ tenant, email, password });
  const keys = { refreshToken: data.refreshToken };
  const tokens = tokensFrom(options.url, keys);
  tokens.set(data);
  const sdk = sdkWith(options, tokens);
  const token = async () => (await tokens.getToken({ force: false, signal: AbortSignal.timeout(10_000) })).token;
  return { sdk, keys, userId: data.sub, clientId: data.clientId, token };
}

/** Opens an app again after it was closed: all it has is its disk and its key store. */
export function reopen(options: AppOptions, keys: KeyStore): Sdk {
  return sdkWith(options, tokensFrom(options.url, keys));
}

/** For what needs no token. */
export function anonymous(url: string): Sdk {
  return sdkWith({ url }, NOBODY);
}

function tokensFrom(url: string, keys: KeyStore) {
  return tokenSource({
    async refresh() {
      const { data } = await anonymous(url).auth.refresh({ refreshToken: keys.refreshToken });
      keys.refreshToken = data.refreshToken;
      return data;
    },
  });
}

function sdkWith({ url, realtimeUrl, folder }: AppOptions, auth: AuthProvider): Sdk {
  const onDisk =
    folder === undefined
      ? {}
      : { cache: readCache({ store: sqliteCache(join(folder, 'cache.sqlite')) }), quote: offlineQuote() };
  return createSymphonia({
    baseUrl: api(url),
    ...(realtimeUrl === undefined ? {} : { realtimeUrl: `${realtimeUrl.replace(/^http/, 'ws')}/ws/tracking` }),
    auth,
    outbox: outbox(folder === undefined ? memoryOutbox() : sqliteOutbox(join(folder, 'outbox.sqlite'))),
    realtime: tracking(),
    ...onDisk,
  });
}
