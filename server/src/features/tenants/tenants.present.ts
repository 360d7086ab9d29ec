import type { components } from '../../platform/http/contract.types.gen.ts';
import type { Tenant } from './tenants.model.ts';

/** A tenant as its people see it. */
export function presentTenant(tenant: Tenant): components['schemas']['Tenant'] {
  const { _id, createdAt: _, ...shown } = tenant;
  return { id: _id, ...shown };
}
