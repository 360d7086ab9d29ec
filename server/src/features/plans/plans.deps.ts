import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Admission, AdmissionRequest } from './admits.ts';
import type { CountedOrder, OrderCount } from './count-order.ts';
import type { PlansRepo } from './plans.repo.ts';
import type { SubscriptionsRepo } from './subscriptions.repo.ts';
import type { UsageRepo } from './usage.repo.ts';

/** What `app.ts` hands over from other features. */
export interface PlansNeighbours {
  /** Whether the tenant has this client: of clients' door. */
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  /** The IANA zone in which the tenant counts its months. */
  readonly timeZone: (ctx: Pick<Ctx, 'tenantId'>) => Promise<string>;
  /** Wakes the relay; losing it costs a moment, because the relay also looks by itself. */
  readonly nudge: () => void;
}

/** What the use cases of this feature work with. */
export interface PlansDeps
  extends Pick<Platform, 'now' | 'invalidate'>,
    Pick<PlansNeighbours, 'clientExists' | 'timeZone'> {
  readonly plans: PlansRepo;
  readonly subscriptions: SubscriptionsRepo;
  readonly usage: UsageRepo;
  /** Has the pending events fetched once the operation's transaction is committed. */
  readonly announce: (ctx: Ctx) => void;
}

/** What orders ask about a client's subscription. */
export interface PlansApi {
  /** Counts an order once, however often it is tried; undefined where the client never had a subscription. */
  countOrder(ctx: TenantCtx, order: CountedOrder): Promise<OrderCount | undefined>;
  /** Whether the client's subscription covers the order as things are now. */
  admits(ctx: TenantCtx, request: AdmissionRequest): Promise<Admission>;
  /** Takes the typed reasons out of a client's subscriptions; gives the ids of all of them, whose events may tell more. */
  eraseReasonsOf(ctx: TenantCtx, clientId: string): Promise<string[]>;
}
