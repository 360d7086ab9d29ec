import type { EventRecord } from '../../platform/events/event.ts';
import type { MemberRole } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';

type Schemas = components['schemas'];
export type OrderStatus = Schemas['OrderStatus'];
export type NewOrder = Schemas['NewOrder'];
export type OrderPatch = Schemas['OrderPatch'];
export type Transition = Schemas['Transition'];
export type OrderLine = Schemas['OrderLine'];
export type Stop = Schemas['Stop'];
export type Price = Schemas['Price'];
export type OrderIssue = Schemas['OrderIssue'];
export type OrderAlternative = Schemas['OrderAlternative'];
export type Proof = Schemas['Proof'];
export type TransportType = Schemas['TransportType'];

/** A stop with the key its city is found by. */
export type StoredStop = Stop & { readonly cityKey: string };

export interface TimelineRecord {
  readonly at: Date;
  /** By the device's clock, where a move was reported later. */
  readonly occurredAt?: Date;
  readonly type: string;
  readonly version: number;
  readonly by: { readonly kind: string; readonly id: string; readonly role: MemberRole };
  readonly reason?: string;
  readonly note?: string;
  readonly changed?: readonly string[];
  readonly totals?: { readonly before: number; readonly after: number };
  /** The command's key, so that a replay of any age is recognised. */
  readonly key?: string;
}

/** Which order of its client's month it is: what a plan counts. */
export interface Quota {
  /** `2026-11`, in the tenant's zone. */
  readonly month: string;
  readonly number: number;
}

/** A command the order remembers; only the last fifty keep hash and status. */
export interface CommandRecord {
  readonly key: string;
  readonly hash: string;
  readonly version: number;
  readonly status: number;
}

/** Where goods are fetched, and where they are brought. */
export type Place = 'pickup' | 'delivery';

/** A vehicle at a place of its order, by the device's clock. */
export interface Visit {
  readonly enteredAt: Date;
  /** Absent while it is there. */
  readonly leftAt?: Date;
}

/** What tracking has told of an order; kept in it, so that it is written together with the events that tell it. */
export interface TrackingRecord {
  /** Counts its writes. */
  readonly revision: number;
  /** The vehicle that all of it is about; of another one nothing is told yet. */
  readonly vehicleId: string;
  /** Of each place, in the order of their times. */
  readonly visits?: { readonly [At in Place]?: readonly Visit[] };
  /** The arrival as it was told last, and when by our clock. */
  readonly eta?: { readonly at: Date; readonly toldAt: Date };
}

/** One order: with its timeline, the commands it has seen and the events not announced yet, in one document. */
export interface OrderDocument {
  /** `<tenantId>:<id>` */
  readonly _id: string;
  readonly tenantId: string;
  readonly id: string;
  readonly reference: string;
  readonly status: OrderStatus;
  /** Counts changes of the order itself. */
  readonly version: number;
  /** Counts the events of this subject, without holes; estimates and geofences raise it without a new version. */
  readonly sequence: number;
  readonly clientId: string;
  readonly carrierId?: string;
  readonly vehicleId?: string;
  readonly driverId?: string;
  readonly transportType: TransportType;
  readonly lines: readonly OrderLine[];
  readonly pickup: StoredStop;
  readonly delivery: StoredStop;
  readonly price?: Price;
  /** What the carrier gets, by its contract; absent while nobody carries the order or no contract gives it. */
  readonly cost?: Price;
  readonly issues: readonly OrderIssue[];
  readonly alternative?: OrderAlternative;
  readonly proof?: Proof;
  /** By the device's clock, as the move to `delivered` has it. */
  readonly deliveredAt?: Date;
  /** Whether that was before the end of the delivery window. */
  readonly onTime?: boolean;
  readonly instructions?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly requestHash: string;
  /** Its place in the plan's count, kept because a replay or a later judgement must not count again. */
  readonly quota?: Quota;
  readonly tracking?: TrackingRecord;
  /** When the personal data of a finished order were removed. */
  readonly erasedAt?: Date;
  /** When its documents and what its events told were gone, too; without it the next erasure looks again. */
  readonly erasureEndedAt?: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly timeline: readonly TimelineRecord[];
  readonly commands: readonly CommandRecord[];
  readonly pending: readonly EventRecord[];
  /** When the oldest pending event is due; absent when there is none. */
  readonly pendingAt?: Date;
}

/** What a move changes beside the status. */
export interface MoveEffect {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
  /** Another end than the one asked for: a review may stay a review. */
  readonly to?: OrderDocument['status'];
  /** What the timeline says beside the move itself. */
  readonly entry?: Pick<TimelineRecord, 'changed' | 'totals' | 'note'>;
}

/** What is to be judged: a new order, or one as it would be after an amendment. */
export interface Terms {
  readonly clientId: string;
  readonly transportType: TransportType;
  readonly lines: readonly OrderLine[];
  readonly pickup: Stop;
  readonly delivery: Stop;
  /** What the customer saw; without it the price of now is taken. */
  readonly price?: Price | undefined;
  /** Whether that price was offered until a time that has passed: then it counts only if it is the price of now. */
  readonly priceExpired?: boolean;
}

/** A place and how far around it, on the sphere. */
export interface Circle {
  /** Degrees, WGS 84. */
  readonly longitude: number;
  readonly latitude: number;
  readonly metres: number;
}
