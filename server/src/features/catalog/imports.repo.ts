import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, type TenantDocument, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { ImportReport } from '../../platform/http/contract.types.gen.ts';
import { ServiceUnavailable } from '../../platform/http/errors.ts';
import type { ImportBytesRepo } from './import-bytes.repo.ts';
import type { Layout } from './product-columns.ts';

/** A file of products: what its job works on. */
export interface ProductImport extends TenantDocument {
  /** Of the job. */
  readonly id: string;
  /** Where its bytes are, until the report is there. */
  readonly blobId: string;
  /** Of its bytes. */
  readonly sha256: string;
  readonly layout: Layout;
  readonly lines: number;
  /** When it came: the ids of its products are made from that. */
  readonly at: Date;
  readonly report?: ImportReport;
  readonly expiresAt: Date;
}

export const importsIndexes: CollectionIndexes = {
  collection: 'product_imports',
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, serves: ['ttl'] }],
};

/** Longer than its job is kept: a file that came again under the same key would find a job that is over. */
const KEPT_MS = (limits.jobs.keptDays + 1) * 24 * 3_600_000;

/** The files of products that came in. */
export interface ImportsRepo {
  get(ctx: TenantCtx, id: string): Promise<ProductImport | null>;
  /**
   * Records a file, unless one is there under this id; gives the one that is there then. From the same moment on its
   * bytes are kept as long as it is. Throws when they are the sweep's already.
   */
  insertOnce(ctx: TenantCtx, file: Omit<ProductImport, '_id' | 'tenantId' | 'expiresAt'>): Promise<ProductImport>;
  /** Records what became of it; the first report stands. */
  finish(ctx: TenantCtx, id: string, report: ImportReport): Promise<ImportReport>;
}

export function createImportsRepo(mongo: Mongo, bytes: Pick<ImportBytesRepo, 'keep'>): ImportsRepo {
  const collection = tenantCollection<ProductImport>(mongo.db, 'product_imports');

  return {
    get: (ctx, id) => collection.get(ctx, id),
    async insertOnce(ctx, file) {
      const expiresAt = new Date(file.at.getTime() + KEPT_MS);
      const document = { _id: collection.key(ctx, file.id), tenantId: ctx.tenantId, ...file, expiresAt };
      try {
        await mongo.transaction(async (session) => {
          const inside = { ...ctx, unit: { session, afterCommit: () => {} } };
          if (!(await bytes.keep(inside, file.blobId, expiresAt)))
            throw ServiceUnavailable({ reason: 'The file took so long that its bytes were removed; send it again.' });
          await collection.insert(inside, document);
        });
        return document;
      } catch (error) {
        const known = isDuplicateKey(error, '_id_') ? await collection.get(ctx, file.id) : null;
        if (!known) throw error;
        return known;
      }
    },
    async finish(ctx, id, report) {
      const unfinished = { _id: collection.key(ctx, id), report: { $exists: false } };
      const finished =
        (await collection.update(ctx, unfinished, { $set: { report } })) ?? (await collection.get(ctx, id));
      return finished?.report ?? report;
    },
  };
}
