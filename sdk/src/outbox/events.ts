import type { Problem, StorageError } from '../core/errors.ts';
import type { OutboxRecord } from './record.ts';

/** What the outbox tells, fire and forget. For what must not be missed there are `onAccepted` and `onAttention`. */
export type OutboxEvents = {
  /** A record changed; without one when another tab changed something. */
  change: [record?: OutboxRecord];
  accepted: [record: OutboxRecord, order: unknown];
  /** Accepted, but a person must resolve it; comes beside `accepted`. */
  review: [record: OutboxRecord, order: unknown];
  attention: [record: OutboxRecord, problem: Problem | undefined];
  'auth-required': [];
  /** Ten attempts, a day, or something on the way that answers in the server's place. */
  stalled: [record: OutboxRecord];
  /** The device's storage failed; `error.kind` says how. */
  storage: [error: StorageError];
};
