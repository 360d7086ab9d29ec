import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { PlansDeps } from './plans.deps.ts';
import { monthOf } from './usage-month.ts';

/** Which order of which month an order is for its client. */
export interface OrderCount {
  /** `2026-11`, in the tenant's zone. */
  readonly month: string;
  /** From 1, without holes. */
  readonly number: number;
}

export interface CountedOrder {
  readonly clientId: string;
  /** A UUIDv7; its time says since when the order may have been counted. */
  readonly orderId: string;
  /** By the server's clock. */
  readonly at: Date;
}

const DAY_MS = 86_400_000;

/**
 * Counts an order for its client's month and gives its number; undefined where the client never had a subscription, for
 * which nothing is counted. Call it before the order is stored and keep the answer in it: dying in between leaves a
 * number that the next attempt of the same order gets again, also when the month has ended meanwhile.
 *
 * A month remembers its last few hundred orders; who tries again after more than those is counted a second time. Takes
 * part in no transaction: of orders at the same time none waits for another's commit.
 */
export async function countOrder(
  deps: Pick<PlansDeps, 'subscriptions' | 'usage' | 'timeZone'>,
  { tenantId, deadline }: TenantCtx,
  { clientId, orderId, at }: CountedOrder,
): Promise<OrderCount | undefined> {
  const ctx = { tenantId, deadline };
  if (!(await deps.subscriptions.presentOf(ctx, clientId))) return undefined;
  const zone = await deps.timeZone(ctx);
  const month = monthOf(at, zone);

  const former = earlierMonthOf(orderId, month, zone);
  const number = former && (await deps.usage.numberOf(ctx, { clientId, month: former }, orderId));
  if (former && number) return { month: former, number };
  return { month, number: await deps.usage.count(ctx, { clientId, month }, orderId) };
}

/**
 * The month before, where an earlier attempt may stand: only for an order whose id was made in it, so that few orders
 * cost this look. A day is left to devices whose clock is fast.
 */
function earlierMonthOf(orderId: string, month: string, zone: string): string | undefined {
  const madeAt = Number.parseInt(orderId.replace('-', '').slice(0, 12), 16);
  if (!Number.isFinite(madeAt) || monthOf(new Date(madeAt - DAY_MS), zone) >= month) return undefined;
  const [year = 0, ordinal = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, ordinal - 2)).toISOString().slice(0, 7);
}
