import type { Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { EventRecord } from '../../platform/events/event.ts';
import type { Subscription } from './subscriptions.model.ts';

/** Its duplicate key says that the client got another subscription first. */
export const ONE_PER_CLIENT = 'one_per_client';

const newest = { createdAt: -1, _id: -1 } as const;

export const subscriptionsIndexes: CollectionIndexes = {
  collection: 'subscriptions',
  indexes: [
    { name: 'newest', key: { tenantId: 1, ...newest }, serves: ['listSubscriptions of staff'] },
    // A client has few: what it narrows its own list to is looked for among those.
    {
      name: 'client_newest',
      key: { tenantId: 1, clientId: 1, ...newest },
      serves: ['listSubscriptions of clients', 'listSubscriptions by clientId'],
    },
    { name: 'status_newest', key: { tenantId: 1, status: 1, ...newest }, serves: ['listSubscriptions by status'] },
    { name: 'plan_newest', key: { tenantId: 1, planId: 1, ...newest }, serves: ['listSubscriptions by planId'] },
    {
      name: ONE_PER_CLIENT,
      key: { tenantId: 1, clientId: 1 },
      unique: true,
      partialFilterExpression: { current: true },
      serves: ['createSubscription: one that is not cancelled'],
    },
    // `current` stands before the time: instances' clocks differ, and an older one that is cancelled must not win.
    {
      name: 'client_present',
      key: { tenantId: 1, clientId: 1, current: -1, ...newest },
      serves: ['presentOf'],
    },
    {
      name: 'trial_end',
      key: { trialEndsAt: 1 },
      partialFilterExpression: { status: 'trial' },
      serves: ['trialsEndedBy'],
    },
    {
      name: 'pending',
      key: { pendingAt: 1 },
      partialFilterExpression: { pendingAt: { $exists: true } },
      serves: ['relay'],
    },
  ],
};

/** What a list of subscriptions may be narrowed to. */
export interface SubscriptionFilter {
  readonly clientId?: string;
  readonly status?: string;
  readonly planId?: string;
}

/** What one change does to a subscription, in one write with its event. */
export interface SubscriptionChange {
  readonly set: Partial<Subscription>;
  readonly unset?: readonly (keyof Subscription)[];
  readonly event: EventRecord;
  readonly at: Date;
}

/** The subscription a change was decided on. */
type Seen = Pick<Subscription, '_id' | 'version'>;

/** The subscriptions of a tenant, cancelled ones included. */
export interface SubscriptionsRepo {
  insert(ctx: TenantCtx, subscription: Subscription): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Subscription | null>;
  page(ctx: TenantCtx, query: ListQuery, filter: SubscriptionFilter): Promise<ListPage<Subscription>>;
  /** The one of a client that is not cancelled, else its last one; null when it never had any. */
  presentOf(ctx: TenantCtx, clientId: string): Promise<Subscription | null>;
  /** Makes the change if the subscription is still at the version seen; null when somebody else was first. */
  change(ctx: TenantCtx, seen: Seen, change: SubscriptionChange): Promise<Subscription | null>;
  /** Takes the typed reasons out of a client's subscriptions, each one more version of it; gives the ids of all. */
  eraseReasonsOf(ctx: TenantCtx, clientId: string, at: Date): Promise<string[]>;
  /** Trials of every tenant whose end has come, the oldest first: for the one task that works for all of them. */
  trialsEndedBy(at: Date, limit: number): Promise<Subscription[]>;
  /** Makes each of these changes that still can be made, each in one write; returns how many were. */
  changeEach(changes: readonly (readonly [seen: Seen, change: SubscriptionChange])[]): Promise<number>;
}

export function createSubscriptionsRepo(mongo: Pick<Mongo, 'db'>, pager: Pager): SubscriptionsRepo {
  const collection = tenantCollection<Subscription>(mongo.db, 'subscriptions');
  const ofAllTenants = mongo.db.collection<Subscription>('subscriptions');

  return {
    insert: (ctx, subscription) => collection.insert(ctx, subscription),
    get: (ctx, id) => collection.get(ctx, id),
    page: (ctx, query, filter) => listPage({ pager, collection }, ctx, query, { ...filter }),
    async eraseReasonsOf(ctx, clientId, at) {
      const typed = { clientId, reason: { $exists: true } };
      const erasure = { $unset: { reason: '' as const }, $set: { updatedAt: at }, $inc: { version: 1 } };
      while (await collection.update(ctx, typed, erasure, { projection: { _id: 1 } }));
      const own = await collection.find<Pick<Subscription, 'id'>>(
        ctx,
        { clientId },
        { limit: 1_000, projection: { id: 1 } },
      );
      return own.map(({ id }) => id);
    },
    presentOf: (ctx, clientId) => collection.findOne(ctx, { clientId }, { sort: { current: -1, ...newest } }),
    change: (ctx, { _id, version }, change) => collection.update(ctx, { _id, version }, updateOf(change)),
    trialsEndedBy: (at, limit) =>
      ofAllTenants
        .find(
          { status: 'trial', trialEndsAt: { $lte: at } },
          { sort: { trialEndsAt: 1 }, limit, maxTimeMS: limits.db.maxTimeMs },
        )
        .toArray()
        .catch(failed),
    async changeEach(changes) {
      if (changes.length === 0) return 0;
      const writes = changes.map(([{ _id, version }, change]) => ({
        updateOne: { filter: { _id, version }, update: updateOf(change) },
      }));
      return (await ofAllTenants.bulkWrite(writes, { ordered: false }).catch(failed)).modifiedCount;
    },
  };
}

const failed = (error: unknown) => Promise.reject(toAppError(error));

function updateOf({ set, unset = [], event, at }: SubscriptionChange): Document {
  return {
    $set: { ...set, updatedAt: at },
    ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, ''])) } : {}),
    $inc: { version: 1, sequence: 1 },
    // $min, so that an older event that waits keeps its place.
    $min: { pendingAt: at },
    $push: { pending: event },
  };
}
