import { toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Part } from '../../platform/lifecycle.ts';
import type { Logger } from '../../platform/observability/log.ts';
import { ACCESS_TOKEN_SECONDS } from './auth.model.ts';

/** Sessions, and tracking links, that have ended although what was given out for them has not expired yet. */
export interface Revocations extends Part {
  /** `until`: how long it matters, where that is longer than an access token lives. */
  revoke(ctx: TenantCtx, sessionId: string, until?: Date): Promise<void>;
  isRevoked(tenantId: string, sessionId: string): Promise<boolean>;
  /** Called with each session that ends, wherever it was ended; its sockets are closed then. */
  onRevoked(listener: (tenantId: string, sessionId: string) => void): void;
}

interface Revocation {
  readonly _id: string;
  readonly tenantId: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

const POLL_MS = 500;
/** When this process has not heard for so long, it asks the database about every request instead of believing itself. */
const DEAF_AFTER_MS = 3_000;
/** Writes of other processes may become visible late and out of order; each look goes back this far. */
const OVERLAP_MS = 10_000;

export const revocationIndexes: CollectionIndexes = {
  collection: 'revocations',
  indexes: [
    { name: 'recent', key: { at: 1 }, serves: ['poll'] },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, serves: ['ttl'] },
  ],
};

/** A database that does not answer is an outage (503, 504), never a defect of ours and never "not revoked". */
const unavailable = (error: unknown) => Promise.reject(toAppError(error));

/** Keeps in memory what was revoked and could still be used; MongoDB is the record, so it works without Redis. */
export function createRevocations(mongo: Mongo, log: Logger, now: () => Date): Revocations {
  const collection = mongo.db.collection<Revocation>('revocations');
  const known = new Map<string, number>();
  const listeners = new Set<(tenantId: string, sessionId: string) => void>();
  let heardAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const learn = (key: string, expiresAt: number) => {
    if (known.has(key)) return;
    known.set(key, expiresAt);
    const [tenantId = '', sessionId = ''] = key.split(':');
    for (const listener of listeners) listener(tenantId, sessionId);
  };

  const poll = async (): Promise<void> => {
    const startedAt = now().getTime();
    try {
      // The first look takes all that still matter.
      const since = heardAt === 0 ? new Date(0) : new Date(heardAt - OVERLAP_MS);
      const recent = await collection.find({ at: { $gt: since } }, { maxTimeMS: 1_000 }).toArray();
      for (const one of recent) learn(one._id, one.expiresAt.getTime());
      for (const [key, expiresAt] of known) if (expiresAt < startedAt) known.delete(key);
      heardAt = startedAt;
    } catch (error) {
      log.warn({ err: error }, 'revocations could not be read; each request asks the database until they can');
    }
    if (!stopped) timer = setTimeout(() => void poll(), POLL_MS).unref();
  };

  return {
    name: 'revocations',
    start() {
      void poll();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    async revoke(ctx, sessionId, until) {
      const at = now();
      const key = `${ctx.tenantId}:${sessionId}`;
      // A little longer than any access token of the session can live.
      const expiresAt = new Date(Math.max(until?.getTime() ?? 0, at.getTime() + (ACCESS_TOKEN_SECONDS + 60) * 1_000));
      await collection
        .updateOne({ _id: key }, { $setOnInsert: { tenantId: ctx.tenantId, at, expiresAt } }, { upsert: true })
        .catch(unavailable);
      learn(key, expiresAt.getTime());
    },
    async isRevoked(tenantId, sessionId) {
      const key = `${tenantId}:${sessionId}`;
      if (known.has(key)) return true;
      if (now().getTime() - heardAt < DEAF_AFTER_MS) return false;
      const found = await collection
        .findOne({ _id: key }, { projection: { expiresAt: 1 }, maxTimeMS: 1_000 })
        .catch(unavailable);
      if (found) learn(key, found.expiresAt.getTime());
      return found !== null;
    },
    onRevoked: (listener) => void listeners.add(listener),
  };
}
