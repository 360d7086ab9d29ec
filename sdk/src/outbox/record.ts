import type { Problem } from '../core/errors.ts';
import type { Document, Order } from './orders.ts';

/** Where a request stands: waits, on its way, waits for a person's sign-in or reload, refused, on the server, taken back. */
export type RecordState = 'queued' | 'sending' | 'paused' | 'attention' | 'accepted' | 'cancelled';

/** Why a record failed last; its words, never its body. */
export interface RecordError {
  /** The server's code, or `connection_failed`, `timeout`, `not_our_answer`, `http_503`, … */
  readonly code: string;
  /** HTTP status; none when there was no answer. */
  readonly status?: number;
  /** What the server said, as it came; none when it was not the server. */
  readonly problem?: Problem;
  /** Quote it to support. */
  readonly requestId?: string | undefined;
  /** When it failed. */
  readonly at: number;
}

/** The server's acceptance. */
export interface Receipt {
  /** The order it belongs to. */
  readonly orderId: string;
  /** HTTP status. */
  readonly status: number;
  /** The order's version after it. */
  readonly orderVersion?: number;
  /** The order's status after it, such as `placed`. */
  readonly orderStatus?: string;
  /** The server had it already and gave its first answer again. */
  readonly replayed: boolean;
  /** When the answer came. */
  readonly at: number;
  /** The answer's body, so that handlers and `accepted()` still have it after a restart without a network. */
  readonly order?: Order | Document;
}

/**
 * One request that must arrive, exactly as it will be sent. Times are milliseconds since 1970 by the device's clock;
 * order comes from `seq` alone. New fields are optional, so that any release reads what any other stored.
 */
export interface OutboxRecord {
  /** Of the form of this record. */
  readonly v: 1;
  /** Given by the store; the only order. */
  readonly seq: number;
  /** UUIDv7 and `Idempotency-Key`, never changes; for a create also the order's id. */
  readonly id: string;
  /** `apiId|tenant|sub`, immutable but for an anonymous cart that moves to its user. */
  readonly scope: string;
  /** Operation name, such as `orders.create`. */
  readonly op: string;
  /** Of the request. */
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base path. */
  readonly path: string;
  /** `API-Version` it is sent with: the one it was made with. */
  readonly apiVersion: string;
  /** Of the body. */
  readonly contentType: string;
  /** Of a document, as its users know it. */
  readonly fileName?: string;
  /** `lane` = the order's version after the lane's last receipt, read at send time. */
  readonly ifMatch?: string;
  /** Exact bytes, never re-serialised; documents lie in the store's blobs under the id, until they are delivered. */
  readonly body: string | { readonly bytes: number };
  /** SHA-256 of the body, in hex; of a document of its type and name. */
  readonly bodyHash: string;
  /** Requests of one lane go in order; by default the order's id. */
  readonly lane: string;
  /** Ids of requests that must be accepted first. */
  readonly dependsOn?: readonly string[];
  /** `replace()` gave it another body; the first may have been sent. */
  readonly replaced?: true;
  /** Key of the amendment that a replaced order becomes when its first body won. */
  readonly amendKey?: string;
  /** Where it stands. */
  readonly state: RecordState;
  /** Why it is `paused`: sign in, reload for a newer release, or the user who placed it must sign in. */
  readonly pause?: 'auth' | 'upgrade' | 'account';
  /** Bytes may have left the device: only the server knows whether it has the order. */
  readonly maybeSent: boolean;
  /** How often it was sent. */
  readonly attempts: number;
  /** Not sent before; 0 = at once. */
  readonly nextAttemptAt: number;
  /** Who is sending it, and until when nobody else may. */
  readonly lease?: { readonly owner: string; readonly epoch: number; readonly until: number };
  /** Grows with each claim and change: who holds an older one may write no more. */
  readonly epoch: number;
  /** Why the last attempt failed; gone once it is accepted. */
  readonly lastError?: RecordError;
  /** The server's answer, once it is accepted. */
  readonly receipt?: Receipt;
  /** The app's handler of the present state has finished. */
  readonly notified: boolean;
  /** When it was stored. */
  readonly createdAt: number;
  /** When it was accepted or cancelled; counts for pruning. */
  readonly doneAt?: number;
  /** Not used by this release. */
  readonly serverOffsetMs?: number;
  /** Yours, from `submit()`; stays on the device. */
  readonly meta?: unknown;
  /** Release that wrote it, or paused it for an upgrade. */
  readonly sdk: string;
}

/** A record before the store has given it its place. */
export type NewRecord = Omit<OutboxRecord, 'seq'>;

/** A change; `undefined` removes a field. */
export type RecordPatch = {
  readonly [K in keyof Omit<OutboxRecord, 'seq' | 'id' | 'v'>]?: OutboxRecord[K] | undefined;
};

export const UNFINISHED: readonly RecordState[] = ['queued', 'sending', 'paused', 'attention'];

/** Neither accepted nor cancelled. */
export function isUnfinished(record: Pick<OutboxRecord, 'state'>): boolean {
  return record.state !== 'accepted' && record.state !== 'cancelled';
}

/** What goes first: 0 orders, 1 commands, 2 documents. */
export type Rank = 0 | 1 | 2;

export function rankOf(record: Pick<OutboxRecord, 'op' | 'body'>): Rank {
  if (typeof record.body !== 'string') return 2;
  return record.op === 'orders.create' ? 0 : 1;
}

/** The longest backoff; a stored time further away means that the clock was moved. */
export const LONGEST_BACKOFF_MS = 300_000;

/** Of one request. What a proxy finds too large goes again for ever, and a document is ten megabytes of somebody's money. */
export const longestBackoffMs = ({ body }: Pick<OutboxRecord, 'body'>) =>
  typeof body === 'string' ? LONGEST_BACKOFF_MS : 12 * LONGEST_BACKOFF_MS;

/** The longest lease: a document's deadline and ten seconds. One that lasts longer means that the clock was moved. */
export const LONGEST_LEASE_MS = 900_000;

/** Whether the bytes of its document may go: the server has them, or nobody wants them any more. */
export function isDelivered(record: Pick<OutboxRecord, 'state' | 'body'>): boolean {
  return typeof record.body !== 'string' && !isUnfinished(record);
}

/** The record with the change applied; removed fields are really gone, so stored rows stay small. */
export function patched<R extends NewRecord>(record: R, patch: RecordPatch): R {
  const next: Record<string, unknown> = { ...record, ...patch };
  for (const key of Object.keys(next)) if (next[key] === undefined) delete next[key];
  return next as unknown as R; // only optional fields are ever patched with undefined
}

/** Taken back by its user; nobody need be told. */
export function cancelledAt(now: number): RecordPatch {
  return { state: 'cancelled', doneAt: now, notified: true, lease: undefined, pause: undefined };
}

const DAY_MS = 86_400_000;

/** The only automatic deletion: finished, 7 days after its handler ran, 30 days at the latest. */
export function isPrunable(record: OutboxRecord, now: number): boolean {
  if (record.v !== 1 || isUnfinished(record)) return false;
  const age = now - (record.doneAt ?? record.createdAt);
  return age > (record.notified ? 7 : 30) * DAY_MS;
}
