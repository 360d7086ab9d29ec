import type { FieldError } from '../core/errors.ts';

/** Answers before they go out: the headers that every answer has come on top. */
export interface FakeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, bytes, or a stream of them; absent = none. */
  readonly body?: unknown;
}

/** What a refusal says beside its code. */
export interface Refusal {
  readonly headers?: Readonly<Record<string, string>>;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly members?: object;
}

/** What the server answers with these codes; others are 422. */
const STATUS: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  invalid_credentials: 401,
  refresh_token_invalid: 401,
  scope_mismatch: 403,
  action_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  version_mismatch: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  precondition_required: 428,
  rate_limited: 429,
  internal_error: 500,
  service_unavailable: 503,
  deadline_exceeded: 504,
};
const BAD_REQUEST = /^(invalid_(request|cursor)|malformed_|unknown_api_version|id_mismatch|filter_not_served)/;
const CONFLICT =
  /^(order_|idempotency_in_progress|timeline_full|carrier_does_not_cover|alternative_changed|too_many_documents)/;

/** The status the server gives with a code. */
export function statusOf(code: string): number {
  return STATUS[code] ?? (BAD_REQUEST.test(code) ? 400 : CONFLICT.test(code) ? 409 : 422);
}

/** A refusal in the server's form (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Refusal;

  constructor(code: string, more: Refusal = {}, status = statusOf(code)) {
    super(more.detail ?? `The fake server refuses: ${code}.`);
    this.name = 'Refused';
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** `invalid_request` for one wrong field. */
export function invalid(pointer: string, code: string, message: string): Refused {
  return new Refused('invalid_request', { detail: `${pointer}: ${message}`, errors: [{ pointer, code, message }] });
}

/** The problem document of a refusal. */
export function problemReply(refused: Refused, at: { requestId: string; instance: string }): FakeReply {
  const { status, code, more } = refused;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
    body: {
      type: `/errors/${code}`,
      title: code,
      status,
      detail: refused.message,
      instance: at.instance,
      code,
      requestId: at.requestId,
      retryable: status >= 500 || status === 429 || code === 'idempotency_in_progress',
      ...(more.errors ? { errors: more.errors } : {}),
      ...more.members,
    },
  };
}
