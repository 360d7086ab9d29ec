import type { VersionedDocument } from '../../platform/db/versioned.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';

/** A company that carries transports for the tenant. */
export interface Carrier extends VersionedDocument {
  readonly name: string;
  readonly email?: string;
  /** Names as they were entered; compared by key, see `covers`. */
  readonly citiesCovered: readonly string[];
  readonly transportTypes: readonly TransportType[];
  readonly active: boolean;
  /** 0 to 5, the tenant's own opinion. */
  readonly rating?: number;
}

/** What a new carrier is made from. */
export type NewCarrier = Pick<Carrier, 'name' | 'email' | 'citiesCovered' | 'transportTypes' | 'rating'> & {
  readonly active?: boolean;
};

/** A vehicle of one carrier. */
export interface Vehicle extends VersionedDocument {
  readonly carrierId: string;
  readonly plate: string;
  readonly name?: string;
  readonly transportTypes: readonly TransportType[];
}

/** What a new vehicle is made from. */
export type NewVehicle = Pick<Vehicle, 'carrierId' | 'plate' | 'name' | 'transportTypes'>;

/** Who looks, as far as it matters here. */
export interface Viewer {
  readonly role: string;
  readonly carrierId?: string;
}

/** Which carriers a caller sees: `all`, or only the one he belongs to, if he belongs to one. */
type Sight = 'all' | { readonly only: string | undefined };

/** Carriers and drivers see their own carrier and its vehicles; everyone else the contract lets in sees all. */
export function sightOf(viewer: Viewer): Sight {
  return viewer.role === 'carrier' || viewer.role === 'driver' ? { only: viewer.carrierId } : 'all';
}

/** Whether a thing of this carrier is in sight. */
export const inSight = (sight: Sight, carrierId: string): boolean => sight === 'all' || sight.only === carrierId;

/** What the tenant thinks of a carrier is not its clients' business. */
export const showsRating = (viewer: Viewer): boolean => viewer.role !== 'client';

/** How two names of one city are recognised; the price function's own, so that both agree on what a city is. */
export type CityKey = (name: string) => string;

/** Whether a carrier picks up and delivers in a city. */
export function covers(cityKey: CityKey, carrier: Pick<Carrier, 'citiesCovered'>, city: string): boolean {
  const wanted = cityKey(city);
  return wanted !== '' && carrier.citiesCovered.some((name) => cityKey(name) === wanted);
}
