import { versionTag } from '../../platform/http/conditional.ts';
import { ok, type Routes } from '../../platform/http/operation.ts';
import { amendTenant } from './amend-tenant.ts';
import { getTenant } from './get-tenant.ts';
import type { TenantsDeps } from './tenants.deps.ts';
import type { Tenant } from './tenants.model.ts';
import { presentTenant } from './tenants.present.ts';

const shown = (tenant: Tenant) => ok(presentTenant(tenant), { etag: versionTag(tenant.version) });

export const tenantsRoutes = (deps: TenantsDeps) =>
  ({
    getTenant: async (ctx) => shown(await getTenant(deps, ctx)),
    amendTenant: async (ctx, { body, ifMatch }) => shown(await amendTenant(deps, ctx, { ifMatch, patch: body })),
  }) satisfies Routes;
