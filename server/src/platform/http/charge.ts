import { limits } from '../config/limits.ts';
import type { Ctx } from './context.ts';
import type { OperationRow } from './operation.ts';
import { requestCharges, submitCharges } from './rate-limit-charges.ts';
import { rateLimitHeaders, refusalOf } from './rate-limit-headers.ts';
import type { Take } from './rate-limit-take.ts';
import type { Charge } from './run.ts';

/** Told what the limits did. */
export interface LimitWatch {
  rateLimited(bucket: string): void;
  countedInMemory(): void;
}

/** Charges the identity and its tenant for an operation by the cost that the contract gives it. */
export function createCharge(take: Take, watch: LimitWatch): Charge {
  return async (ctx, op) => {
    const charges = chargesOf(ctx, op);
    if (charges.length === 0) return {};
    const taken = await take(ctx.tenantId, charges);
    if (taken.countedIn === 'memory') watch.countedInMemory();
    for (const { bucket, refused } of taken.standings) if (refused) watch.rateLimited(bucket.id);
    const headers = rateLimitHeaders(taken);
    const refusal = refusalOf(taken);
    if (refusal)
      throw Object.assign(refusal, {
        extras: { ...refusal.extras, headers: { ...refusal.extras.headers, ...headers } },
      });
    return headers;
  };
}

function chargesOf(ctx: Ctx, op: OperationRow) {
  if (op.cost === 'none') return [];
  if (op.cost === 'submission') return submitCharges(ctx.tenantId, ctx.actor, 1);
  return requestCharges(ctx.tenantId, ctx.actor, limits.cost[op.cost]);
}
