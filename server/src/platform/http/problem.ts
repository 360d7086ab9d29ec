import { AppError } from '../errors/app-error.ts';
import type { ProblemCode } from './contract.types.gen.ts';
import { IdempotencyInProgress, InternalError, ServiceUnavailable } from './errors.ts';
import type { Reply } from './operation.ts';

/** An RFC 9457 problem document with our members. */
export interface Problem extends Record<string, unknown> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly retryable: boolean;
}

export const PROBLEM_TYPE = 'application/problem+json';

/** Makes the answer to a refusal. What we did not foresee is answered as `internal_error`, without a word about its cause. */
export function problemReply(error: unknown, at: { requestId: string; instance: string }): Reply<Problem> {
  const known = error instanceof AppError ? error : InternalError({}, { cause: error });
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...known.extras.headers };
  if ((ServiceUnavailable.is(known) || IdempotencyInProgress.is(known)) && !headers['retry-after'])
    headers['retry-after'] = '1';
  return {
    status: known.status,
    headers,
    contentType: PROBLEM_TYPE,
    body: {
      type: `/errors/${known.code}`,
      title: known.kind.title,
      status: known.status,
      detail: known.message,
      instance: at.instance,
      code: known.code as ProblemCode, // a test holds every declared code against the contract's
      requestId: at.requestId,
      retryable: known.kind.retryable ?? false,
      ...(known.extras.errors ? { errors: known.extras.errors } : {}),
      ...known.extras.members,
    },
  };
}
