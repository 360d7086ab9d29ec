import type { Mongo } from '../../platform/db/mongo.ts';
import type { Feature } from '../../platform/platform.ts';
import { createTenantsRepo, type TenantsRepo, tenantsIndexes } from './tenants.repo.ts';
import { tenantsRoutes } from './tenants.routes.ts';

export { isTimeZone, newTenant, type Tenant } from './tenants.model.ts';
export { presentTenant } from './tenants.present.ts';
export type { TenantsRepo } from './tenants.repo.ts';

/** The ground: who the tenants are and how they are set. */
export function tenantsFeature(platform: { mongo: Mongo }): Feature & { api: TenantsRepo } {
  const tenants = createTenantsRepo(platform.mongo);
  return { routes: tenantsRoutes({ tenants }), indexes: [tenantsIndexes], api: tenants };
}
