import { v7 } from 'uuid';
import { aCtx, ownDatabase } from '../db/mongo.fixtures.ts';
import { createPager } from '../db/page.ts';
import { createRequestLog } from '../db/request-log.ts';
import type { Feature, Platform } from '../platform.ts';
import type { Actor, Ctx } from './context.ts';
import type { AllRoutes, OperationId, Reply } from './operation.ts';
import { createRun, type RawInput, type RunDeps } from './run.ts';

/** Nothing is cached here; a read that asks for it fails. */
const cache = {} as RunDeps['cache'];

/** What a test sends; everything may be left out. */
export type Sent = Partial<Pick<RawInput, 'params' | 'query' | 'body' | 'headers'>>;

/** An answer with its body open: the tests say what should stand in it. */
export interface Answer extends Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as a caller does, field by field
  readonly body: any;
}

/** One tenant's callers. */
export interface Callers {
  readonly tenantId: string;
  ctx(actor?: Partial<Actor>): Ctx;
  /** Runs an operation as a caller with this role, by the whole way from raw request to reply. */
  call(actor: Partial<Actor>, operation: OperationId, sent?: Sent): Promise<Answer>;
}

/** A feature on a real database of its own, called as HTTP calls it, without the HTTP. */
export async function givenRun<F extends Feature>(build: (platform: Platform) => F, now: () => Date = () => new Date()) {
  const { mongo, drop } = ownDatabase();
  const invalidated: { tenantId: string; tags: readonly string[] }[] = [];
  const platform: Platform = {
    mongo,
    pager: createPager('a secret of at least thirty-two characters'),
    log: aCtx().log,
    now,
    invalidate: async ({ tenantId, unit }, tags) => {
      if (!unit) throw new Error('A cached resource was changed outside of a transaction.');
      unit.afterCommit(() => void invalidated.push({ tenantId, tags }));
    },
  };
  const feature = build(platform);
  const run = createRun({
    routes: feature.routes as AllRoutes, // only this feature's operations are called
    requests: createRequestLog(mongo, mongo.db),
    charge: async () => ({}),
    reads: {},
    cache,
  });
  await mongo.db.createCollection('idempotency');
  for (const { collection, indexes } of feature.indexes) {
    for (const { name, key, unique, partialFilterExpression } of indexes) {
      await mongo.db.collection(collection).createIndex(key, { name, ...(unique ? { unique } : {}), ...(partialFilterExpression ? { partialFilterExpression } : {}) });
    }
  }

  const aTenant = (tenantId = `ten_${v7()}`): Callers => {
    const ctx = (actor: Partial<Actor> = {}) => aCtx({ tenantId, actor: { kind: 'user', id: `usr_${v7()}`, role: 'admin', ...actor } });
    return {
      tenantId,
      ctx,
      call: async (actor, operation, sent = {}) => (await run(operation, ctx(actor), { instance: '/', params: {}, query: {}, headers: {}, body: undefined, ...sent })) as Answer,
    };
  };
  return { feature, mongo, invalidated, aTenant, drop };
}
