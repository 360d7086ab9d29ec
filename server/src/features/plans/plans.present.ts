import type { Plan as PlanView } from '../../platform/http/contract.types.gen.ts';
import type { Plan } from './plans.model.ts';

/** A plan as the API shows it, the same for every role. */
export function presentPlan(plan: Plan): PlanView {
  const { description, monthlyOrders, keyRequestsPerMinute } = plan;
  return {
    id: plan.id,
    name: plan.name,
    ...(description === undefined ? {} : { description }),
    price: plan.price,
    ...(monthlyOrders === undefined ? {} : { monthlyOrders }),
    ...(keyRequestsPerMinute === undefined ? {} : { keyRequestsPerMinute }),
    features: plan.features,
    status: plan.status,
    version: plan.version,
    createdAt: plan.createdAt.toISOString(),
    updatedAt: plan.updatedAt.toISOString(),
  };
}
