import { type Problem, SymphoniaError } from './errors.ts';

/** The server said no, in its own words. `status` decides the subclass, `problem.code` the reason. */
export class ApiError<S extends number = number> extends SymphoniaError {
  /** HTTP status. */
  declare readonly status: S;
  /** The refusal, as it came. */
  declare readonly problem: Problem;

  constructor(name: string, status: S, problem: Problem) {
    super(name, problem.code, problem.detail ?? problem.title ?? problem.code, {
      retryable: problem.retryable ?? (status >= 500 || status === 429),
      requestId: problem.requestId,
    });
    this.status = status;
    this.problem = problem;
  }
}

/** 400 or 422: what was sent is malformed or impossible; `problem.errors` names the fields. */
export class Validation extends ApiError<400 | 422> {}
/** 401: no token, or one that no longer counts. */
export class Unauthenticated extends ApiError<401> {}
/** 403: visible, but not allowed. */
export class Forbidden extends ApiError<403> {}
/** 404: not there, or not visible to this user. */
export class NotFound extends ApiError<404> {}
/** 409: does not fit the present state. */
export class Conflict extends ApiError<409> {}
/** 412 or 428: another version than the one named by `If-Match`; `problem.currentVersion` has the present one. */
export class PreconditionFailed extends ApiError<412 | 428> {}
/** 422: the same key with another body. */
export class IdempotencyReuse extends ApiError<422> {}
/** 5xx: the server failed or is not available. */
export class Server extends ApiError {}

/** 429, or a `Retry-After` that is too long to wait for in an interactive call. */
export class RateLimited extends ApiError {
  /** How long to wait, in milliseconds from now. */
  declare readonly retryAfterMs: number;

  constructor(status: number, problem: Problem, retryAfterMs: number) {
    super('RateLimited', status, problem);
    this.retryAfterMs = retryAfterMs;
  }
}

type Kind = readonly [name: string, kind: new (name: string, status: never, problem: Problem) => ApiError];

const KINDS: Readonly<Record<number, Kind>> = {
  400: ['Validation', Validation],
  401: ['Unauthenticated', Unauthenticated],
  403: ['Forbidden', Forbidden],
  404: ['NotFound', NotFound],
  409: ['Conflict', Conflict],
  412: ['PreconditionFailed', PreconditionFailed],
  422: ['Validation', Validation],
  428: ['PreconditionFailed', PreconditionFailed],
};

/** The error for a problem document. `retryAfterMs` is 0 when the answer named no time. */
export function apiErrorOf(status: number, problem: Problem, retryAfterMs = 0): ApiError {
  if (status === 429) return new RateLimited(status, problem, retryAfterMs);
  const [name, Kind]: Kind =
    problem.code === 'idempotency_key_reuse'
      ? ['IdempotencyReuse', IdempotencyReuse]
      : (KINDS[status] ?? (status >= 500 ? ['Server', Server] : ['ApiError', ApiError]));
  return new Kind(name, status as never, problem); // the table says which kind takes which status
}
