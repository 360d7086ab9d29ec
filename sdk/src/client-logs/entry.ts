import type { Failure } from '../core/core.ts';
import { SDK_VERSION } from '../core/version.ts';

/** All that is ever told of an error. */
export interface ClientLogEntry {
  /** RFC 3339, by the device's clock. */
  readonly at: string;
  /** Of the error. */
  readonly code: string;
  /** HTTP status. */
  readonly status?: number;
  /** The server's id of the request. */
  readonly requestId?: string;
  /** `orders.create` */
  readonly operation?: string;
  /** `/transport-orders/{orderId}` */
  readonly path?: string;
  /** How long the call took. */
  readonly durationMs?: number;
  /** Release of the SDK. */
  readonly sdk: string;
}

/**
 * The allow-list: each field by name, and each value only in the form that it must have. Whatever else an error carries,
 * or whatever somebody put in these fields, stays on the device.
 */
export function entryOf(now: number, error: Failure): ClientLogEntry {
  const entry = {
    at: new Date(now).toISOString(),
    code: fits(error.code, /^[a-z][a-z0-9_]{0,63}$/) ?? 'unknown',
    status: whole(error.status),
    requestId: fits(error.requestId, /^[\w-]{1,64}$/),
    operation: fits(error.operation, /^[a-zA-Z]+\.[a-zA-Z]+$/),
    path: template(error.path),
    durationMs: whole(error.durationMs),
    sdk: SDK_VERSION,
  };
  return JSON.parse(JSON.stringify(entry)) as ClientLogEntry; // without what is undefined
}

const fits = (value: string | undefined, form: RegExp) => (value && form.test(value) ? value : undefined);
const whole = (value: number | undefined) => (value !== undefined && value >= 0 ? Math.round(value) : undefined);

/** The contract's words and placeholders; anything else in a path is a value. */
function template(path: string): string {
  const [route = ''] = path.split(/[?#]/);
  return route
    .split('/')
    .map((part) => (/^([a-z-]{0,30}|\{\w+\})$/.test(part) ? part : '{}'))
    .join('/')
    .slice(0, 200);
}
