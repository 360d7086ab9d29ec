import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { createTenantsRepo, type TenantsRepo, tenantsIndexes } from './tenants.repo.ts';

export { isTimeZone, newTenant, type Tenant } from './tenants.model.ts';
export { presentTenant } from './tenants.present.ts';
export type { TenantsRepo } from './tenants.repo.ts';

/** The ground: who the tenants are and how they are set. */
export function tenantsFeature(platform: { mongo: Mongo }): {
  api: TenantsRepo;
  indexes: readonly CollectionIndexes[];
} {
  return { api: createTenantsRepo(platform.mongo), indexes: [tenantsIndexes] };
}
