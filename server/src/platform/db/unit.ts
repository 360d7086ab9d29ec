import type { ClientSession } from 'mongodb';

/** A transaction that a whole operation runs in: repositories pick its session up from the context. */
export interface Unit {
  readonly session: ClientSession;
  /** Runs after the commit, before the answer; not at all when the transaction is given up. */
  afterCommit(work: () => Promise<void> | void): void;
}

/** Contexts that may carry a unit of work. */
export interface WithUnit {
  readonly unit?: Unit;
}
