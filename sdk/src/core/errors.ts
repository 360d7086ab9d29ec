/** One wrong field: a JSON pointer into what was sent, a machine's word and a person's sentence. */
export interface FieldError {
  /** RFC 6901, into the body that was sent: `/pickup/window/from`. */
  readonly pointer: string;
  /** For machines. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}

/** A refusal of the server (RFC 9457) as it came; members beyond these are kept too. */
export interface Problem {
  /** A page of the server: what happened, why, and what to do. */
  readonly type?: string;
  /** The kind of refusal, in words. */
  readonly title?: string;
  /** HTTP status. */
  readonly status?: number;
  /** A sentence for people. */
  readonly detail?: string;
  /** For machines: `order_cannot_move`. */
  readonly code: string;
  /** Quote it to support. */
  readonly requestId?: string;
  /** The same request may succeed later. */
  readonly retryable?: boolean;
  /** Which fields are wrong, and how. */
  readonly errors?: readonly FieldError[];
  /** With `version_mismatch`: the version that counts now. */
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
  /** Of every copy of the package. */
  readonly isSymphoniaError = true;
  /** For machines; the README lists them. */
  declare readonly code: string; // declared only: a field of its own would be bytes, and is set below
  /** The same call may succeed later. */
  declare readonly retryable: boolean;
  /** The server's id of the request; quote it to support. */
  declare readonly requestId: string | undefined;

  constructor(name: string, code: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
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
    super('ConnectionError', 'connection_failed', 'The server was not reached.', { cause, retryable: true });
  }
}

/** No complete answer in time. `phase` says whether the headers or the body kept us waiting. */
export class TimeoutError extends SymphoniaError {
  /** What did not come: `headers`, the `body`, or, of a `wait` for the queue, an answer at all. */
  declare readonly phase: 'headers' | 'body' | 'wait';

  constructor(phase: 'headers' | 'body' | 'wait', ms: number) {
    super('TimeoutError', 'timeout', `No answer within ${ms} ms (${phase}).`, { retryable: true });
    this.phase = phase;
  }
}

/** The caller's own signal fired. */
export class AbortedError extends SymphoniaError {
  constructor(cause?: unknown) {
    super('AbortedError', 'aborted', 'Aborted.', { cause });
  }
}

/** An answer that is not ours: a captive portal's page, a proxy's error, a truncated body. */
export class ProtocolError extends SymphoniaError {
  /** HTTP status of what came instead. */
  declare readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super('ProtocolError', 'not_our_answer', message, { cause, retryable: true });
    this.status = status;
  }
}

/** The device could not store: `quota` full, `blocked` or hanging, `unavailable` or `corrupt`. */
export class StorageError extends SymphoniaError {
  /** What failed; `blocked` also when the storage hangs. */
  declare readonly kind: 'quota' | 'blocked' | 'unavailable' | 'corrupt';

  constructor(kind: 'quota' | 'blocked' | 'unavailable' | 'corrupt', message: string, cause?: unknown) {
    super('StorageError', `storage_${kind}`, message, { cause, retryable: kind !== 'corrupt' });
    this.kind = kind;
  }
}

/** Nobody is signed in, or the session is over and could not be renewed. */
export class AuthRequired extends SymphoniaError {
  constructor(message = 'Sign in: the session is over.', cause?: unknown) {
    super('AuthRequired', 'auth_required', message, { cause });
  }
}

/** Signing out would leave unfinished orders; say `pending: 'keep'` or `'discard'`. */
export class PendingOrders extends SymphoniaError {
  /** How many wait. */
  declare readonly count: number;

  constructor(count: number) {
    super('PendingOrders', 'pending_orders', `Undelivered orders: ${count}. Keep or discard?`);
    this.count = count;
  }
}

/** True for every error of the SDK, also of another installed copy. */
export function isSymphoniaError(error: unknown): error is SymphoniaError {
  return (error as Partial<SymphoniaError> | null | undefined)?.isSymphoniaError === true;
}
