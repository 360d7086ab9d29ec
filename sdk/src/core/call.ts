import { ApiError, apiErrorOf, RateLimited } from './api-errors.ts';
import { type Parcel, parcel } from './body.ts';
import { sleep } from './clock.ts';
import type { Attempt, Core } from './core.ts';
import { AbortedError, AuthRequired, isSymphoniaError, ProtocolError } from './errors.ts';
import { known } from './headers.ts';
import type { Operation } from './operation.ts';
import { backoffMs, passes, retryAfterMs } from './retry-after.ts';
import type { CallOptions, Meta, Result } from './types.ts';
import { noLongerThan, sendOnce, transferMs, type WireReply } from './wire.ts';

/** A call with its parameters in place. */
export interface CallInput extends CallOptions {
  /** Path with values and query: `/carriers/car_1?limit=5`. */
  readonly target: string;
  readonly body?: unknown;
  readonly ifNoneMatch?: string | undefined;
  /** Leave the body in `response`. */
  readonly raw?: boolean;
}

/** An answer with its raw response. */
export interface Answered extends Result<unknown> {
  readonly response: Response;
}

const LONGEST_WAIT_MS = 60_000; // above this an interactive call had better tell its user

/** Tells whoever listens of a failure. */
export function tellOf(core: Core, { name, path }: Pick<Operation, 'name' | 'path'>, began: number, error: unknown) {
  const { code = 'unknown', status, requestId } = error as Partial<ApiError>; // of ours all three, else nothing
  const durationMs = core.clock.now() - began;
  for (const fn of core.onError) fn({ code, status, requestId, operation: name, path, durationMs });
}

/**
 * Runs one operation to its end: token, attempts with jitter and `Retry-After`, one renewal after a 401, then data or
 * an error of ours. Dying half-way leaves at most one request on the server, repeatable under its key.
 */
export async function callOperation(core: Core, operation: Operation, input: CallInput): Promise<Answered> {
  const began = core.clock.now();
  const retries = operation.idempotent === 'none' ? 0 : (input.maxRetries ?? core.maxRetries);
  const key = operation.idempotent === 'key' ? (input.idempotencyKey ?? core.newId()) : undefined;
  const sent = parcel(operation.body, input.body);
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    let reply: WireReply | undefined;
    let error: unknown;
    try {
      reply = await attemptOnce(core, operation, input, { key, sent, attempt, renew: renewed });
      error = failureOf(reply, operation, core.clock.now());
      if (!error) return { data: reply.body, meta: metaOf(reply), response: reply.response };
    } catch (thrown) {
      error = thrown;
    }
    if (reply?.problem && reply.status === 401 && !operation.open && !renewed) {
      renewed = true;
      attempt--; // a renewal is no retry
      continue;
    }
    const wait = retryWait(core, error, reply, attempt);
    if (attempt > retries || !(wait <= LONGEST_WAIT_MS)) {
      if (wait > LONGEST_WAIT_MS && error instanceof ApiError)
        error = new RateLimited(error.status, error.problem, wait);
      tellOf(core, operation, began, error);
      throw error;
    }
    await sleep(core.clock, wait, input.signal).catch((reason) => {
      throw new AbortedError(reason);
    });
  }
}

interface AttemptInput {
  readonly key: string | undefined;
  readonly sent: Parcel;
  readonly attempt: number;
  readonly renew: boolean;
}

async function attemptOnce(core: Core, operation: Operation, input: CallInput, a: AttemptInput): Promise<WireReply> {
  const { body, bytes } = a.sent;
  const deadlineMs = input.timeoutMs ?? core.timeoutMs + transferMs(bytes);
  // Getting a token may hang as well as the call itself.
  const token = operation.open
    ? undefined
    : await noLongerThan(core.clock, deadlineMs, core.token(a.renew, input.signal));
  a.sent.by ??= token?.sub;
  // Somebody else has signed in since: what one began is never done in another's name.
  if (a.sent.by !== token?.sub) throw new AuthRequired();
  const reply = await sendOnce(core, {
    url: core.baseUrl + input.target,
    method: operation.method,
    headers: {
      ...core.headers({ token, attempt: a.attempt } satisfies Attempt),
      ...known({
        // A form's type carries the boundary that only `fetch` knows.
        'Content-Type': body === undefined || body instanceof FormData ? undefined : operation.body,
        'Idempotency-Key': a.key,
        'If-Match': input.ifMatch,
        'If-None-Match': input.ifNoneMatch,
      }),
      ...input.headers,
    },
    body,
    signal: input.signal,
    deadlineMs,
    patient: input.timeoutMs === undefined,
    as: input.raw ? 'response' : operation.blob ? 'blob' : 'json',
  });
  for (const fn of core.onReply) fn(reply);
  return reply;
}

/** The error an answer stands for, or `undefined` when it is what was asked for. */
export function failureOf(
  reply: WireReply,
  operation: Pick<Operation, 'name'>,
  now: number,
): ApiError | ProtocolError | undefined {
  const { status, problem, response, readable } = reply;
  if (problem) return apiErrorOf(status, problem, retryAfterMs(reply.headers, now));
  if (status === 304 || (response.ok && readable)) return undefined;
  return new ProtocolError(status, `${operation.name}: the answer (${status}) is not ours.`);
}

/** Milliseconds until the next attempt, or `NaN` when trying again is useless. */
function retryWait(core: Core, error: unknown, reply: WireReply | undefined, attempt: number): number {
  const told = reply?.headers.get('symphonia-should-retry');
  if (told === 'false' || (told !== 'true' && !transient(error))) return Number.NaN;
  const floor = reply && retryAfterMs(reply.headers, core.clock.now());
  return floor ?? backoffMs(attempt - 1, 500, 8000, core.random);
}

function transient(error: unknown): boolean {
  if (error instanceof ApiError) return passes(error.status) || error.code === 'idempotency_in_progress';
  return isSymphoniaError(error) && error.retryable;
}

function metaOf({ headers, status }: WireReply): Meta {
  const version = headers.get('order-version');
  return {
    source: 'network',
    stale: false,
    ageMs: 0,
    status,
    etag: headers.get('etag') ?? undefined,
    requestId: headers.get('x-request-id') ?? undefined,
    orderVersion: version === null ? undefined : Number(version),
    replayed: headers.get('idempotent-replayed') === 'true',
  };
}
