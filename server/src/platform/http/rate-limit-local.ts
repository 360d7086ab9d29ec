import { LRUCache } from 'lru-cache';

/** A charge in tenths of a unit, as it is counted: integers, because Redis adds integers. */
export interface Tenths {
  readonly key: string;
  readonly cost: number;
  readonly limit: number;
  readonly windowMs: number;
}

/** One bucket: used and allowed (in tenths; used after the charge if it passed), and milliseconds until it is empty. */
export interface Count {
  readonly used: number;
  readonly limit: number;
  readonly ttlMs: number;
}

export interface Verdict {
  readonly allowed: boolean;
  readonly counts: readonly Count[];
}

/** Whether a bucket with `used` in it refuses `cost`; an empty one takes a charge of any size. */
export function exceeds(used: number, cost: number, limit: number): boolean {
  return limit <= 0 || (used > 0 && used + cost > limit);
}

/** How long a charge keeps a bucket that was empty: one window, or as many as the charge is worth. */
export function lifetime({ cost, limit, windowMs }: Tenths): number {
  return windowMs * Math.max(1, Math.ceil(cost / limit));
}

export interface LocalCounterOptions {
  /** Each process gives its share of a limit only: limit ÷ instances, at least one unit. */
  readonly expectedInstances: number;
  /** Most counters kept; the least used are forgotten first. */
  readonly keys: number;
  readonly now?: () => number;
}

/** Counts like the script in Redis does, in this process alone; for the time Redis is away. */
export function createLocalCounter({ expectedInstances, keys, now = Date.now }: LocalCounterOptions) {
  const counters = new LRUCache<string, { used: number; endsAt: number }>({ max: keys });
  const share = (limit: number) => (limit <= 0 ? 0 : Math.max(10, Math.floor(limit / expectedInstances)));

  return (charges: readonly Tenths[]): Verdict => {
    const at = now();
    const counts = charges.map((charge) => {
      const counter = counters.get(charge.key);
      const alive = counter && counter.endsAt > at ? counter : { used: 0, endsAt: 0 };
      return { charge: { ...charge, limit: share(charge.limit) }, ...alive };
    });
    const allowed = !counts.some(({ charge, used }) => exceeds(used, charge.cost, charge.limit));
    if (allowed) {
      for (const count of counts) {
        count.used += count.charge.cost;
        count.endsAt ||= at + lifetime(count.charge);
        counters.set(count.charge.key, { used: count.used, endsAt: count.endsAt });
      }
    }
    const toCount = ({ charge, used, endsAt }: (typeof counts)[number]) => ({
      used,
      limit: charge.limit,
      ttlMs: endsAt > at ? endsAt - at : charge.windowMs,
    });
    return { allowed, counts: counts.map(toCount) };
  };
}
