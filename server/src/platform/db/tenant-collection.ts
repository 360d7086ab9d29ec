import type {
  Collection,
  Db,
  Document,
  Filter,
  FindOneAndUpdateOptions,
  OptionalUnlessRequiredId,
  Sort,
  UpdateFilter,
} from 'mongodb';
import { limits } from '../config/limits.ts';
import type { Ctx } from '../http/context.ts';
import { toAppError } from './errors.ts';
import type { WithUnit } from './unit.ts';

/** A document of a tenant: its key begins with the tenant, so a look-up without the right one finds nothing. */
export interface TenantDocument {
  readonly _id: string;
  readonly tenantId: string;
}

export type TenantCtx = Pick<Ctx, 'tenantId' | 'deadline'> & WithUnit;

export interface FindOptions {
  readonly sort?: Sort;
  readonly limit?: number;
  readonly projection?: Document;
  readonly hint?: string;
}

/** A collection that cannot be asked without a tenant: every call puts `ctx.tenantId` into its filter. */
export interface TenantCollection<T extends TenantDocument> {
  readonly name: string;
  /** `<tenantId>:<id>` */
  key(ctx: Pick<Ctx, 'tenantId'>, id: string): string;
  get(ctx: TenantCtx, id: string, projection?: Document): Promise<T | null>;
  findOne(ctx: TenantCtx, filter: Filter<T>, options?: FindOptions): Promise<T | null>;
  find<R = T>(ctx: TenantCtx, filter: Filter<T>, options: FindOptions & { limit: number }): Promise<R[]>;
  insert(ctx: TenantCtx, document: T): Promise<void>;
  /** Inserts all of them in one call: for things of one transaction, whose way to the server is what costs. */
  insertAll(ctx: TenantCtx, documents: readonly T[]): Promise<void>;
  /** Inserts all that are not there yet; returns how many were new. */
  insertNew(ctx: TenantCtx, documents: readonly T[]): Promise<number>;
  update(
    ctx: TenantCtx,
    filter: Filter<T>,
    update: UpdateFilter<T> | Document[],
    options?: FindOneAndUpdateOptions,
  ): Promise<T | null>;
  /** Counts up to `atMost`. */
  count(ctx: TenantCtx, filter: Filter<T>, atMost: number): Promise<number>;
  /** The plan of a query, for the tests that hold it against its index. */
  explain(ctx: TenantCtx, filter: Filter<T>, options: FindOptions & { limit: number }): Promise<Document>;
}

/** Makes the only way a repository has to its collection. */
export function tenantCollection<T extends TenantDocument>(db: Db, name: string): TenantCollection<T> {
  const collection: Collection<T> = db.collection<T>(name);

  return {
    name,
    key: (ctx, id) => `${tenantOf(ctx)}:${id}`,
    get(ctx, id, projection) {
      return this.findOne(ctx, { _id: this.key(ctx, id) } as Filter<T>, projection ? { projection } : {}); // T has a string _id
    },
    findOne: (ctx, filter, options = {}) =>
      guarded(ctx, () => collection.findOne<T>(scoped(ctx, filter), { ...options, ...common(ctx) })),
    find: <R = T>(ctx: TenantCtx, filter: Filter<T>, options: FindOptions & { limit: number }) =>
      guarded(
        ctx,
        () =>
          collection
            .find(scoped(ctx, filter), { ...options, ...common(ctx), batchSize: Math.min(options.limit, 1_000) })
            .toArray() as unknown as Promise<R[]>,
      ), // R is the projection the caller asked for
    async insert(ctx, document) {
      assertOwn(ctx, document);
      await guarded(ctx, () => collection.insertOne(document as OptionalUnlessRequiredId<T>, common(ctx)));
    },
    async insertAll(ctx, documents) {
      for (const document of documents) assertOwn(ctx, document);
      if (documents.length === 0) return;
      await guarded(ctx, () => collection.insertMany(documents as OptionalUnlessRequiredId<T>[], common(ctx))); // T has a string _id
    },
    async insertNew(ctx, documents) {
      for (const document of documents) assertOwn(ctx, document);
      return guarded(ctx, async () => {
        try {
          const result = await collection.insertMany(documents as OptionalUnlessRequiredId<T>[], {
            ...common(ctx),
            ordered: false,
          });
          return result.insertedCount;
        } catch (error) {
          const bulk = error as {
            code?: number;
            result?: { insertedCount: number };
            writeErrors?: { code: number }[] | { code: number };
          };
          const failures = [bulk.writeErrors ?? []].flat();
          if (failures.length > 0 && failures.every((failure) => failure.code === 11_000))
            return bulk.result?.insertedCount ?? 0;
          throw error;
        }
      });
    },
    update: (ctx, filter, update, options = {}) =>
      guarded(
        ctx,
        () =>
          collection.findOneAndUpdate(scoped(ctx, filter), update, {
            returnDocument: 'after',
            ...options,
            ...common(ctx),
          }) as Promise<T | null>,
      ),
    count: (ctx, filter, atMost) =>
      guarded(ctx, () => collection.countDocuments(scoped(ctx, filter), { limit: atMost, ...common(ctx) })),
    explain: (ctx, filter, options) => collection.find(scoped(ctx, filter), options).explain('executionStats'),
  };
}

function tenantOf(ctx: Pick<Ctx, 'tenantId'>): string {
  if (!ctx.tenantId) throw new Error('A repository was asked without a tenant.');
  return ctx.tenantId;
}

function scoped<T extends TenantDocument>(ctx: TenantCtx, filter: Filter<T>): Filter<T> {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) throw new Error(`A filter has no value for ${name}; it would match too much.`);
  }
  return { ...filter, tenantId: tenantOf(ctx) };
}

function assertOwn(ctx: TenantCtx, document: TenantDocument): void {
  if (document.tenantId !== tenantOf(ctx) || !document._id.startsWith(`${ctx.tenantId}:`)) {
    throw new Error('A document was about to be stored under another tenant.');
  }
}

/** The session of the operation's transaction, and what its deadline leaves for the server. */
function common(ctx: TenantCtx) {
  const maxTimeMS = Math.max(1, Math.min(limits.db.maxTimeMs, ctx.deadline.remainingMs()));
  return ctx.unit ? { session: ctx.unit.session, maxTimeMS } : { maxTimeMS };
}

/** In a transaction the driver must see its own errors: by their labels it knows that the work has to run again. */
/** Inside a transaction errors pass as they are: the driver repeats it by their labels, and `Mongo.transaction` translates at its end. */
async function guarded<R>(ctx: TenantCtx, call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (error) {
    throw ctx.unit ? error : toAppError(error);
  }
}
