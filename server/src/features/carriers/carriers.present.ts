import type { Carrier as CarrierView, Vehicle as VehicleView } from '../../platform/http/contract.types.gen.ts';
import { type Carrier, showsRating, type Vehicle, type Viewer } from './carriers.model.ts';

/** A carrier as the API shows it to this caller. */
export function presentCarrier(viewer: Viewer, carrier: Carrier): CarrierView {
  return {
    id: carrier.id,
    name: carrier.name,
    ...(carrier.email === undefined ? {} : { email: carrier.email }),
    citiesCovered: carrier.citiesCovered,
    transportTypes: carrier.transportTypes,
    active: carrier.active,
    ...(carrier.rating === undefined || !showsRating(viewer) ? {} : { rating: carrier.rating }),
    version: carrier.version,
    createdAt: carrier.createdAt.toISOString(),
    updatedAt: carrier.updatedAt.toISOString(),
  };
}

/** A vehicle as the API shows it; the same for everyone who may see it. */
export function presentVehicle(vehicle: Vehicle): VehicleView {
  return {
    id: vehicle.id,
    carrierId: vehicle.carrierId,
    plate: vehicle.plate,
    ...(vehicle.name === undefined ? {} : { name: vehicle.name }),
    transportTypes: vehicle.transportTypes,
    version: vehicle.version,
    createdAt: vehicle.createdAt.toISOString(),
    updatedAt: vehicle.updatedAt.toISOString(),
  };
}
