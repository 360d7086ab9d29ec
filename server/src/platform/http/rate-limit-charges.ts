import { limits } from '../config/limits.ts';
import type { BulkCount } from './bulk.ts';
import type { Actor } from './context.ts';
import type { Charge } from './rate-limit-take.ts';

/** Who asks, as far as limits care. */
export interface Caller {
  readonly kind: Actor['kind'];
  readonly id: string;
}

/** What plan and tier say instead of the table. */
export interface OwnLimits {
  /** Requests per minute of the client's plan, for keys. */
  readonly key?: number;
  /** Units per minute of the tenant's tier. */
  readonly tenant?: number;
  /** Orders per minute of the tenant. */
  readonly submitTenant?: number;
}

const isKey = (caller: Caller) => caller.kind === 'api_key' || caller.kind === 'oauth_client';

/** What a caller pays for a request himself; `requests` is below 1 for people's reads from cache. */
export function callCharges(caller: Caller, requests = 1, own: OwnLimits = {}): Charge[] {
  if (caller.kind === 'system') return [];
  const { user, apiKey, burst } = limits.rate;
  const asUser = { bucket: user, key: caller.id, cost: requests };
  // A key's plan counts requests, whatever they cost us.
  const asKey = { bucket: apiKey, key: caller.id, cost: 1, ...(own.key === undefined ? {} : { limit: own.key }) };
  return [isKey(caller) ? asKey : asUser, { bucket: burst, key: caller.id, cost: 1 }];
}

/** The charges of an ordinary request; `units` is its weight for the tenant (`limits.cost`). */
export function requestCharges(tenantId: string, caller: Caller, units: number, own: OwnLimits = {}): Charge[] {
  if (caller.kind === 'system') return [];
  const { tenant } = limits.rate;
  return [
    ...callCharges(caller, Math.min(1, units), own),
    { bucket: tenant, key: tenantId, cost: units, ...(own.tenant === undefined ? {} : { limit: own.tenant }) },
  ];
}

/**
 * The charges of placing `orders` orders: buckets of their own, so that no export and no runaway integration stands in
 * the way of an order.
 */
export function submitCharges(tenantId: string, caller: Caller, orders: number, own: OwnLimits = {}): Charge[] {
  if (caller.kind === 'system') return [];
  const { submit, submitTenant, submitKey } = limits.rate;
  const tenantLimit = own.submitTenant ?? submitTenant.limit;
  const half = Math.floor((tenantLimit * submitKey.limit) / submitTenant.limit);
  return [
    { bucket: submit, key: caller.id, cost: orders },
    ...(isKey(caller) ? [{ bucket: submitKey, key: caller.id, cost: orders, limit: half }] : []),
    { bucket: submitTenant, key: tenantId, cost: orders, limit: tenantLimit },
  ];
}

/**
 * The charges of a report of positions, over HTTP and sockets alike: buckets of their own, so that a fleet on the road
 * leaves its tenant's people their share, and no phone gone wild takes the fleet's.
 */
export function reportCharges(tenantId: string, caller: Caller): Charge[] {
  const { report, reportTenant, burst } = limits.rate;
  return [
    { bucket: report, key: caller.id, cost: 1 },
    { bucket: burst, key: caller.id, cost: 1 },
    { bucket: reportTenant, key: tenantId, cost: 1 },
  ];
}

/**
 * The charges of a call with a tracking link, whoever makes it and from wherever: many may have it, and many may stand
 * behind one address. Buckets of their own, so that a link that goes round leaves its tenant's people their share.
 */
export function linkCharges(tenantId: string, caller: Caller): Charge[] {
  const { link, linkTenant } = limits.rate;
  return [
    { bucket: link, key: caller.id, cost: 1 },
    { bucket: linkTenant, key: tenantId, cost: 1 },
  ];
}

/**
 * The charges of the items of a bulk: one bucket of the caller for all kinds of items, beside the one that his single
 * calls count in, and for the tenant what each item costs alone.
 */
export function bulkCharges(
  tenantId: string,
  caller: Caller,
  { creates, changes }: BulkCount,
  orders: boolean,
  own: OwnLimits = {},
): Charge[] {
  if (caller.kind === 'system') return [];
  const { bulk, tenant, submitTenant } = limits.rate;
  const writes = (orders ? changes : creates + changes) * limits.cost.write;
  const placed = orders ? creates : 0;
  return [
    { bucket: bulk, key: caller.id, cost: creates + changes },
    ...(placed > 0
      ? [{ bucket: submitTenant, key: tenantId, cost: placed, limit: own.submitTenant ?? submitTenant.limit }]
      : []),
    ...(writes > 0 ? [{ bucket: tenant, key: tenantId, cost: writes, limit: own.tenant ?? tenant.limit }] : []),
  ];
}
