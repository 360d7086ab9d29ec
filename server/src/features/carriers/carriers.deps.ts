import type { Platform } from '../../platform/platform.ts';
import type { CityKey } from './carriers.model.ts';
import type { CarriersRepo } from './carriers.repo.ts';
import type { VehiclesRepo } from './vehicles.repo.ts';

/** What the use cases of this feature work with. */
export interface CarriersDeps extends Pick<Platform, 'now' | 'invalidate'> {
  readonly carriers: CarriersRepo;
  readonly vehicles: VehiclesRepo;
}

/** What `app.ts` hands over from the same floor. */
export interface CarriersNeighbours {
  /** `cityKey` of pricing's door. */
  readonly cityKey: CityKey;
}
