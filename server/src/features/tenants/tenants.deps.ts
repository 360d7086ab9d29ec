import type { TenantsRepo } from './tenants.repo.ts';

/** What the use cases of this feature work with. */
export interface TenantsDeps {
  readonly tenants: TenantsRepo;
}
