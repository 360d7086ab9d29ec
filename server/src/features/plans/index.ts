import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import { admits } from './admits.ts';
import { countOrder } from './count-order.ts';
import { END_TRIALS, endTrials } from './end-trials.ts';
import type { PlansApi, PlansDeps, PlansNeighbours } from './plans.deps.ts';
import { createPlansRepo, plansIndexes } from './plans.repo.ts';
import { plansRoutes } from './plans.routes.ts';
import { createSubscriptionsRepo, subscriptionsIndexes } from './subscriptions.repo.ts';
import { createUsageRepo } from './usage.repo.ts';

export type { PlansApi } from './plans.deps.ts';

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
