import { isSymphoniaError } from '@symphonia/sdk';

/** How the page says things: money, ages, days, statuses and errors, in one place. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Minor units as people write money: `€518.00`. */
export function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}

/** How long something is old, in milliseconds, as a phrase: `just now`, `3 min old`, `2 h old`. */
export function age(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min old`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h old`;
  return `${Math.floor(ms / DAY)} days old`;
}

/** A day and time for people, in their own zone. */
export function when(instant: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** Grams as kilograms. */
export function kilograms(grams: number): string {
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(grams / 1_000)} kg`;
}

const STATUSES: Readonly<Record<string, string>> = {
  placed: 'Placed',
  review: 'In review',
  accepted: 'Accepted',
  assigned: 'Assigned',
  picked_up: 'Picked up',
  in_transit: 'In transit',
  delivered: 'Delivered',
  failed: 'Delivery failed',
  returned: 'Returned',
  cancelled: 'Cancelled',
};

/** An order's status; one of a later release is shown as it is called. */
export function statusName(status: string): string {
  return STATUSES[status] ?? status.replaceAll('_', ' ');
}

const TRANSPORTS: Readonly<Record<string, string>> = {
  ftl: 'Full truck',
  ltl: 'Groupage',
  express: 'Express',
  refrigerated: 'Refrigerated',
  bulk: 'Bulk',
};

/** A transport type for people. */
export function transportName(type: string): string {
  return TRANSPORTS[type] ?? type;
}

/** What went wrong, in a sentence that says what to do. */
export function sentence(error: unknown): string {
  if (!isSymphoniaError(error)) return 'Something in this page failed; reload it. Stored orders are safe.';
  const fields = fieldsOf(error);
  return fields === '' ? error.message : `${error.message} ${fields}`;
}

/** The fields that a refusal names. */
function fieldsOf(error: object): string {
  const { problem } = error as { problem?: { errors?: readonly { pointer: string; message: string }[] } }; // of an ApiError only
  return (problem?.errors ?? []).map(({ pointer, message }) => `${pointer.replace(/^\//, '')} ${message}`).join('; ');
}
