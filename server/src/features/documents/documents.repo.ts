import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey, toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, type TenantDocument, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { Unit } from '../../platform/db/unit.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { DocumentRecord } from './documents.model.ts';

/** That bytes are being stored which no document names yet: dying in between leaves this, and the sweep follows it. */
interface UploadRow extends TenantDocument {
  /** The blob's. */
  readonly id: string;
  readonly at: Date;
  /** The sweep has taken it: no document may name its blob any more. */
  readonly swept?: true;
}

export const documentsIndexes: readonly CollectionIndexes[] = [
  {
    collection: 'documents',
    indexes: [
      {
        name: 'order_newest',
        key: { tenantId: 1, orderId: 1, createdAt: -1, _id: -1 },
        serves: ['listDocuments', 'ofOrder', 'count'],
      },
    ],
  },
  { collection: 'document_uploads', indexes: [{ name: 'oldest', key: { at: 1 }, serves: ['deadUploads'] }] },
];

export type DocumentsRepo = ReturnType<typeof createDocumentsRepo>;

export function createDocumentsRepo(mongo: Mongo, pager: Pager) {
  const documents = tenantCollection<DocumentRecord>(mongo.db, 'documents');
  const uploads = tenantCollection<UploadRow>(mongo.db, 'document_uploads');
  const everyones = mongo.db.collection<UploadRow>('document_uploads');
  const options = { maxTimeMS: limits.db.maxTimeMs };

  return {
    key: documents.key,
    get: (ctx: TenantCtx, id: string) => documents.get(ctx, id),
    page: (
      ctx: TenantCtx,
      query: ListQuery,
      filter: { orderId: string; hiddenFromRoad?: false },
    ): Promise<ListPage<DocumentRecord>> => listPage({ pager, collection: documents }, ctx, query, filter),
    count: (ctx: TenantCtx, orderId: string) => documents.count(ctx, { orderId }, limits.size.documentsPerOrder),
    /** All of an order; there are few. */
    ofOrder: (ctx: TenantCtx, orderId: string) =>
      documents.find(ctx, { orderId }, { limit: limits.size.documentsPerOrder }),
    /** Those of `ids` that belong to the order. */
    ofOrderById: (ctx: TenantCtx, orderId: string, ids: readonly string[]) =>
      documents.find(
        ctx,
        { _id: { $in: ids.map((id) => documents.key(ctx, id)) }, orderId },
        { limit: Math.max(1, ids.length) },
      ),

    /** Says which bytes are about to be stored. */
    begin: (ctx: TenantCtx, blobId: string, at: Date): Promise<void> =>
      uploads.insert(ctx, { _id: uploads.key(ctx, blobId), tenantId: ctx.tenantId, id: blobId, at }),
    /** There is nothing of them any more, or a document names them. False when the sweep was first. */
    async end(ctx: TenantCtx, blobId: string): Promise<boolean> {
      const result = await everyones
        .deleteOne(
          { _id: uploads.key(ctx, blobId), tenantId: ctx.tenantId, swept: { $exists: false } },
          ctx.unit ? { ...options, session: ctx.unit.session } : options,
        )
        .catch((error: unknown) => Promise.reject(ctx.unit ? error : toAppError(error)));
      return result.deletedCount === 1;
    },
    insert: (ctx: TenantCtx, document: DocumentRecord): Promise<void> => documents.insert(ctx, document),
    /** Whether an insert failed because there is a document of this id. */
    isTaken: (error: unknown): boolean => isDuplicateKey(error, '_id_'),
    /** Runs `work` in one transaction. It may run more than once, so nothing but the database may happen in it. */
    async together<R>(ctx: Ctx, work: (inside: Ctx) => Promise<R>): Promise<R> {
      let afterCommit: Parameters<Unit['afterCommit']>[0][] = [];
      const result = await mongo.transaction(async (session) => {
        afterCommit = [];
        return work({ ...ctx, unit: { session, afterCommit: (then) => void afterCommit.push(then) } });
      });
      for (const then of afterCommit) await then();
      return result;
    },
    erase: (ctx: TenantCtx, { _id }: DocumentRecord, name: string, at: Date) =>
      documents.update(ctx, { _id }, { $set: { name, erasedAt: at } }),

    /** Uploads of any tenant that were begun before `before` and have neither ended nor become a document. */
    async deadUploads(before: Date, atMost: number): Promise<UploadRow[]> {
      const dead = { at: { $lt: before } };
      await everyones.updateMany(dead, { $set: { swept: true } }, options);
      return everyones.find({ ...dead, swept: true }, { ...options, limit: atMost }).toArray();
    },
    /** The sweep has done its work on it. */
    async buried(upload: Pick<UploadRow, '_id'>): Promise<void> {
      await everyones.deleteOne({ _id: upload._id }, options);
    },
  };
}
