import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Db } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';

export type ClientLog = components['schemas']['ClientLog'];

/** An error of a frontend; `_id` is `<tenantId>:<hash of the entry>`, so a repeated report adds nothing. */
interface ClientLogDocument extends Omit<ClientLog, 'at'> {
  readonly _id: string;
  readonly tenantId: string;
  /** By the device's clock, which may be wrong. */
  readonly at: Date;
  readonly receivedAt: Date;
  readonly role: string;
}

export const clientLogsIndexes: CollectionIndexes = {
  collection: 'client_logs',
  indexes: [
    {
      name: 'expiry',
      key: { receivedAt: 1 },
      expireAfterSeconds: limits.clientLogs.keptDays * 24 * 3_600,
      serves: ['ttl'],
    },
  ],
};

export function createClientLogsRepo(db: Db) {
  const logs = tenantCollection<ClientLogDocument>(db, clientLogsIndexes.collection);
  return {
    /** Keeps the entries that are not there yet; answers how many were new. */
    add: (ctx: TenantCtx, entries: readonly ClientLog[], role: string, receivedAt: Date): Promise<number> =>
      logs.insertNew(
        ctx,
        entries.map((entry) => ({
          ...entry,
          _id: logs.key(ctx, createHash('sha256').update(canonicalize(entry)).digest('base64url')),
          tenantId: ctx.tenantId,
          at: new Date(entry.at),
          receivedAt,
          role,
        })),
      ),
  };
}
