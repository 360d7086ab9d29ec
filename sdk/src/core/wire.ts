import type { WireBody } from './body.ts';
import { type Clock, within } from './clock.ts';
import {
  AbortedError,
  ConnectionError,
  isSymphoniaError,
  type Problem,
  ProtocolError,
  TimeoutError,
} from './errors.ts';

/** One attempt, exactly as it goes out. */
export interface WireRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: WireBody | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for headers **and** body together. */
  readonly deadlineMs: number;
  /** Gives a file that comes more time, by its size; a deadline somebody chose stays as it is. */
  readonly patient?: boolean;
  /** What becomes of the body: parsed JSON, a Blob (other content types are then fine), or left in `response`. */
  readonly as?: 'json' | 'blob' | 'response';
}

/** One complete answer. */
export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, a Blob when asked for, `undefined` when the body was empty or is not JSON. */
  readonly body: unknown;
  /** The refusal, when the answer is a problem document of ours. */
  readonly problem: Problem | undefined;
  /** False for a 2xx whose content type is not what was asked for: a captive portal's page. */
  readonly readable: boolean;
  readonly response: Response;
}

/**
 * Sends one request. One deadline covers headers and body, and everything is raced against it, because a transport
 * may ignore the signal while a body streams. Never retries; throws `ConnectionError`, `TimeoutError`, `AbortedError`
 * or, for a body that ends early or is no JSON, `ProtocolError`.
 */
export async function sendOnce(
  { fetch, clock }: { readonly fetch: typeof globalThis.fetch; readonly clock: Clock },
  request: WireRequest,
): Promise<WireReply> {
  if (request.signal?.aborted) throw new AbortedError(request.signal.reason);
  const abort = new AbortController();
  let phase: 'headers' | 'body' = 'headers';
  let failed: (error: unknown) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    failed = reject;
  });
  stopped.catch(() => {}); // it may never be awaited
  const stop = (error: unknown) => {
    failed(error);
    abort.abort(error);
  };
  const onAbort = () => stop(new AbortedError(request.signal?.reason));
  request.signal?.addEventListener('abort', onAbort, { once: true });
  const timed = (ms: number) => clock.setTimeout(() => stop(new TimeoutError(phase, ms)), ms);
  let timer = timed(request.deadlineMs);
  try {
    const response = await Promise.race([fetch(request.url, init(request, abort.signal)), stopped]);
    phase = 'body';
    if (request.patient && request.as === 'blob') {
      clock.clearTimeout(timer);
      timer = timed(request.deadlineMs + transferMs(Number(response.headers.get('content-length'))));
    }
    return await Promise.race([read(response, request), stopped]);
  } catch (error) {
    throw isSymphoniaError(error) ? error : new ConnectionError(error);
  } finally {
    clock.clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
  }
}

function init(request: WireRequest, signal: AbortSignal): RequestInit {
  const write = request.method !== 'GET';
  return {
    method: request.method,
    headers: request.headers,
    signal,
    // A followed 302 turns a POST into a GET and brings somebody's 200.
    redirect: write ? 'error' : 'follow',
    // The SDK revalidates by itself; the browser's cache would answer a changed Authorization with an old body. React
    // Native's `fetch` would add a parameter to the query for it, which the server refuses.
    ...(globalThis.navigator?.product === 'ReactNative' ? {} : { cache: 'no-store' }),
    credentials: 'omit',
    // The DOM's type wants an ArrayBuffer-backed view; ours always are.
    body: (request.body ?? null) as BodyInit | null,
  };
}

async function read(response: Response, { as }: WireRequest): Promise<WireReply> {
  const { status, headers, ok } = response;
  const type = headers.get('content-type') ?? '';
  const reply = { status, headers, response, problem: undefined, body: undefined, readable: true };
  if (as === 'response' && ok) return reply;
  // A captive portal's page is no document of ours.
  if (as === 'blob' && ok)
    return /html/.test(type) ? { ...reply, readable: false } : { ...reply, body: await response.blob() };
  const text = await response.text();
  if (status === 304 || text === '') return reply;
  if (!/\bjson\b/.test(type)) return { ...reply, readable: false };
  try {
    const body = JSON.parse(text);
    // Ours: `application/problem+json` with a code in words. A proxy's own JSON has neither.
    const problem = /^application\/problem\+json\b/.test(type) && typeof body?.code === 'string' ? body : undefined;
    return { ...reply, body, problem };
  } catch (cause) {
    throw new ProtocolError(status, 'The answer is no JSON.', cause);
  }
}

/** How long so many bytes may take, in milliseconds: a bad mobile network carries 16 of them in one. */
export const transferMs = (bytes: number) => bytes >> 4;

/** Rejects with `TimeoutError('wait')` when `promise` takes longer than `ms`. */
export function noLongerThan<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T> {
  return within(clock, ms, promise, () => new TimeoutError('wait', ms));
}
