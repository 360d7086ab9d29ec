import type { Problem, StorageError } from '../core/errors.ts';
import type { Document, Order } from './orders.ts';
import type { OutboxRecord } from './record.ts';

/** What the outbox tells, fire and forget. For what must not be missed there are `onAccepted` and `onAttention`. */
export type OutboxEvents = {
  /** A record changed; without one when another tab changed something. */
  change: [record?: OutboxRecord];
  /** The server has it; with its answer, for an upload a `Document`. */
  accepted: [record: OutboxRecord, answer: Order | Document];
  /** Accepted, but a person must resolve it; comes beside `accepted`. */
  review: [record: OutboxRecord, answer: Order | Document];
  /** Refused: a person must look. Without a problem when it never got as far as the server. */
  attention: [record: OutboxRecord, problem: Problem | undefined];
  /** The session is over; what is queued waits for a sign-in. */
  'auth-required': [];
  /** Ten attempts, a day, or something on the way that answers in the server's place. */
  stalled: [record: OutboxRecord];
  /** The device's storage failed; `error.kind` says how. */
  storage: [error: StorageError];
};
