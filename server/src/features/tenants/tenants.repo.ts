import { LRUCache } from 'lru-cache';
import { isDuplicateKey, toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { SlugTaken } from './tenants.errors.ts';
import type { Tenant } from './tenants.model.ts';

export const tenantsIndexes: CollectionIndexes = {
  collection: 'tenants',
  indexes: [{ name: 'slug', key: { slug: 1 }, unique: true, serves: ['bySlug'] }],
};

export interface TenantsRepo {
  insert(tenant: Tenant): Promise<void>;
  /** Settings may be up to ten seconds old. */
  byId(id: string): Promise<Tenant | undefined>;
  bySlug(slug: string): Promise<Tenant | undefined>;
}

/** Tenants stand above tenants: this repository alone is asked without one. */
export function createTenantsRepo(mongo: Mongo): TenantsRepo {
  const tenants = mongo.db.collection<Tenant>('tenants');
  const recent = new LRUCache<string, Tenant>({ max: 2_000, ttl: 10_000 });

  return {
    async insert(tenant) {
      try {
        await tenants.insertOne(tenant);
      } catch (error) {
        throw isDuplicateKey(error, 'slug') ? SlugTaken({ slug: tenant.slug }) : toAppError(error);
      }
    },
    async byId(id) {
      const known =
        recent.get(id) ?? (await tenants.findOne({ _id: id }).catch((error) => Promise.reject(toAppError(error))));
      if (known) recent.set(id, known);
      return known ?? undefined;
    },
    async bySlug(slug) {
      return (await tenants.findOne({ slug }).catch((error) => Promise.reject(toAppError(error)))) ?? undefined;
    },
  };
}
