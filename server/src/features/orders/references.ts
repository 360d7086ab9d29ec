import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { OrdersRepo } from './orders.repo.ts';

const BLOCK = 20;

/** Gives the short names people read, such as `SYM-26-004711`: unique per tenant and year, not gapless. */
export interface References {
  next(ctx: TenantCtx, prefix: string, now: Date): Promise<string>;
}

/** Numbers are leased in blocks, so that the counter is not written for every order; a block left behind is lost. */
export function createReferences(repo: Pick<OrdersRepo, 'leaseNumbers'>): References {
  const blocks = new Map<string, { next: number; end: number }>();
  const leases = new Map<string, Promise<void>>();

  const lease = async (ctx: TenantCtx, key: string, series: string): Promise<void> => {
    const first = await repo.leaseNumbers(ctx, series, BLOCK);
    blocks.set(key, { next: first, end: first + BLOCK });
  };

  return {
    async next(ctx, prefix, now) {
      const year = String(now.getUTCFullYear()).slice(2);
      const series = `order-reference:${year}`;
      const key = `${ctx.tenantId}:${series}`;
      for (;;) {
        const block = blocks.get(key);
        if (block && block.next < block.end) return `${prefix}-${year}-${String(block.next++).padStart(6, '0')}`;
        const running = leases.get(key) ?? lease(ctx, key, series).finally(() => leases.delete(key));
        leases.set(key, running);
        await running;
      }
    },
  };
}
