/**
 * The request bodies the demo builds, in the contract's words. The test validates every body against openapi.yaml, which
 * stays the one truth; these types only keep the builders honest while they are written. Lists are mutable, because the
 * types generated from the contract are.
 */

export type TransportType = 'ftl' | 'ltl' | 'express' | 'refrigerated' | 'bulk';
export type Role = 'admin' | 'dispatcher' | 'client' | 'carrier' | 'driver';
export type LngLat = [longitude: number, latitude: number];

export interface NewProduct {
  name: string;
  description: string;
  transportType: TransportType;
  unit: string;
  limits: { maxWeightGrams?: number; maxVolumeLitres?: number; maxQuantity?: number };
  proofRequired: 'none' | 'name' | 'signature' | 'photo';
}

export interface NewClient {
  name: string;
  email: string;
  phone: string;
}

export interface NewCarrier {
  name: string;
  email: string;
  citiesCovered: string[];
  transportTypes: TransportType[];
  active: boolean;
  rating: number;
}

export interface NewVehicle {
  carrierId: string;
  plate: string;
  name: string;
  transportTypes: TransportType[];
}

export interface NewUser {
  name: string;
  email: string;
  password: string;
  role: Role;
  clientId?: string;
  carrierId?: string;
}

export interface NewZone {
  code: string;
  postcodePrefixes?: { country: string; prefix: string }[];
  cities?: { country?: string; key: string }[];
  radius?: { center: LngLat; metres: number };
}

export interface NewPricingGrid {
  name: string;
  transportType: TransportType;
  currency: string;
  standard: boolean;
  first: {
    volumetricFactor: number;
    validFrom: string;
    zones: NewZone[];
    brackets: { uptoGrams: number }[];
    cells: { from: string; to: string; bracket: number; flat?: number; per100kg?: number }[];
    surcharges: { code: string; name: string; kind: 'fixed' | 'basisPoints'; amount: number }[];
  };
}

export interface NewPlan {
  name: string;
  description?: string;
  price: { amount: number; currency: string };
  monthlyOrders?: number;
  keyRequestsPerMinute?: number;
  features: readonly string[];
}

export interface NewSubscription {
  clientId: string;
  planId: string;
}

export interface NewContract {
  clientId?: string;
  carrierId?: string;
  transportType: TransportType;
  gridId: string;
  validFrom: string;
  note: string;
}

export interface Stop {
  name: string;
  address: string;
  city: string;
  postcode: string;
  country: string;
  coordinates: LngLat;
  window: { from: string; to: string; zone: string };
  contact: { name: string; email: string; phone: string };
}

export interface NewOrder {
  id: string;
  clientId: string;
  transportType: TransportType;
  lines: { productId: string; quantity: number; weightGrams: number; volumeLitres?: number; description?: string }[];
  pickup: Stop;
  delivery: Stop;
  instructions: string;
  metadata: Record<string, string>;
}

export interface PositionPoint {
  /** RFC 3339 UTC with milliseconds, by the phone's clock. */
  deviceTime: string;
  coordinates: LngLat;
  speedKmh?: number;
  heading?: number;
  accuracyMetres: number;
}

/** A thing of the demo that others refer to by its key until the server has given it an id. */
export interface Keyed<Key extends string, Body> {
  readonly key: Key;
  readonly body: Body;
}
