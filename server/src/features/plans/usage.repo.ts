import type { Db, Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import { type TenantCtx, type TenantDocument, tenantCollection } from '../../platform/db/tenant-collection.ts';

/** What a client has used in one month. Found by its key alone, so it needs no other index. */
interface MonthOfClient extends TenantDocument {
  readonly clientId: string;
  /** `2026-11`, in the tenant's zone. */
  readonly month: string;
  readonly orders: number;
  /** The last orders that were counted and their numbers; the one with number n stands at place (n - 1) modulo the size. */
  readonly recent: readonly { readonly id: string; readonly number: number }[];
}

/** Whose month. */
export interface ClientMonth {
  readonly clientId: string;
  readonly month: string;
}

/** How often the first count of a month is tried: two at once may both find no document, and one of them inserts it. */
const TRIES = 3;

/** What clients have used, month by month; kept for ever, because it is one small document each. */
export interface UsageRepo {
  /** Counts an order and gives its number in the month, from 1; an order among the last few hundred keeps its number. */
  count(ctx: TenantCtx, of: ClientMonth, orderId: string): Promise<number>;
  /** The number an order got in that month, while the month remembers it. */
  numberOf(ctx: TenantCtx, of: ClientMonth, orderId: string): Promise<number | undefined>;
  /** How many orders each of these clients has used in a month; who is missing used none. */
  ordersOf(ctx: TenantCtx, clientIds: readonly string[], month: string): Promise<ReadonlyMap<string, number>>;
}

export function createUsageRepo(db: Db): UsageRepo {
  const months = tenantCollection<MonthOfClient>(db, 'subscription_usage');
  const keyOf = (ctx: TenantCtx, { clientId, month }: ClientMonth) => months.key(ctx, `${clientId}:${month}`);
  const only = (orderId: string) => ({ _id: 1, recent: { $elemMatch: { id: orderId } } });

  return {
    async count(ctx, of, orderId) {
      for (let attempt = 1; ; attempt++) {
        try {
          const options = { upsert: true, projection: only(orderId) };
          const counted = await months.update(ctx, { _id: keyOf(ctx, of) }, counting(of, orderId), options);
          const number = counted?.recent[0]?.number;
          if (number === undefined) throw new Error(`Order ${orderId} was counted and has no number.`);
          return number;
        } catch (error) {
          if (attempt === TRIES || !isDuplicateKey(error)) throw error;
        }
      }
    },
    async numberOf(ctx, of, orderId) {
      const filter = { _id: keyOf(ctx, of), 'recent.id': orderId };
      return (await months.findOne(ctx, filter, { projection: only(orderId) }))?.recent[0]?.number;
    },
    async ordersOf(ctx, clientIds, month) {
      const keys = [...new Set(clientIds)].map((clientId) => keyOf(ctx, { clientId, month }));
      const found = await months.find<Pick<MonthOfClient, 'clientId' | 'orders'>>(
        ctx,
        { _id: { $in: keys } },
        { limit: Math.max(1, keys.length), projection: { clientId: 1, orders: 1 } },
      );
      return new Map(found.map(({ clientId, orders }) => [clientId, orders]));
    },
  };
}

/**
 * The one update that counts: whether the order was counted before and which number it gets are decided inside of it,
 * so that of any number at once each gets its own. The remembered orders are a ring: one place is overwritten, and not
 * the whole list, which every member of the replica set would have to be sent.
 */
function counting({ clientId, month }: ClientMonth, orderId: string): Document[] {
  const size = limits.size.countedOrders;
  const place = { $mod: ['$orders', size] };
  const entry = { id: orderId, number: { $add: ['$orders', 1] } };
  const after = { $slice: ['$recent', { $add: [place, 1] }, size] };
  const isKnown = { $in: [orderId, '$recent.id'] };
  return [
    { $set: { clientId, month, orders: { $ifNull: ['$orders', 0] }, recent: { $ifNull: ['$recent', []] } } },
    {
      $set: {
        orders: { $cond: [isKnown, '$orders', { $add: ['$orders', 1] }] },
        recent: {
          $cond: [isKnown, '$recent', { $concatArrays: [{ $slice: ['$recent', place] }, [entry], after] }],
        },
      },
    },
  ];
}
