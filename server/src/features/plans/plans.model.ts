import type { VersionedDocument } from '../../platform/db/versioned.ts';
import type { MonthlyPrice } from '../../platform/http/contract.types.gen.ts';

/** What clients can subscribe to. It is withdrawn, never deleted, because subscriptions name it for ever. */
export interface Plan extends VersionedDocument {
  readonly name: string;
  readonly description?: string;
  /** Of a month, in minor units. */
  readonly price: MonthlyPrice;
  /** Orders a month includes; absent = not limited. */
  readonly monthlyOrders?: number;
  /** Requests a minute of each API key of the client; absent = as for everybody. */
  readonly keyRequestsPerMinute?: number;
  readonly features: readonly string[];
  readonly status: 'active' | 'withdrawn';
}

/** What a new plan is made from. */
export type NewPlan = Pick<Plan, 'name' | 'description' | 'price' | 'monthlyOrders' | 'keyRequestsPerMinute'> &
  Partial<Pick<Plan, 'features'>>;

/** A new plan takes subscriptions at once, and has no features unless it names some. */
export function newPlan(head: VersionedDocument, input: NewPlan): Plan {
  return { ...head, features: [], ...input, status: 'active' };
}

/** What a caller finds in lists: clients find what they could subscribe to, staff also what was withdrawn. */
export function listedStatus(role: string): { status?: 'active' } {
  return role === 'client' ? { status: 'active' } : {};
}
