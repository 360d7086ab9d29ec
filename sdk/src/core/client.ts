import { ownOf } from './auth.ts';
import { systemClock } from './clock.ts';
import type { Core } from './core.ts';
import { known } from './headers.ts';
import { platformRandomBytes, uuidv7 } from './ids.ts';
import type { SymphoniaOptions } from './options.ts';
import { API_VERSION, SDK_VERSION } from './version.ts';

/** The shared core from the options: every default in one place. Starts nothing. */
export function createCore(options: SymphoniaOptions): Core {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const clock = options.clock ?? systemClock();
  const randomBytes = options.randomBytes ?? platformRandomBytes;
  const runtime = runtimeTag();
  const version = options.apiVersion ?? API_VERSION;
  const fetcher = options.fetch;
  return {
    baseUrl,
    realtimeUrl: options.realtimeUrl ?? `${baseUrl.replace(/^http/, 'ws').replace(/\/api\/v1$/, '')}/ws/tracking`,
    apiVersion: version,
    locale: options.locale,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 2,
    // Looked up per call, so that an environment may still replace it; called free, because browsers refuse another `this`.
    fetch: fetcher ?? ((input, init) => fetch(input, init)),
    webSocket: options.WebSocket ?? globalThis.WebSocket,
    clock,
    random: options.random ?? Math.random,
    randomBytes,
    logger: options.logger ?? {},
    auth: options.auth,
    newId: () => uuidv7(clock.now(), randomBytes),
    token: (force, signal) => options.auth.getToken({ force, signal: signal ?? new AbortController().signal }),
    headers({ token, apiVersion, attempt, queuedMs }) {
      const parts = [`js/${SDK_VERSION}`, `rt=${runtime}`, `try=${attempt}`];
      if (queuedMs !== undefined) parts.push(`q=${Math.max(0, Math.round(queuedMs))}`);
      if (token?.sub) parts.push(`own=${ownOf(token)}`);
      let traceparent: string | undefined;
      try {
        traceparent = options.traceparent?.();
      } catch {
        // what watches the calls keeps none from being made
      }
      return known({
        Accept: 'application/json, */*;q=0.5', // files, too
        'API-Version': apiVersion ?? version,
        'X-Symphonia-Client': parts.join('; '),
        Authorization: token && `Bearer ${token.token}`,
        'Accept-Language': options.locale,
        traceparent,
      });
    },
    onReply: new Set(),
    onError: new Set(),
    cache: undefined,
    beforeLogout: new Set(),
    afterLogout: new Set(),
  };
}

function runtimeTag(): string {
  if (typeof document === 'object') return 'browser';
  if (globalThis.navigator?.product === 'ReactNative') return 'rn';
  return 'ServiceWorkerGlobalScope' in globalThis ? 'sw' : 'process' in globalThis ? 'node' : 'worker';
}
