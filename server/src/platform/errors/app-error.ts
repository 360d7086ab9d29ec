/** One entry of `errors[]` in a problem document: where (JSON pointer), what, in words. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What a kind of refusal is, for machines (`code`, `status`) and for its page at `/errors/<code>`. */
export interface ErrorKind<D> {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** The sentence for this very case: what was sent, what was expected, what to do. */
  readonly detail: (details: D) => string;
  /** Why it happens, and what to do; both stand on the code's page. */
  readonly why: string;
  readonly fix: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable?: boolean;
}

/** Extra members and headers a refusal may carry. */
export interface ErrorExtras {
  readonly errors?: readonly FieldError[];
  /** Extension members of the problem document, such as the current version. */
  readonly members?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly cause?: unknown;
}

/** A refusal or failure we expected and can explain. Anything else becomes `internal_error`. */
export class AppError extends Error {
  readonly kind: ErrorKind<never>;
  readonly extras: ErrorExtras;

  constructor(kind: ErrorKind<never>, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? {} : { cause: extras.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.extras = extras;
  }

  get code(): string {
    return this.kind.code;
  }

  get status(): number {
    return this.kind.status;
  }
}

/** Makes an `AppError` of its kind: `throw OrderCannotMove({ id, from, to, allowed })`. */
export interface ErrorFactory<D> {
  (details: D, extras?: ErrorExtras): AppError;
  readonly kind: ErrorKind<D>;
  /** True when `error` is of this kind. */
  is(error: unknown): error is AppError;
}

const kinds = new Map<string, ErrorKind<never>>();

/** Declares a kind of refusal, beside the feature that refuses; its code must be unique and stand in the contract. */
export function defineError<D>(kind: ErrorKind<D>): ErrorFactory<D> {
  if (kinds.has(kind.code)) throw new Error(`The error code ${kind.code} is declared twice.`);
  // The table only reads code, status and texts, which do not depend on D.
  const stored = kind as unknown as ErrorKind<never>;
  kinds.set(kind.code, stored);
  const factory = (details: D, extras?: ErrorExtras) => new AppError(stored, kind.detail(details), extras);
  return Object.assign(factory, {
    kind,
    is: (error: unknown): error is AppError => error instanceof AppError && error.code === kind.code,
  });
}

/** Every kind declared so far, by code. The contract test holds it against openapi.yaml. */
export const errorKinds: ReadonlyMap<string, ErrorKind<never>> = kinds;
