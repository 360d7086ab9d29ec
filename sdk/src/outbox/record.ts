export type RecordState = 'queued' | 'sending' | 'paused' | 'attention' | 'accepted' | 'cancelled';

/** Why a record failed last; its words, never its body. */
export interface RecordError {
  readonly code: string;
  readonly status?: number;
  readonly problem?: unknown;
  readonly requestId?: string | undefined;
  readonly at: number;
}

/** The server's acceptance. */
export interface Receipt {
  readonly orderId: string;
  readonly status: number;
  readonly orderVersion?: number;
  readonly orderStatus?: string;
  readonly replayed: boolean;
  readonly at: number;
  /** The answer's body, so that handlers and `accepted()` still have it after a restart without a network. */
  readonly order?: unknown;
}

/**
 * One request that must arrive, exactly as it will be sent. Times are milliseconds since 1970 by the device's clock;
 * order comes from `seq` alone. New fields are optional, so that any release reads what any other stored.
 */
export interface OutboxRecord {
  readonly v: 1;
  /** Given by the store; the only order. */
  readonly seq: number;
  /** UUIDv7 and `Idempotency-Key`, never changes; for a create also the order's id. */
  readonly id: string;
  /** `apiId|tenant|sub`, immutable but for an anonymous cart that moves to its user. */
  readonly scope: string;
  /** Operation name, such as `orders.create`. */
  readonly op: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base path. */
  readonly path: string;
  readonly apiVersion: string;
  readonly contentType: string;
  readonly fileName?: string;
  /** `lane` = the order's version after the lane's last receipt, read at send time. */
  readonly ifMatch?: string;
  /** Exact bytes, never re-serialised; documents lie in the store's blobs under the id, until they are delivered. */
  readonly body: string | { readonly bytes: number };
  /** SHA-256 of the body, in hex; of a document of its type and name. */
  readonly bodyHash: string;
  readonly lane: string;
  readonly dependsOn?: readonly string[];
  readonly replaced?: true;
  /** Key of the amendment that a replaced order becomes when its first body won. */
  readonly amendKey?: string;
  readonly state: RecordState;
  readonly pause?: 'auth' | 'upgrade' | 'account';
  /** Bytes may have left the device: only the server knows whether it has the order. */
  readonly maybeSent: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly lease?: { readonly owner: string; readonly epoch: number; readonly until: number };
  readonly epoch: number;
  readonly lastError?: RecordError;
  readonly receipt?: Receipt;
  /** The app's handler of the present state has finished. */
  readonly notified: boolean;
  readonly createdAt: number;
  /** When it was accepted or cancelled; counts for pruning. */
  readonly doneAt?: number;
  readonly serverOffsetMs?: number;
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
