import { limits } from '../config/limits.ts';
import type { BulkCount, ChargeBulk } from './bulk.ts';
import type { Ctx } from './context.ts';
import { type OperationRow, takesFiles } from './operation.ts';
import {
  bulkCharges,
  callCharges,
  linkCharges,
  reportCharges,
  requestCharges,
  submitCharges,
} from './rate-limit-charges.ts';
import { rateLimitHeaders, refusalOf } from './rate-limit-headers.ts';
import type { Charge as ChargeItem, Take } from './rate-limit-take.ts';
import type { Charge } from './run.ts';

/** Told what the limits did. */
export interface LimitWatch {
  rateLimited(bucket: string): void;
  countedInMemory(): void;
}

/** Charges the identity and its tenant for an operation by the cost that the contract gives it. */
export function createCharge(take: Take, watch: LimitWatch): Charge {
  return async (ctx, op, sent) => {
    const charges = chargesOf(ctx, op).map((charge) => weighed(charge, op, sent));
    return charged(take, watch, ctx, charges);
  };
}

/** Charges the items of a bulk, after its call itself: all of them or none. */
export function createBulkCharge(take: Take, watch: LimitWatch): ChargeBulk {
  return (ctx, op, items: BulkCount) =>
    charged(take, watch, ctx, bulkCharges(ctx.tenantId, ctx.actor, items, op.cost === 'submission'));
}

async function charged(
  take: Take,
  watch: LimitWatch,
  ctx: Ctx,
  charges: ChargeItem[],
): Promise<Readonly<Record<string, string>>> {
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
}

/**
 * A large body counts as as many requests as ordinary bodies fit into it: reading one costs its process as much as they
 * would. One that does not say how large it is, or will unpack, counts as the largest.
 */
function weighed(charge: ChargeItem, op: OperationRow, headers: Parameters<Charge>[2]): ChargeItem {
  // Of a file nothing is parsed: it streams by.
  if (op.bodyLimit !== 'large' || takesFiles(op) || !OWN.includes(charge.bucket.id)) return charge;
  const { bodyBytes, bulkBodyBytes } = limits.size;
  const unknown = headers['content-length'] === undefined || headers['content-encoding'] !== undefined;
  const bytes = unknown ? bulkBodyBytes : Number(headers['content-length']);
  return { ...charge, cost: Math.max(charge.cost, Math.ceil(Math.min(bytes, bulkBodyBytes) / bodyBytes)) };
}

/** Buckets of one identity; the tenant pays by the operation's weight. */
const OWN: readonly string[] = [limits.rate.user.id, limits.rate.apiKey.id, limits.rate.report.id];

function chargesOf(ctx: Ctx, op: OperationRow): ChargeItem[] {
  if (ctx.actor.kind === 'link') return linkCharges(ctx.tenantId, ctx.actor);
  if (op.cost === 'none') return [];
  // A bulk costs its tenant the sum of its items, once they are counted; here its caller pays for a request.
  if (op.bulk) return callCharges(ctx.actor);
  if (op.cost === 'submission') return submitCharges(ctx.tenantId, ctx.actor, 1);
  if (op.cost === 'report') return reportCharges(ctx.tenantId, ctx.actor);
  return requestCharges(ctx.tenantId, ctx.actor, limits.cost[op.cost]);
}
