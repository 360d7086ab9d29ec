import type { Clock } from '../core/clock.ts';

/** One request as the server got it, or would have got it. */
export interface FakeRequest {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Behind the base path, with its query: `/transport-orders/0192…/documents?kind=photo`. */
  readonly path: string;
  /** All of them. */
  readonly headers: Headers;
  /** `Idempotency-Key` without quotes, in lower case. */
  readonly key: string | undefined;
  /** As it was sent. */
  readonly ifMatch: string | undefined;
  /** What the SDK says whose request it is: 16 hex digits of tenant and user. */
  readonly own: string | undefined;
  /** The access token. */
  readonly token: string | undefined;
  /** A body of text, such as JSON. */
  readonly body: string | undefined;
  /** When it left the device, in milliseconds since 1970. */
  readonly at: number;
}

/** A request and its body in whatever form it was handed to `fetch`. */
export interface Arriving {
  readonly request: FakeRequest;
  readonly payload: unknown;
  readonly signal: AbortSignal | undefined;
  /** `error`: no redirect is followed. */
  readonly redirect: RequestInit['redirect'] | undefined;
}

/** Reads what `fetch` was called with. Addresses outside `baseUrl` have a path of their own and are answered with 404. */
export function arriving(
  baseUrl: string,
  clock: Clock,
  input: Parameters<typeof fetch>[0],
  init: RequestInit = {},
): Arriving {
  const whole = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = new URL(whole ? whole.url : String(input));
  const headers = new Headers(init.headers ?? whole?.headers);
  const payload = init.body ?? whole?.body ?? undefined;
  const base = new URL(baseUrl).pathname;
  return {
    request: {
      method: (init.method ?? whole?.method ?? 'GET').toUpperCase(),
      path: (url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname) + url.search,
      headers,
      key: headers.get('idempotency-key')?.trim().replace(/^"|"$/g, '').toLowerCase() ?? undefined,
      ifMatch: headers.get('if-match') ?? undefined,
      own: /own=(\w+)/.exec(headers.get('x-symphonia-client') ?? '')?.[1],
      token: headers.get('authorization')?.slice('Bearer '.length),
      body: typeof payload === 'string' ? payload : undefined,
      at: clock.now(),
    },
    payload,
    signal: init.signal ?? whole?.signal ?? undefined,
    redirect: init.redirect ?? whole?.redirect,
  };
}

/** Bytes of a body in any form that `fetch` takes, and what its form says beside them. */
export async function bytesOf(
  payload: unknown,
  type: string,
): Promise<{ bytes: Uint8Array; kind?: string | undefined; name?: string | undefined; type: string }> {
  if (payload instanceof Uint8Array) return { bytes: payload, type };
  const given = payload as BodyInit | null; // handed to `fetch` as such
  const form = given instanceof FormData ? given : undefined;
  const file = form?.get('file');
  const blob = file instanceof Blob ? file : undefined;
  const bytes = new Uint8Array(await new Response(form ? blob : given).arrayBuffer());
  return {
    bytes,
    kind: form?.get('kind')?.toString(),
    name: blob && 'name' in blob ? String(blob.name) : undefined,
    type: blob?.type || type,
  };
}
