import { limits } from '../../platform/config/limits.ts';
import { toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, type TenantDocument, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { TrackingLink } from './tracking-links.model.ts';

/** All links of an order in one document (`_id` `<tenantId>:<orderId>`): two new ones at once cannot pass their limit. */
interface OrderLinks extends TenantDocument {
  readonly links: readonly TrackingLink[];
  /** When the last of them ends. */
  readonly expiresAt: Date;
}

/** How long links that ended are listed. */
const LISTED_SECONDS = 30 * 24 * 3_600;

export const trackingLinksIndexes: CollectionIndexes = {
  collection: 'tracking_links',
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: LISTED_SECONDS, serves: ['ttl'] }],
};

export type TrackingLinksRepo = ReturnType<typeof createTrackingLinksRepo>;

export function createTrackingLinksRepo(mongo: Pick<Mongo, 'db'>) {
  const orders = tenantCollection<OrderLinks>(mongo.db, 'tracking_links');
  const everyones = mongo.db.collection<OrderLinks>('tracking_links');

  return {
    /** The links of an order, newest first. */
    of: async (ctx: TenantCtx, orderId: string): Promise<readonly TrackingLink[]> =>
      (await orders.get(ctx, orderId))?.links ?? [],

    /** Replaces the links of an order, in the transaction in which they were read. */
    async save(ctx: TenantCtx & Required<Pick<TenantCtx, 'unit'>>, orderId: string, links: readonly TrackingLink[]) {
      const expiresAt = new Date(Math.max(...links.map((link) => link.expiresAt.getTime())));
      const update = { $set: { links, expiresAt } };
      await orders.update(ctx, { _id: orders.key(ctx, orderId) }, update, { upsert: true });
    },

    /** Marks a link as revoked, unless it is; false when the order has no such link. */
    async revoke(ctx: TenantCtx, orderId: string, linkId: string, at: Date): Promise<boolean> {
      const _id = orders.key(ctx, orderId);
      const live = { _id, links: { $elemMatch: { id: linkId, revokedAt: { $exists: false } } } };
      if (await orders.update(ctx, live, { $set: { 'links.$.revokedAt': at } })) return true;
      return (await orders.findOne(ctx, { _id, 'links.id': linkId })) !== null;
    },

    /** Removes all links of an order and gives them. */
    async remove(ctx: TenantCtx, orderId: string): Promise<readonly TrackingLink[]> {
      const removed = await everyones
        .findOneAndDelete({ _id: orders.key(ctx, orderId), tenantId: ctx.tenantId }, { maxTimeMS: limits.db.maxTimeMs })
        .catch((error: unknown) => Promise.reject(toAppError(error)));
      return removed?.links ?? [];
    },
  };
}
