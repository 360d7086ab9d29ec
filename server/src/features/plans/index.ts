import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import { type Admission, type AdmissionRequest, admits } from './admits.ts';
import { type CountedOrder, countOrder, type OrderCount } from './count-order.ts';
import { END_TRIALS, endTrials } from './end-trials.ts';
import { createPlansRepo, type PlansRepo, plansIndexes } from './plans.repo.ts';
import { plansRoutes } from './plans.routes.ts';
import { createSubscriptionsRepo, type SubscriptionsRepo, subscriptionsIndexes } from './subscriptions.repo.ts';
import { createUsageRepo, type UsageRepo } from './usage.repo.ts';

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

export interface PlansFeature extends Feature {
  readonly api: PlansApi;
  /** Ends the trials whose time is over, of all tenants; once a day is enough, twice does no harm. */
  readonly daily: DailyTask;
}

/** What clients can subscribe to, what they have subscribed to, and how much of it they have used. */
export function plansFeature({ mongo, pager, now, invalidate }: Platform, neighbours: PlansNeighbours): PlansFeature {
  const { clientExists, timeZone, nudge } = neighbours;
  const deps: PlansDeps = {
    plans: createPlansRepo(mongo.db, pager),
    subscriptions: createSubscriptionsRepo(mongo, pager),
    usage: createUsageRepo(mongo.db),
    now,
    invalidate,
    clientExists,
    timeZone,
    announce: ({ unit }) => (unit ? unit.afterCommit(nudge) : nudge()),
  };
  return {
    routes: plansRoutes(deps),
    indexes: [plansIndexes, subscriptionsIndexes],
    api: {
      countOrder: (ctx, order) => countOrder(deps, ctx, order),
      admits: (ctx, request) => admits(deps, ctx, request),
      eraseReasonsOf: (ctx, clientId) => deps.subscriptions.eraseReasonsOf(ctx, clientId, now()),
    },
    daily: { name: END_TRIALS, run: (at) => endTrials(deps, at) },
  };
}
