import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import { limits } from '../config/limits.ts';
import type { Ctx } from '../http/context.ts';
import { IdempotencyInProgress, IdempotencyKeyReuse } from '../http/errors.ts';
import { isDuplicateKey, toAppError } from './errors.ts';
import type { CollectionIndexes } from './index-spec.ts';
import type { Mongo } from './mongo.ts';
import type { Unit } from './unit.ts';

/** What a replay answers with. */
export interface StoredReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface RequestDocument {
  readonly _id: string;
  readonly tenantId: string;
  readonly requestHash: string;
  readonly state: 'running' | 'done';
  /** Whose claim it is; a claim taken over cannot be finished by its former owner. */
  readonly owner: string;
  readonly lockedUntil: Date;
  readonly response?: StoredReply;
  readonly expiresAt: Date;
}

const KEPT_MS = 30 * 24 * 3_600_000;
/** Longer than any request may take, so that a live one is never taken over. */
const LOCK_MS = limits.deadline.slowRequestMs + 5_000;

export const requestLogIndexes: CollectionIndexes = {
  collection: 'idempotency',
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, serves: ['ttl'] }],
};

const unavailable = (error: unknown) => Promise.reject(toAppError(error));

/** Runs an operation's write in one transaction and, where a key was sent, at most once per key within 30 days. */
export interface RequestLog {
  run<R extends StoredReply>(
    ctx: Ctx,
    request: { key: string | undefined; hash: string },
    work: (ctx: Ctx) => Promise<R>,
  ): Promise<{ reply: R | StoredReply; replayed: boolean }>;
  /**
   * Takes what is kept of somebody out of the answers of a tenant: those that show a thing of this id keep the id alone,
   * so that a replay still does nothing twice. Returns how many there were.
   */
  forget(tenantId: string, kind: 'client' | 'user' | 'contract' | 'subscription', id: string): Promise<number>;
}

/**
 * The claim is made outside of the transaction (a duplicate key would abort it), "done" is written inside it, together
 * with what the operation wrote: dying before the commit leaves a claim that expires, dying after it leaves the answer.
 * A refusal stores nothing, so the next attempt runs again.
 */
export function createRequestLog(mongo: Pick<Mongo, 'transaction'>, db: Db, now: () => number = Date.now): RequestLog {
  const requests = db.collection<RequestDocument>('idempotency');

  /** Lets the next attempt begin; where this fails, the lock of the claim expires. */
  const giveBack = (_id: string, owner: string): Promise<unknown> =>
    requests.deleteOne({ _id, owner, state: 'running' }).catch(() => undefined);

  /**
   * A claim without an answer, or that no majority confirmed in time, may be there although nobody works on it. Nobody
   * waits for its end either: the majority that was missing may go on missing.
   */
  const unconfirmed = (_id: string, owner: string, error: unknown): never => {
    void giveBack(_id, owner);
    throw toAppError(error);
  };

  const claim = async (_id: string, ctx: Ctx, hash: string, owner: string): Promise<StoredReply | undefined> => {
    const fresh = {
      tenantId: ctx.tenantId,
      requestHash: hash,
      state: 'running' as const,
      owner,
      lockedUntil: new Date(now() + LOCK_MS),
      expiresAt: new Date(now() + KEPT_MS),
    };
    try {
      await requests.insertOne({ _id, ...fresh });
      return undefined;
    } catch (error) {
      if (!isDuplicateKey(error)) unconfirmed(_id, owner, error);
    }
    return known(_id, hash, fresh);
  };

  /** The answer of a request that was seen before; undefined when its first attempt died and is ours now. */
  const known = async (
    _id: string,
    hash: string,
    fresh: Omit<RequestDocument, '_id'>,
  ): Promise<StoredReply | undefined> => {
    const stored = await requests.findOne({ _id }).catch(unavailable);
    if (stored && stored.requestHash !== hash) throw IdempotencyKeyReuse({ key: _id.split(':').at(-1) ?? '' });
    if (stored?.state === 'done') return stored.response;
    const died = { _id, state: 'running' as const, lockedUntil: { $lte: new Date(now()) } };
    const taken = await requests
      .updateOne(died, { $set: fresh })
      .catch((error: unknown) => unconfirmed(_id, fresh.owner, error));
    if (taken.modifiedCount === 1) return undefined;
    throw IdempotencyInProgress({});
  };

  return {
    async run(ctx, { key, hash }, work) {
      const _id = key === undefined ? undefined : `${ctx.tenantId}:${ctx.actor.id}:${key}`;
      // Not the request id: a caller may send the same one with each attempt.
      const owner = randomUUID();
      const stored = _id === undefined ? undefined : await claim(_id, ctx, hash, owner);
      if (stored) return { reply: stored, replayed: true };

      let afterCommit: (() => Promise<void> | void)[] = [];
      try {
        const reply = await mongo.transaction(async (session) => {
          afterCommit = []; // the callback may run again
          const unit: Unit = { session, afterCommit: (then) => void afterCommit.push(then) };
          const made = await work({ ...ctx, unit });
          if (_id !== undefined) {
            const response: StoredReply = { status: made.status, headers: made.headers ?? {}, body: made.body };
            const done = await requests.updateOne({ _id, owner }, { $set: { state: 'done', response } }, { session });
            if (done.matchedCount !== 1) throw IdempotencyInProgress({});
          }
          return made;
        });
        for (const then of afterCommit) await then();
        return { reply, replayed: false };
      } catch (error) {
        if (_id !== undefined) await giveBack(_id, owner);
        throw toAppError(error);
      }
    },
    async forget(tenantId, kind, id) {
      // Keys begin with the tenant; no other index is worth its writes for what happens once a year.
      const own = { _id: { $gte: `${tenantId}:`, $lt: `${tenantId};` } };
      const one = await requests.updateMany({ ...own, 'response.body.id': id }, { $set: { 'response.body': { id } } });
      const many = await requests.updateMany(
        { ...own, [`response.body.items.${kind}.id`]: id },
        { $set: { [`response.body.items.$[item].${kind}`]: { id } } },
        { arrayFilters: [{ [`item.${kind}.id`]: id }] },
      );
      return one.modifiedCount + many.modifiedCount;
    },
  };
}
