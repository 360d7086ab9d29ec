/** One wrong field: a JSON pointer into what was sent, a machine's word and a person's sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal of the server (RFC 9457) as it came; members beyond these are kept too. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly code: string;
  readonly requestId?: string;
  readonly retryable?: boolean;
  readonly errors?: readonly FieldError[];
  readonly currentVersion?: number;
  readonly [member: string]: unknown;
}

interface ErrorOptions {
  readonly cause?: unknown;
  readonly retryable?: boolean;
  readonly requestId?: string | undefined;
}

/**
 * Everything the SDK throws. `code` is for machines, `message` for people, `retryable` says whether the same call may
 * succeed later. Test with `isSymphoniaError()`: `instanceof` fails when two copies of the package are installed.
 */
export class SymphoniaError extends Error {
  readonly isSymphoniaError = true;
  readonly code: string;
  readonly retryable: boolean;
  /** The server's id of the request; quote it to support. */
  readonly requestId: string | undefined;

  constructor(name: string, code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = name; // a literal, because minifiers rename classes
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.requestId = options.requestId;
  }
}

/** An error that needs no class of its own. */
export function fault(code: string, message: string, cause?: unknown): SymphoniaError {
  return new SymphoniaError('SymphoniaError', code, message, { cause });
}

/** No answer: offline, refused, reset, or a redirect where none may be followed. */
export class ConnectionError extends SymphoniaError {
  constructor(cause: unknown) {
    super('ConnectionError', 'connection_failed', 'The server could not be reached.', { cause, retryable: true });
  }
}

/** No complete answer in time. `phase` says whether the headers or the body kept us waiting. */
export class TimeoutError extends SymphoniaError {
  readonly phase: 'headers' | 'body' | 'wait';

  constructor(phase: 'headers' | 'body' | 'wait', ms: number) {
    super('TimeoutError', 'timeout', `No complete answer within ${ms} ms (${phase}).`, { retryable: true });
    this.phase = phase;
  }
}

/** The caller's own signal fired. */
export class AbortedError extends SymphoniaError {
  constructor(cause?: unknown) {
    super('AbortedError', 'aborted', 'Aborted by the caller.', { cause });
  }
}

/** An answer that is not ours: a captive portal's page, a proxy's error, a truncated body. */
export class ProtocolError extends SymphoniaError {
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super('ProtocolError', 'not_our_answer', message, { cause, retryable: true });
    this.status = status;
  }
}

/** The device could not store: `quota` full, `blocked` or hanging, `unavailable` or `corrupt`. */
export class StorageError extends SymphoniaError {
  readonly kind: 'quota' | 'blocked' | 'unavailable' | 'corrupt';

  constructor(kind: 'quota' | 'blocked' | 'unavailable' | 'corrupt', message: string, cause?: unknown) {
    super('StorageError', `storage_${kind}`, message, { cause, retryable: kind !== 'corrupt' });
    this.kind = kind;
  }
}

/** Nobody is signed in, or the session is over and could not be renewed. */
export class AuthRequired extends SymphoniaError {
  constructor(message = 'Sign in again: the session is over.', cause?: unknown) {
    super('AuthRequired', 'auth_required', message, { cause });
  }
}

/** Signing out would leave unfinished orders; say `pending: 'keep'` or `'discard'`. */
export class PendingOrders extends SymphoniaError {
  readonly count: number;

  constructor(count: number) {
    super('PendingOrders', 'pending_orders', `${count} orders are not delivered yet: keep or discard them?`);
    this.count = count;
  }
}

/** True for every error of the SDK, also of another installed copy. */
export function isSymphoniaError(error: unknown): error is SymphoniaError {
  return (error as Partial<SymphoniaError> | null | undefined)?.isSymphoniaError === true;
}
