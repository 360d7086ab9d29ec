import type { Ctx } from '../../platform/http/context.ts';
import type { OrderLine, Price, Quota, Stop, TransportType } from './orders.types.ts';

/** A product as far as orders care. */
export interface ProductFacts {
  readonly id: string;
  readonly name: string;
  readonly transportType: TransportType;
  readonly status: 'active' | 'withdrawn';
  readonly proofRequired: 'none' | 'name' | 'signature' | 'photo';
  readonly limits: {
    readonly maxWeightGrams?: number;
    readonly maxVolumeLitres?: number;
    readonly maxQuantity?: number;
  };
}

export interface CarrierFacts {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly transportTypes: readonly TransportType[];
  covers(city: string): boolean;
}

/** What a price is asked for. */
export interface PricedRequest {
  readonly clientId: string;
  readonly transportType: TransportType;
  readonly lines: readonly Pick<OrderLine, 'weightGrams' | 'volumeLitres'>[];
  readonly pickup: Pick<Stop, 'city' | 'postcode' | 'country' | 'coordinates'>;
  readonly delivery: Pick<Stop, 'city' | 'postcode' | 'country' | 'coordinates'>;
}

export type Quoted =
  | { readonly ok: true; readonly price: Price }
  | {
      readonly ok: false;
      readonly reason: 'no_grid' | 'city_not_covered' | 'limits_exceeded';
      readonly pointer: string;
      readonly message: string;
    };

/** What an earlier quote's version says now. */
export interface Requoted {
  readonly quoted: Quoted;
  readonly holds: boolean;
  /** It no longer holds because the contract that gave it has ended. */
  readonly contractEnded?: boolean;
}

/** What a client's plan says to an order. */
export type Admitted =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'quota_exceeded' | 'subscription_inactive';
      readonly message: string;
    };

/** What orders ask of the floors below; `app.ts` hands it in, so that no order reaches into a neighbour's room. */
export interface OrdersNeighbours {
  products(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, ProductFacts>>;
  clientExists(ctx: Ctx, id: string): Promise<boolean>;
  /** The price by the grid that is in force now. */
  quote(ctx: Ctx, request: PricedRequest): Promise<Quoted>;
  /** The price by a version that was quoted before, and whether such a quote still holds; undefined when it cannot count. */
  requote(
    ctx: Ctx,
    version: { gridId: string; gridVersion: number },
    request: PricedRequest,
  ): Promise<Requoted | undefined>;
  /** What the carrier gets for it by its contract; undefined where none gives a price. */
  carrierCost(ctx: Ctx, carrierId: string, request: PricedRequest): Promise<Price | undefined>;
  /** Counts an order in its month, once for each id; undefined for a client without a plan. */
  countOrder(ctx: Ctx, order: { clientId: string; orderId: string; at: Date }): Promise<Quota | undefined>;
  /** Whether the client's plan covers an order at that time; `count` is its place in the month. */
  admits(ctx: Ctx, order: { clientId: string; at: Date; count?: number }): Promise<Admitted>;
  carrier(ctx: Ctx, id: string): Promise<CarrierFacts | undefined>;
  /** The carrier a vehicle belongs to. */
  vehicleOwner(ctx: Ctx, vehicleId: string): Promise<string | undefined>;
  /** The carrier a driver works for; undefined when no driver has this id. */
  driverEmployer(ctx: Ctx, userId: string): Promise<string | undefined>;
  referencePrefix(ctx: Ctx): Promise<string>;
  /** Which of these documents are not proofs of this order: signatures or photos that were uploaded to it. */
  unknownProofs(ctx: Ctx, orderId: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Takes names and bytes from the order's documents. */
  eraseDocuments(ctx: Pick<Ctx, 'tenantId' | 'deadline'>, orderId: string): Promise<unknown>;
  /** The key two spellings of a city share. */
  cityKey(city: string): string;
}
