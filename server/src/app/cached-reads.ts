import { limits } from '../platform/config/limits.ts';
import type { CachedReads } from '../platform/http/cached-reads.ts';
import type { Actor } from '../platform/http/context.ts';

const everybodyButClients = (actor: Actor) => (actor.role === 'client' ? 'client' : 'staff');
/** Carriers see themselves; clients see all without ratings; staff see all. */
const carriersSeenBy = (actor: Actor) =>
  actor.role === 'carrier' || actor.role === 'driver' ? `carrier:${actor.carrierId ?? ''}` : everybodyButClients(actor);

/**
 * A client sees standard grids and those its own contracts name. When one runs out by the clock it may be seen as it was
 * until the answer's time is over: that tells the client nothing it was not told before.
 */
const gridsSeenBy = (actor: Actor) => (actor.role === 'client' ? `client:${actor.clientId ?? ''}` : 'staff');

const { plansMs, productsMs, pricingGridsMs, carriersMs } = limits.cache;

/** Reads that many share, with the tags their features invalidate. Nothing personal stands here, and no order. */
export const CACHED_READS: CachedReads = {
  listProducts: { tags: ['products'], ttlMs: productsMs, visibility: everybodyButClients },
  getProduct: { tags: ['products'], ttlMs: productsMs, visibility: everybodyButClients },
  listPricingGrids: { tags: ['grids', 'contracts'], ttlMs: pricingGridsMs, visibility: gridsSeenBy },
  getPricingGrid: { tags: ['grids', 'contracts'], ttlMs: pricingGridsMs, visibility: gridsSeenBy },
  listPlans: { tags: ['plans'], ttlMs: plansMs, visibility: everybodyButClients },
  getPlan: { tags: ['plans'], ttlMs: plansMs, visibility: everybodyButClients },
  listCarriers: { tags: ['carriers'], ttlMs: carriersMs, visibility: carriersSeenBy },
  getCarrier: { tags: ['carriers'], ttlMs: carriersMs, visibility: carriersSeenBy },
};
