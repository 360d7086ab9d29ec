import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { CarriersNeighbours } from './carriers.deps.ts';
import { type Carrier, covers, type Vehicle } from './carriers.model.ts';
import { carriersIndexes, createCarriersRepo } from './carriers.repo.ts';
import { carriersRoutes } from './carriers.routes.ts';
import { createVehiclesRepo, vehiclesIndexes } from './vehicles.repo.ts';

/** What other features may ask about carriers; who may see the answer is for them to decide. Always from MongoDB. */
export interface CarriersApi {
  getCarrier(ctx: Ctx, carrierId: string): Promise<Carrier | undefined>;
  getVehicle(ctx: Ctx, vehicleId: string): Promise<Vehicle | undefined>;
  /** Those of these ids that exist, in no order. */
  vehicles(ctx: TenantCtx, vehicleIds: readonly string[]): Promise<Vehicle[]>;
  /** Whether the carrier picks up and delivers in this city, compared as prices compare cities. */
  covers(carrier: Pick<Carrier, 'citiesCovered'>, city: string): boolean;
  /** Newest first, at most 10,000. */
  vehiclesOf(ctx: Ctx, carrierId: string): Promise<Vehicle[]>;
}

export interface CarriersFeature extends Feature {
  readonly api: CarriersApi;
}

/** Who carries, and with what. */
export function carriersFeature(
  { mongo, pager, now, invalidate }: Platform,
  { cityKey }: CarriersNeighbours,
): CarriersFeature {
  const carriers = createCarriersRepo(mongo.db, pager);
  const vehicles = createVehiclesRepo(mongo.db, pager);
  return {
    routes: carriersRoutes({ carriers, vehicles, now, invalidate }),
    indexes: [carriersIndexes, vehiclesIndexes],
    api: {
      getCarrier: async (ctx, carrierId) => (await carriers.get(ctx, carrierId)) ?? undefined,
      getVehicle: async (ctx, vehicleId) => (await vehicles.get(ctx, vehicleId)) ?? undefined,
      vehicles: vehicles.byIds,
      covers: (carrier, city) => covers(cityKey, carrier, city),
      vehiclesOf: (ctx, carrierId) => vehicles.ofCarrier(ctx, carrierId),
    },
  };
}
