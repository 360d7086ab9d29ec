import type { WithUnit } from '../db/unit.ts';

/** An invalidation that has to reach Redis. */
export interface DueInvalidation {
  readonly id: string;
  readonly tenantId: string;
  readonly tag: string;
}

/** Whose cache, and the transaction the write belongs to, if any; a `Ctx` fits. */
export interface InvalidationScope extends WithUnit {
  readonly tenantId: string;
}

/** Where invalidations are kept until Redis has counted them; durable, like the writes they belong to. */
export interface InvalidationLog {
  /**
   * Notes, before the write, that `tag` will have to be invalidated; inside the scope's transaction when it has one.
   * Returns the row's id.
   */
  add(scope: InvalidationScope, tag: string): Promise<string>;
  /** Forgets a row; unknown ones are no error. */
  done(id: string): Promise<void>;
  /**
   * Rows older than `limits.cache.invalidationSweepAfterMs`, that is longer than any write may take: whoever made them
   * died, or cannot reach Redis. Oldest first, a bounded number.
   */
  due(): Promise<readonly DueInvalidation[]>;
}
