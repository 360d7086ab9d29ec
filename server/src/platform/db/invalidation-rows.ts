import type { InvalidationLog } from '../cache/invalidation-log.ts';
import { limits } from '../config/limits.ts';
import type { CollectionIndexes } from './index-spec.ts';
import type { Mongo } from './mongo.ts';
import { newId } from './new-id.ts';

interface InvalidationRow {
  readonly _id: string;
  readonly tenantId: string;
  readonly tag: string;
  readonly at: Date;
}

export const invalidationIndexes: CollectionIndexes = {
  collection: 'invalidations',
  indexes: [{ name: 'oldest', key: { at: 1 }, serves: ['due'] }],
};

const AT_ONCE = 200;

/** Invalidations as rows, written in the transaction of the write they belong to. */
export function createInvalidationRows(mongo: Mongo, now: () => Date): InvalidationLog {
  const rows = mongo.db.collection<InvalidationRow>('invalidations');
  return {
    async add({ tenantId, unit }, tag) {
      const _id = newId('job');
      await rows.insertOne({ _id, tenantId, tag, at: now() }, unit ? { session: unit.session } : {});
      return _id;
    },
    async done(id) {
      await rows.deleteOne({ _id: id });
    },
    async due() {
      const before = new Date(now().getTime() - limits.cache.invalidationSweepAfterMs);
      const found = await rows
        .find({ at: { $lt: before } }, { sort: { at: 1 }, limit: AT_ONCE, maxTimeMS: limits.db.maxTimeMs })
        .toArray();
      return found.map(({ _id, tenantId, tag }) => ({ id: _id, tenantId, tag }));
    },
  };
}
