import type { Db } from 'mongodb';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { amendVersioned } from '../../platform/db/versioned.ts';
import type { Plan } from './plans.model.ts';

export const plansIndexes: CollectionIndexes = {
  collection: 'plans',
  indexes: [
    { name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listPlans of staff'] },
    {
      name: 'status_newest',
      key: { tenantId: 1, status: 1, createdAt: -1, _id: -1 },
      serves: ['listPlans of clients'],
    },
  ],
};

/** The plans of a tenant, withdrawn ones included. */
export interface PlansRepo {
  insert(ctx: TenantCtx, plan: Plan): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Plan | null>;
  /** Those of `ids` that exist; of one page of subscriptions, so there are few. */
  byIds(ctx: TenantCtx, ids: readonly string[]): Promise<Plan[]>;
  page(ctx: TenantCtx, query: ListQuery, filter: { readonly status?: string }): Promise<ListPage<Plan>>;
  amend(
    ctx: TenantCtx,
    id: string,
    change: { ifMatch: number | '*' | undefined; patch: object; at: Date },
  ): Promise<Plan>;
}

export function createPlansRepo(db: Db, pager: Pager): PlansRepo {
  const collection = tenantCollection<Plan>(db, 'plans');

  return {
    insert: (ctx, plan) => collection.insert(ctx, plan),
    get: (ctx, id) => collection.get(ctx, id),
    byIds: (ctx, ids) =>
      collection.find(
        ctx,
        { _id: { $in: ids.map((id) => collection.key(ctx, id)) } },
        { limit: Math.max(1, ids.length) },
      ),
    page: (ctx, query, filter) => listPage({ pager, collection }, ctx, query, { ...filter }),
    amend: (ctx, id, change) => amendVersioned(collection, ctx, { id, what: 'plan', ...change }),
  };
}
