import type { CollectionIndexes } from './db/index-spec.ts';
import type { Mongo } from './db/mongo.ts';
import type { Pager } from './db/page.ts';
import type { Ctx } from './http/context.ts';
import type { Routes } from './http/operation.ts';
import type { Part } from './lifecycle.ts';
import type { Logger } from './observability/log.ts';

/** Leaves a durable trace in the operation's transaction, and acts right after its commit. */
export type Invalidate = (ctx: Ctx, tags: readonly string[]) => Promise<void>;

/** What every feature may count on. Handed in by `app.ts`; a feature keeps of it what it needs. */
export interface Platform {
  readonly mongo: Mongo;
  readonly pager: Pager;
  readonly log: Logger;
  /** The server's clock. */
  readonly now: () => Date;
  /** Makes what was cached under these tags invisible to everyone. Call it in every write of a cached resource. */
  readonly invalidate: Invalidate;
}

/** What a feature gives to the composition root; its own door (`api`) stands beside it. */
export interface Feature {
  readonly routes: Routes;
  readonly indexes: readonly CollectionIndexes[];
  readonly parts?: readonly Part[];
}
