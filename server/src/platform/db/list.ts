import type { Filter } from 'mongodb';
import { limits } from '../config/limits.ts';
import type { Page, Pager } from './page.ts';
import type { TenantCollection, TenantCtx, TenantDocument } from './tenant-collection.ts';

/** How a list is asked for; the contract gives the defaults. */
export interface ListQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly count?: boolean;
}

/** A page as it is answered. */
export interface ListPage<T> extends Page<T> {
  /** Only where it was asked for, and never above the cap. */
  readonly total?: number;
}

/**
 * A page of a collection, newest first, and how many there are where that was asked for. `filter` holds scalars only:
 * it is the query and what the cursor is bound to.
 */
export async function listPage<T extends TenantDocument & { readonly createdAt: Date }>(
  deps: { readonly pager: Pager; readonly collection: TenantCollection<T> },
  ctx: TenantCtx,
  query: ListQuery,
  filter: Readonly<Record<string, string | boolean>>,
): Promise<ListPage<T>> {
  const { pager, collection } = deps;
  const request = { limit: query.limit ?? limits.size.pageItemsDefault, cursor: query.cursor };
  const page = await pager.page<T>(
    request,
    // A cursor of another list would begin at a row this one has never had.
    { list: collection.name, ...filter },
    (at) => collection.find(ctx, { ...filter, ...at.filter } as Filter<T>, { sort: at.sort, limit: at.limit }), // scalars of T's own fields
  );
  if (!query.count) return page;
  return { ...page, total: await collection.count(ctx, filter as Filter<T>, limits.size.countedTotal) };
}
