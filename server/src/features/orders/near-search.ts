import { limits } from '../../platform/config/limits.ts';
import { type Ctx, deadlineIn } from '../../platform/http/context.ts';
import { DeadlineExceeded } from '../../platform/http/errors.ts';
import { nearLimits } from './near-limits.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { TooManyMatches } from './orders.errors.ts';
import type { End } from './orders.repo.ts';
import type { Circle, OrderDocument } from './orders.types.ts';

export type Key = Pick<OrderDocument, '_id' | 'createdAt'>;

/** An index to look through, and which ends of an order are held against the circle on the way. */
interface Way {
  readonly index: string;
  readonly ends: readonly End[];
}

const ENDS = ['pickup', 'delivery'] as const;
const byPlace = (prefix: string): Way[] => ENDS.map((end) => ({ index: `${prefix}${end}_place`, ends: [end] }));

/**
 * The keys of all orders that are picked up or delivered within a circle, each once, in no order. Throws
 * `too_many_matches` for more than may be sorted, and where finding out takes longer than one caller may keep the
 * database busy: what the index of places does not know, such as a time, is asked of every order there.
 */
export async function keysNear(
  deps: Pick<OrdersDeps, 'repo'>,
  ctx: Ctx,
  { asked, filter, circle }: { asked: object; filter: Readonly<Record<string, unknown>>; circle: Circle },
): Promise<Key[]> {
  const limit = limits.size.nearMatches;
  const withinMs = nearLimits.maxTimeMs;
  const inTime = { ...ctx, deadline: deadlineIn(Math.min(withinMs, ctx.deadline.remainingMs())) };
  try {
    const ways = await waysTo(deps, inTime, asked);
    const found = await Promise.all(ways.map((way) => deps.repo.keysWithin(inTime, way, filter, circle, limit + 1)));
    const keys = [...new Map(found.flat().map((key) => [key._id, key])).values()];
    if (keys.length > limit) throw TooManyMatches({ limit });
    return keys;
  } catch (error) {
    if (!DeadlineExceeded.is(error) || ctx.deadline.remainingMs() === 0) throw error;
    throw TooManyMatches({ limit, withinMs }, { cause: error });
  }
}

/**
 * Whoever sees his own orders only is led past everybody else's: a client and a carrier by places of their own, a driver
 * by his orders, which are few. A status in which there are few orders is gone through, too, wherever they are.
 */
async function waysTo(deps: Pick<OrdersDeps, 'repo'>, ctx: Ctx, asked: object): Promise<Way[]> {
  if ('driverId' in asked) return [{ index: 'driver_newest', ends: ENDS }];
  if ('clientId' in asked) return byPlace('client_');
  if ('carrierId' in asked) return byPlace('carrier_');
  if (!('status' in asked)) return byPlace('');
  const few = nearLimits.walk;
  const there = await deps.repo.count(ctx, { status: asked.status }, few + 1);
  return there > few ? byPlace('') : [{ index: 'status_newest', ends: ENDS }];
}
