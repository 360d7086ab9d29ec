import type { NewRecord, OutboxRecord, Rank, RecordPatch, RecordState } from '../outbox/record.ts';

/** What a store tells of itself. */
export type StoreNews = 'changed' | 'lost' | 'hint';

/** Which records to lease, and until when. */
export interface ClaimQuery {
  readonly scope: string;
  /** The instance that claims. */
  readonly owner: string;
  readonly limit: number;
  readonly now: number;
  /** Length of the lease in milliseconds. */
  readonly leaseMs: number;
  /** Records that failed before this time are due whatever their backoff says: the network came back. */
  readonly retryFailedBefore?: number;
  /** Lanes that must wait because their head lies in another store. */
  readonly exceptLanes?: ReadonlySet<string>;
  /** Kinds that must wait, lane heads all the same: the server's budget for them is spent, or one is under way. */
  readonly exceptRanks?: readonly Rank[];
}

/** Which records to list; what is left out does not matter. */
export interface ListQuery {
  /** Whose: `apiId|tenant|sub`. */
  readonly scope?: string;
  /** In one of these states. */
  readonly state?: RecordState | readonly RecordState[];
  /** Of this lane. */
  readonly lane?: string;
  /** Also records of releases this one does not know; they are counted, never touched. */
  readonly anyVersion?: true;
}

/**
 * Where queued orders live. Every promise settles, within 5 s where the platform can hang; failures are
 * `StorageError`s. `patch` and `claim` are atomic across all instances that share the store.
 */
export interface OutboxStore {
  /** Whether what it confirms outlives the process. */
  readonly durability: 'disk' | 'memory';
  /** Locks that fit the store; without them leases alone keep order. */
  readonly locks?: LockProvider;
  /** Resolves after the durable commit. An id that exists answers the record that is there, unchanged. */
  add(record: NewRecord, blob?: Uint8Array): Promise<OutboxRecord>;
  /** In one transaction: selects due lane heads whose dependencies are accepted, leases them, adds 1 to their epoch. */
  claim(query: ClaimQuery): Promise<OutboxRecord[]>;
  /**
   * Compare-and-set on the epoch; false when somebody else has moved on, or the record is gone. The blob of a record
   * that `isDelivered` afterwards goes in the same step.
   */
  patch(id: string, epoch: number, patch: RecordPatch): Promise<boolean>;
  /** One record, whosesoever it is. */
  get(id: string): Promise<OutboxRecord | undefined>;
  /** By `seq`. */
  list(query: ListQuery): Promise<OutboxRecord[]>;
  /** The bytes of a record's document, until it is delivered. */
  blob(id: string): Promise<Uint8Array | undefined>;
  /** Reads a value beside the records; writes it when a second argument is given (`null` removes it). */
  meta(key: string, set?: unknown): Promise<unknown>;
  /** Deletes what `isPrunable` at `now`; answers how many. */
  prune(now: number): Promise<number>;
  /**
   * Calls back when another instance changed something, with `lost` when the database was deleted under us, and with
   * `hint` when the platform says that trying again is worth it (React Native: the network or the app came back).
   */
  watch?(fn: (what: StoreNews) => void): () => void;
  /** Lets go of files and connections; nothing is called after it. */
  close(): Promise<void>;
}

/** Runs `fn` alone among all holders of `name`, or says that somebody else does. Never waits. */
export interface LockProvider {
  /** What `fn` brings, or `busy`; the signal fires when the lock is lost. */
  tryWith<T>(name: string, fn: (signal: AbortSignal) => Promise<T>): Promise<T | 'busy'>;
}
