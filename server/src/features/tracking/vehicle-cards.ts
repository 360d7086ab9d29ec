import { LRUCache } from 'lru-cache';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { CarriersApi } from '../carriers/index.ts';

/** What stands on a vehicle's side, so to speak: whose it is and how it is called. */
export interface VehicleCard {
  readonly vehicleId: string;
  readonly carrierId: string;
  readonly plate: string;
  readonly name?: string;
}

/** Looks cards up; a changed plate may be shown as it was for ten seconds. */
export interface VehicleCards {
  of(ctx: TenantCtx, vehicleId: string): Promise<VehicleCard | undefined>;
  /** Those of these vehicles that exist, by id. */
  many(ctx: TenantCtx, vehicleIds: readonly string[]): Promise<ReadonlyMap<string, VehicleCard>>;
}

/** Enough for the vehicles that report to one process. */
const REMEMBERED = 20_000;
const FRESH_MS = 10_000;

/** Every position is told with a card, and cards hardly ever change. */
export function createVehicleCards(carriers: Pick<CarriersApi, 'vehicles'>): VehicleCards {
  const known = new LRUCache<string, VehicleCard>({ max: REMEMBERED, ttl: FRESH_MS });

  const many: VehicleCards['many'] = async (ctx, vehicleIds) => {
    const cards = new Map<string, VehicleCard>();
    const unknown: string[] = [];
    for (const id of vehicleIds) {
      const card = known.get(`${ctx.tenantId}:${id}`);
      if (card) cards.set(id, card);
      else unknown.push(id);
    }
    for (const { id, carrierId, plate, name } of unknown.length > 0 ? await carriers.vehicles(ctx, unknown) : []) {
      const card = { vehicleId: id, carrierId, plate, ...(name === undefined ? {} : { name }) };
      known.set(`${ctx.tenantId}:${id}`, card);
      cards.set(id, card);
    }
    return cards;
  };
  return { many, of: async (ctx, vehicleId) => (await many(ctx, [vehicleId])).get(vehicleId) };
}
