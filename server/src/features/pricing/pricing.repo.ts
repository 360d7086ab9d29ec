import type { Db } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { Validity } from './grid-periods.ts';
import type { GridVersion } from './pricing.model.ts';
import type { TransportType } from './quote.ts';

/** Its duplicate key says that somebody else's standard grid was first. */
export const ONE_STANDARD = 'one_standard_per_type';

export const gridsIndexes: CollectionIndexes = {
  collection: 'pricing_grids',
  indexes: [
    {
      name: 'newest',
      key: { tenantId: 1, createdAt: -1, _id: -1 },
      partialFilterExpression: { newest: true },
      serves: ['listPricingGrids of staff'],
    },
    {
      name: 'newest_type',
      key: { tenantId: 1, transportType: 1, createdAt: -1, _id: -1 },
      partialFilterExpression: { newest: true },
      serves: ['listPricingGrids by transportType'],
    },
    // A client sees few grids, each by its id; merged in the order of lists.
    {
      name: 'newest_of',
      key: { tenantId: 1, id: 1, createdAt: -1, _id: -1 },
      partialFilterExpression: { newest: true },
      serves: ['listPricingGrids of clients'],
    },
    {
      name: ONE_STANDARD,
      key: { tenantId: 1, transportType: 1 },
      unique: true,
      partialFilterExpression: { newest: true, standard: true },
      serves: ['createPricingGrid: the standard grid of a type', 'listPricingGrids of clients: the standard grids'],
    },
    // The times stand in it so that versions of another time are passed over without reading their cells.
    {
      name: 'standard_in_force',
      key: { tenantId: 1, transportType: 1, version: -1, validFrom: 1, validTo: 1 },
      partialFilterExpression: { standard: true },
      serves: ['the standard version in force'],
    },
    {
      name: 'versions',
      key: { tenantId: 1, id: 1, version: -1, validFrom: 1, validTo: 1, issuedAt: 1 },
      serves: ['getPricingGrid: the newest', 'the version of a grid in force', 'the validity of later versions'],
    },
  ],
};

/** What a list of grids may be narrowed to. */
export interface GridFilter {
  readonly transportType?: TransportType;
}

/** The grids of a list that is not everybody's. */
export interface GridsOfSomebody {
  /** Whose list it is: a cursor of it goes on although other grids came to be seen meanwhile. */
  readonly of: string;
  readonly ids: readonly string[];
}

/** There is one for each transport type, and there are five. */
const MOST_STANDARDS = 20;

/** More versions than a grid gets in a century of daily prices; it bounds what one question may bring into memory. */
const MOST_VERSIONS = 36_500;

/** The pricing grids of a tenant: a document per version, kept for ever, because prices of orders name them. */
export interface GridsRepo {
  insert(ctx: TenantCtx, grid: GridVersion): Promise<void>;
  newest(ctx: TenantCtx, id: string): Promise<GridVersion | null>;
  version(ctx: TenantCtx, id: string, version: number): Promise<GridVersion | null>;
  /** Takes the mark of the newest from a version; false when it did not have it. */
  retire(ctx: TenantCtx, grid: GridVersion): Promise<boolean>;
  /** The id and name of the standard grid of a transport type. */
  standardOf(ctx: TenantCtx, transportType: TransportType): Promise<Pick<GridVersion, 'id' | 'name'> | null>;
  /** The highest version of the standard grid of a type that is valid at that moment. */
  standardInForce(ctx: TenantCtx, transportType: TransportType, at: Date): Promise<GridVersion | null>;
  /** The highest version of a grid that is valid at that moment. */
  inForce(ctx: TenantCtx, id: string, at: Date): Promise<GridVersion | null>;
  /** What stays the same over all versions of a grid and matters to others. */
  head(ctx: TenantCtx, id: string): Promise<Pick<GridVersion, 'id' | 'transportType'> | null>;
  /** The ids of the standard grids, of all transport types or of one. */
  standards(ctx: TenantCtx, filter: GridFilter): Promise<string[]>;
  /** When the versions of a grid above this one are valid, without their cells. */
  validityAbove(ctx: TenantCtx, id: string, version: number): Promise<Validity[]>;
  /** The newest version of each grid, grids newest first. */
  page(ctx: TenantCtx, query: ListQuery, filter: GridFilter): Promise<ListPage<GridVersion>>;
  /** The same of these grids only. */
  pageOf(ctx: TenantCtx, query: ListQuery, filter: GridFilter, only: GridsOfSomebody): Promise<ListPage<GridVersion>>;
}

export function createGridsRepo(db: Db, pager: Pager): GridsRepo {
  const collection = tenantCollection<GridVersion>(db, 'pricing_grids');

  return {
    insert: (ctx, grid) => collection.insert(ctx, grid),
    newest: (ctx, id) => collection.findOne(ctx, { id }, { sort: { version: -1 } }),
    version: (ctx, id, version) => collection.get(ctx, `${id}:v${version}`),
    retire: async (ctx, grid) =>
      (await collection.update(
        ctx,
        { _id: grid._id, newest: true },
        { $unset: { newest: '' } },
        { projection: { _id: 1 } },
      )) !== null,
    standardOf: (ctx, transportType) =>
      collection.findOne(ctx, { transportType, standard: true, newest: true }, { projection: { id: 1, name: 1 } }),
    standardInForce: (ctx, transportType, at) =>
      collection.findOne(ctx, { transportType, standard: true, ...validAt(at) }, { sort: { version: -1 } }),
    inForce: (ctx, id, at) => collection.findOne(ctx, { id, ...validAt(at) }, { sort: { version: -1 } }),
    head: (ctx, id) =>
      collection.findOne(ctx, { id }, { sort: { version: -1 }, projection: { id: 1, transportType: 1 } }),
    async standards(ctx, filter) {
      const found = await collection.find<Pick<GridVersion, 'id'>>(
        ctx,
        { ...filter, newest: true, standard: true },
        { limit: MOST_STANDARDS, projection: { _id: 0, id: 1 } },
      );
      return found.map(({ id }) => id);
    },
    validityAbove: (ctx, id, version) =>
      collection.find<Validity>(
        ctx,
        { id, version: { $gt: version } },
        {
          sort: { version: -1 },
          limit: MOST_VERSIONS,
          projection: { _id: 0, version: 1, validFrom: 1, validTo: 1, issuedAt: 1 },
        },
      ),
    page: (ctx, query, filter) => listPage({ pager, collection }, ctx, query, { ...filter, newest: true }),
    async pageOf(ctx, query, narrowed, { of, ids }) {
      const filter = { ...narrowed, newest: true as const, id: { $in: [...ids] } };
      const page = await pager.page<GridVersion>(
        { limit: query.limit ?? limits.size.pageItemsDefault, cursor: query.cursor },
        { list: collection.name, of, ...narrowed },
        (at) => collection.find(ctx, { ...filter, ...at.filter }, { sort: at.sort, limit: at.limit }),
      );
      if (!query.count) return page;
      return { ...page, total: await collection.count(ctx, filter, limits.size.countedTotal) };
    },
  };
}

const validAt = (at: Date) => ({ validFrom: { $lte: at }, validTo: { $not: { $lte: at } } });
