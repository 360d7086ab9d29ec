import { limits } from '../../platform/config/limits.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { CURRENT, HISTORY, type PointDocument } from './positions.repo.ts';

/** For how many days a tenant's stored points are kept now. */
interface AppliedRetention {
  /** The tenant's id. */
  readonly _id: string;
  readonly days: number;
}

/** Points that get their new time in one write. */
const AT_ONCE = 2_000;
const DAY_MS = 24 * 3_600_000;

export type RetentionRepo = ReturnType<typeof createRetentionRepo>;

/** The retention of all tenants' points: it goes from tenant to tenant, so it is asked without one. */
export function createRetentionRepo(mongo: Mongo) {
  const applied = mongo.db.collection<AppliedRetention>('position_retentions');
  const collections = [HISTORY, CURRENT].map((name) => mongo.db.collection<PointDocument>(name));
  const options = { maxTimeMS: limits.db.longestMaxTimeMs };

  return {
    /** The first tenant that has points, or the first after this one: keys begin with the tenant. */
    async tenantAfter(tenantId: string | undefined): Promise<string | undefined> {
      // `;` comes right after the `:` that ends a tenant in a key.
      const _id = { $gt: tenantId === undefined ? '' : `${tenantId};` };
      const found = await Promise.all(
        collections.map((points) =>
          points.findOne({ _id }, { sort: { _id: 1 }, projection: { tenantId: 1 }, ...options }),
        ),
      );
      return found.flatMap((point) => point?.tenantId ?? []).sort()[0];
    },

    /** Undefined where nothing was applied yet: its points may have no time at all. */
    applied: async (tenantId: string): Promise<number | undefined> =>
      (await applied.findOne({ _id: tenantId }, options))?.days,
    async setApplied(tenantId: string, days: number): Promise<void> {
      await applied.updateOne({ _id: tenantId }, { $set: { days } }, { upsert: true, ...options });
    },

    /** Counts the end of all points of a tenant anew, from when they reached us; how many it changed. */
    async rewrite(tenantId: string, days: number): Promise<number> {
      let changed = 0;
      for (const points of collections) {
        for (let after = `${tenantId}:`; ; ) {
          const range = { $gt: after, $lt: `${tenantId};` };
          const some = { ...options, sort: { _id: 1 as const }, projection: { _id: 1 as const }, limit: AT_ONCE };
          const last = (await points.find({ _id: range }, some).toArray()).at(-1);
          if (!last) break;
          const expiresAt = { $add: ['$recordedAt', days * DAY_MS] };
          const written = await points.updateMany(
            { _id: { $gt: after, $lte: last._id } },
            [{ $set: { expiresAt } }],
            options,
          );
          changed += written.modifiedCount;
          after = last._id;
        }
      }
      return changed;
    },
  };
}
