import { limits } from '../../platform/config/limits.ts';
import { toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, type TenantDocument, tenantCollection } from '../../platform/db/tenant-collection.ts';

/** That there are bytes of a file of products, or soon will be: written before the first of them, and gone after the last. */
interface BytesRow extends TenantDocument {
  /** The blob's. */
  readonly id: string;
  /** Nobody needs them from then on. */
  readonly dueAt: Date;
  /** The sweep has taken them: no file may name them any more. */
  readonly swept?: true;
}

export const importBytesIndexes: CollectionIndexes = {
  collection: 'product_import_bytes',
  indexes: [{ name: 'due', key: { dueAt: 1 }, serves: ['dead'] }],
};

/** Where bytes of files of products are, so that whatever dies half-way leaves none that nobody finds. */
export interface ImportBytesRepo {
  /** Says which bytes are about to be stored. */
  begin(ctx: TenantCtx, blobId: string, dueAt: Date): Promise<void>;
  /** A file names them now: they are needed until `dueAt`. False when the sweep was first. */
  keep(ctx: TenantCtx, blobId: string, dueAt: Date): Promise<boolean>;
  /** They were removed. */
  end(ctx: TenantCtx, blobId: string): Promise<void>;
  /** Bytes of any tenant that nobody needs any more; they are the sweep's from now on. */
  dead(now: Date, atMost: number): Promise<readonly { readonly tenantId: string; readonly id: string }[]>;
}

export function createImportBytesRepo({ db }: Pick<Mongo, 'db'>): ImportBytesRepo {
  const rows = tenantCollection<BytesRow>(db, 'product_import_bytes');
  const everyones = db.collection<BytesRow>('product_import_bytes');
  const options = { maxTimeMS: limits.db.maxTimeMs };

  return {
    begin: (ctx, id, dueAt) => rows.insert(ctx, { _id: rows.key(ctx, id), tenantId: ctx.tenantId, id, dueAt }),
    async keep(ctx, id, dueAt) {
      const row = { _id: rows.key(ctx, id), swept: { $exists: false } };
      return (await rows.update(ctx, row, { $set: { dueAt } })) !== null;
    },
    async end(ctx, id) {
      const row = { _id: rows.key(ctx, id), tenantId: ctx.tenantId };
      await everyones.deleteOne(row, options).catch((error: unknown) => Promise.reject(toAppError(error)));
    },
    async dead(now, atMost) {
      const due = { dueAt: { $lt: now } };
      await everyones.updateMany(due, { $set: { swept: true } }, options);
      return everyones.find({ ...due, swept: true }, { ...options, limit: atMost }).toArray();
    },
  };
}
