import { versionTag } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { amendPlan } from './amend-plan.ts';
import { amendSubscription } from './amend-subscription.ts';
import { createPlan } from './create-plan.ts';
import { createSubscription } from './create-subscription.ts';
import { getPlan } from './get-plan.ts';
import { getSubscription } from './get-subscription.ts';
import { listPlans } from './list-plans.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { moveSubscription } from './move-subscription.ts';
import type { PlansDeps } from './plans.deps.ts';
import { presentPlan } from './plans.present.ts';
import type { Subscription } from './subscriptions.model.ts';
import { presentSubscription } from './subscriptions.present.ts';
import { withUsage } from './with-usage.ts';

const tag = ({ version }: { readonly version: number }) => ({ etag: versionTag(version) });

export const plansRoutes = (deps: PlansDeps) => {
  const shown = async (ctx: Ctx, subscription: Subscription) =>
    presentSubscription(await withUsage(deps, ctx, subscription));

  return {
    createPlan: async (ctx, { body }) => {
      const plan = await createPlan(deps, ctx, body);
      return created(presentPlan(plan), tag(plan));
    },
    listPlans: async (ctx, { query }) =>
      pageReply('listPlans', query, presented(await listPlans(deps, ctx, query), presentPlan)),
    getPlan: async (ctx, { params }) => {
      const plan = await getPlan(deps, ctx, params.planId);
      return ok(presentPlan(plan), tag(plan));
    },
    amendPlan: async (ctx, { params, body, ifMatch }) => {
      const plan = await amendPlan(deps, ctx, params.planId, { ifMatch, patch: body });
      return ok(presentPlan(plan), tag(plan));
    },
    createSubscription: async (ctx, { body }) => {
      const subscription = await createSubscription(deps, ctx, body);
      return created(await shown(ctx, subscription), tag(subscription));
    },
    listSubscriptions: async (ctx, { query }) =>
      pageReply('listSubscriptions', query, presented(await listSubscriptions(deps, ctx, query), presentSubscription)),
    getSubscription: async (ctx, { params }) => {
      const subscription = await shown(ctx, await getSubscription(deps, ctx, params.subscriptionId));
      // Usage grows without a version, and whoever holds an old number must not be told 304.
      return ok(subscription, { etag: versionTag(subscription.version, subscription.usage) });
    },
    amendSubscription: async (ctx, { params, body, ifMatch }) => {
      const subscription = await amendSubscription(deps, ctx, params.subscriptionId, { ifMatch, patch: body });
      return ok(await shown(ctx, subscription), tag(subscription));
    },
    moveSubscription: async (ctx, { params, body, ifMatch }) => {
      const subscription = await moveSubscription(deps, ctx, params.subscriptionId, { ...body, ifMatch });
      return ok(await shown(ctx, subscription), tag(subscription));
    },
  } satisfies Routes;
};
