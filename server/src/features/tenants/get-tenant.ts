import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { TenantsDeps } from './tenants.deps.ts';
import type { Tenant } from './tenants.model.ts';

/** The caller's tenant as it is now, not as this process remembers it: a change is based on what is shown. */
export async function getTenant(deps: TenantsDeps, ctx: Ctx): Promise<Tenant> {
  const tenant = await deps.tenants.current(ctx, ctx.tenantId);
  if (!tenant) throw NotFound({ what: 'tenant' });
  return tenant;
}
