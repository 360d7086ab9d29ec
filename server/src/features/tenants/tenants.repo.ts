import { LRUCache } from 'lru-cache';
import type { Filter } from 'mongodb';
import { isDuplicateKey, toAppError } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { WithUnit } from '../../platform/db/unit.ts';
import { SlugTaken } from './tenants.errors.ts';
import { type StoredTenant, type Tenant, withSettings } from './tenants.model.ts';

export const tenantsIndexes: CollectionIndexes = {
  collection: 'tenants',
  indexes: [{ name: 'slug', key: { slug: 1 }, unique: true, serves: ['bySlug'] }],
};

/** How long a process goes by the settings it has read. */
const KNOWN_MS = 10_000;

export interface TenantsRepo {
  insert(tenant: Tenant): Promise<void>;
  /** Settings may be up to ten seconds old. */
  byId(id: string): Promise<Tenant | undefined>;
  /** As it stands now. */
  current(ctx: WithUnit, id: string): Promise<Tenant | undefined>;
  bySlug(slug: string): Promise<Tenant | undefined>;
  /** Writes the settings if the tenant is still at `version`, as one version more; undefined when it is not. */
  change(ctx: WithUnit, seen: Pick<Tenant, '_id' | 'version'>, settings: Partial<Tenant>): Promise<Tenant | undefined>;
}

/** Tenants stand above tenants: this repository alone is asked without one. */
export function createTenantsRepo(mongo: Mongo, clock: { now(): number } = performance): TenantsRepo {
  const tenants = mongo.db.collection<StoredTenant>('tenants');
  const recent = new LRUCache<string, Tenant>({ max: 2_000, ttl: KNOWN_MS, perf: clock, ttlResolution: 0 });

  /** Inside a transaction errors pass as they are: the driver repeats it by their labels. */
  const guarded =
    ({ unit }: WithUnit) =>
    (error: unknown) =>
      Promise.reject(unit ? error : toAppError(error));
  const inside = ({ unit }: WithUnit) => (unit ? { session: unit.session } : {});
  const find = async (ctx: WithUnit, filter: Filter<StoredTenant>): Promise<Tenant | undefined> => {
    const stored = await tenants.findOne<StoredTenant>(filter, inside(ctx)).catch(guarded(ctx));
    return stored ? withSettings(stored) : undefined;
  };

  return {
    async insert(tenant) {
      try {
        await tenants.insertOne(tenant);
      } catch (error) {
        throw isDuplicateKey(error, 'slug') ? SlugTaken({ slug: tenant.slug }) : toAppError(error);
      }
    },
    async byId(id) {
      const known = recent.get(id);
      if (known) return known;
      const read = await find({}, { _id: id });
      // Only what was read now: what is asked for all the time must grow old as well.
      if (read) recent.set(id, read);
      return read;
    },
    current: (ctx, id) => find(ctx, { _id: id }),
    bySlug: (slug) => find({}, { slug }),
    async change(ctx, { _id, version }, settings) {
      // A tenant from before there were versions is at the first one.
      const seen = version === 1 ? { $in: [1, null] } : version;
      const changed = await tenants
        .findOneAndUpdate(
          { _id, version: seen } as Filter<StoredTenant>, // absent, too, which the type does not know
          { $set: { ...settings, version: version + 1 } },
          { returnDocument: 'after', ...inside(ctx) },
        )
        .catch(guarded(ctx));
      const forget = () => void recent.delete(_id);
      if (ctx.unit) ctx.unit.afterCommit(forget);
      else forget();
      return changed ? withSettings(changed) : undefined;
    },
  };
}
